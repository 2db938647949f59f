"""Rows to stories: one mapping of names to values in, one `Story` or the reason why not out.

Serves every format that has named fields (JSON objects, CSV rows, Parquet rows). Text is passed on exactly as given,
with one exception: a lone surrogate, which no file can hold, becomes U+FFFD, and that is reported. Control characters
and NUL bytes stay where they are, so that offsets hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import UnionType

from wireledger.issues import Issue, Severity
from wireledger.readers.columns import Columns, Plan
from wireledger.readers.oddities import find_oddities, without_surrogates
from wireledger.readers.published import clean_published
from wireledger.story import Story, content_id

_KINDS = {list: "a list", tuple: "a list", dict: "an object", bytes: "bytes", bool: "true or false"}
_FITS: Mapping[str, type | UnionType] = {
    "text": str,
    "title": str,
    "publisher": str,
    "url": str,
    "id": str | int | float,
}
_MOST_PLANS = 256


@dataclass(frozen=True, slots=True)
class Placed:
    """A story and where it stands.

    Attributes:
        story: The story.
        line: Line or row, from 1; None where it fills the file.
        source: Name of the member of a tar or zip file that it is in; None where the file itself holds it.
        cut: Code of the issue that says why only a part of it was read; None where it was read whole.
    """

    story: Story
    line: int | None
    source: str | None = None
    cut: str | None = None


class RowReader:
    """Turns the rows of one file into stories; remembers which names it guessed."""

    def __init__(self, source: str, columns: Columns) -> None:
        self._source = source
        self.columns = columns
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._guessed: dict[tuple[str, str], None] = {}  # in order of appearance
        self._seen: set[str] = set()
        self.n_rows = 0

    def read(self, row: Mapping[str, object], line: int, cut: str | None = None) -> Iterator[Placed | Issue]:
        """Yield the story of `row`, after an issue for everything odd about it; only issues where it can't be read.

        Args:
            row: Names to values as the format gives them.
            line: Line or row number, from 1.
            cut: See `Placed`.
        """
        self.n_rows += 1
        plan = self._plan(row)
        text = self._value(plan, row, "text")
        if not isinstance(text, str):
            yield self._issue("missing-text", self._why_no_text(plan, row, text), "failed", line)
            return
        parts = {part: self._value(plan, row, part) for part in ("id", "title", "published", "publisher", "url")}
        title = _string(parts["title"]) or ""
        if not text.strip() and not title.strip():
            yield self._issue("empty-story", "text and title are empty. Skipped.", "skipped", line)
            return
        story = Story(
            id=without_surrogates((_string(parts["id"]) or "").strip()) or content_id(title, text),
            text=without_surrogates(text),
            title=without_surrogates(title),
            published=clean_published(parts["published"]),
            publisher=without_surrogates(_string(parts["publisher"]) or "") or None,
            url=without_surrogates(_string(parts["url"]) or "") or None,
        )
        for code, message in self._oddities(parts, story, text, title):
            yield self._issue(code, message, "warning", line, story.id)
        yield Placed(story, line, cut=cut)

    def closing(self) -> Iterator[Issue]:
        """Yield what is to be said about the file as a whole, once its last row is read."""
        if not self.n_rows:
            yield self._issue("empty-file", "the file holds no stories.", "warning")
            return
        guesses = ", ".join(f"{part} <- '{name}'" for part, name in self._guessed if name != part)
        if guesses:
            yield self._issue("columns-guessed", f"{guesses}.", "note")
        for name in self.columns.missing(self._seen):
            yield self._issue("missing-column", f"no row has the field '{name}' that was named by option.", "warning")

    def _plan(self, row: Mapping[str, object]) -> Plan:
        names = tuple(row)
        plan = self._plans.get(names)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[names] = Plan.of(self.columns, names)
            self._seen.update(plan.wanted())
        return plan

    def _value(self, plan: Plan, row: Mapping[str, object], part: str) -> object:
        named = getattr(self.columns, part) is not None
        unfit = None
        for name in plan.names[part]:
            value = row[name]
            # `"source": {"id": ...}` is somebody else's meaning of the word: a guess takes what fits only.
            if value is None or not (named or isinstance(value, _FITS.get(part, object))):
                unfit = value if unfit is None else unfit
                continue
            if not named:
                self._guessed[part, name] = None
            return value
        return None if part == "publisher" else unfit

    def _why_no_text(self, plan: Plan, row: Mapping[str, object], value: object) -> str:
        name = self.columns.text or next(iter(plan.names["text"]), "text")
        if value is not None:
            kind = _KINDS.get(type(value), "a number" if isinstance(value, int | float) else type(value).__name__)
            return f"field '{name}' is {kind}; a story needs '{name}' (string). Skipped."
        state = "empty (null)" if name in row else "missing"
        return f"field '{name}' is {state}; a story needs '{name}' (string). It has: {_listed(row)}. Skipped."

    def _oddities(self, parts: Mapping[str, object], story: Story, text: str, title: str) -> Iterator[tuple[str, str]]:
        published = parts["published"]
        if story.published is None and published not in (None, ""):
            yield "bad-date", f"'{str(published)[:60]}' is not a date; the story was read without one."
        for part in ("id", "title", "publisher", "url"):
            value = parts[part]
            if value is not None and _string(value) is None:
                kind = _KINDS.get(type(value), type(value).__name__)
                yield "bad-value", f"the field for {part} is {kind}, not a string; it was left out."
        yield from find_oddities("text", text)
        yield from find_oddities("title", title)

    def _issue(
        self, code: str, message: str, severity: Severity, line: int | None = None, story_id: str | None = None
    ) -> Issue:
        return Issue(code, message, severity, self._source, line, story_id)


def _string(value: object) -> str | None:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(row: Mapping[str, object]) -> str:
    names = [f"'{name}'" for name in list(row)[:8]]
    return ", ".join(names) + (f" and {len(row) - 8} more" if len(row) > 8 else "") if names else "nothing"
