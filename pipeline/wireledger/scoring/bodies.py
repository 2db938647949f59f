"""Do two tellings mean the same authority? "OFAC", "the U.S. Treasury" and "Treasury's sanctions office" do.

In: two `Body`s. Out: yes or no. Which registered authority a telling means is not asked; see `values/`.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from wireledger.scoring.names import fold
from wireledger.tables import read_table


@dataclass(frozen=True, slots=True)
class Body:
    """An authority as a record gives it: `name` verbatim, `id` of the registry, `country` alpha-2 or `EU`, `UN`."""

    name: str = ""
    id: str | None = None
    country: str | None = None


def bodies_match(gold: Body, predicted: Body) -> bool:
    """Tell whether `predicted` names the body that `gold` names.

    Countries must agree where both have one; then equal ids or one shared telling word are enough. A gold body without
    a telling word ("the United States") takes every body of its country; the reverse doesn't hold, because a predicted
    "United States" is less than what the story says.
    """
    if gold.country and predicted.country and gold.country != predicted.country:
        return False
    if gold.id and gold.id == predicted.id:
        return True
    telling = body_words(gold.name) - _table().dull
    if telling:
        return not telling.isdisjoint(body_words(predicted.name))
    return bool(gold.country) and gold.country == predicted.country


@lru_cache(maxsize=65536)
def body_words(name: str) -> frozenset[str]:
    """Return the words of an authority's name, acronyms spelt out, with the department of its best known offices."""
    table, spelt = _table(), fold(name)
    words = set(spelt)
    for word in spelt:
        words |= table.acronyms.get(word, frozenset())
    for office, added in table.offices:
        if office <= words:
            words |= added
    if any(telling <= words for telling in table.union_tellings):
        words |= table.union_words
    return frozenset(words)


@dataclass(frozen=True, slots=True)
class _Bodies:
    acronyms: dict[str, frozenset[str]]
    offices: tuple[tuple[frozenset[str], frozenset[str]], ...]
    union_tellings: tuple[frozenset[str], ...]
    union_words: frozenset[str]
    dull: frozenset[str]


@cache
def _table() -> _Bodies:
    raw: dict[str, Any] = read_table(files("wireledger.scoring") / "resources/bodies.yaml")
    return _Bodies(
        acronyms={acronym: _words(spelt) for acronym, spelt in raw["acronyms"].items()},
        offices=tuple((_words(office), _words(added)) for office, added in raw["offices"]),
        union_tellings=tuple(map(_words, raw["european_union"]["any_of"])),
        union_words=_words(raw["european_union"]["add"]),
        dull=frozenset(raw["dull"]),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
