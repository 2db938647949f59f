"""Which column or JSON field holds which part of a story.

In go the options (`Columns`) and the names that a row has; out comes a `Plan`: for each part of a story the names to
look at, best first. Names that nobody gave are guessed from `GUESSES`, whatever their case, and the guess is
reported. Values are not looked at here; see `rows.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

# Part of a story -> names that archives use for it, best first; the first is the canonical name.
GUESSES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "story_id", "doc_id", "uuid", "url"),
    "text": ("text", "body", "content", "article", "story", "maintext", "full_text"),
    "title": ("title", "headline", "head"),
    "published": ("published", "date", "published_at", "pub_date", "publish_date", "timestamp", "created"),
    "publisher": ("publisher", "source", "agency", "outlet", "domain"),
    "url": ("url", "link", "permalink"),
}
PARTS = tuple(GUESSES)


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns or JSON fields, as the user gave them. None: guess.

    Attributes:
        id: Holds the story's identifier.
        text: Holds the body.
        title: Holds the headline.
        published: Holds the date of publication.
        publisher: Holds the agency's or paper's name.
        url: Holds the address.
    """

    id: str | None = None
    text: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None

    def named(self) -> dict[str, str]:
        """Return part -> name for the parts that the user named."""
        return {field.name: name for field in fields(self) if (name := getattr(self, field.name)) is not None}

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return the names given by the user that are not among `names`."""
        present = set(names)
        return [name for name in self.named().values() if name not in present]


@dataclass(frozen=True, slots=True)
class Plan:
    """For each part of a story, the names to look at in one kind of row, best first."""

    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, columns: Columns, row_names: Iterable[str]) -> "Plan":
        """Return the plan for rows that have exactly the names `row_names`."""
        folded: dict[str, str] = {}
        present = set(row_names)
        for name in sorted(present, reverse=True):
            folded[name.casefold().strip()] = name
        given = columns.named()
        plan: dict[str, tuple[str, ...]] = {}
        for part, guesses in GUESSES.items():
            if part in given:
                plan[part] = (given[part],) if given[part] in present else ()
            else:
                plan[part] = tuple(guess if guess in present else folded[guess] for guess in guesses if guess in folded)
        return cls(plan)

    def wanted(self) -> list[str]:
        """Return every name that the plan looks at, once."""
        return list(dict.fromkeys(name for names in self.names.values() for name in names))
