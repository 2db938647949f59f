"""Which pairs of tellings are worth comparing: those that share a name's word, or a country or a group near in time.

In: tellings. Out: pairs of their numbers, each once. A block of everything that shares a key is compared in full while
it is small and with its neighbours by day when it is large, so the number of pairs grows with the number of tellings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from wireledger.events.targets import keys
from wireledger.events.tellings import Telling

Key = tuple[object, ...]

COMPARED_IN_FULL = 40
NEIGHBOURS = 12
COMMON = 400
"""A single word that so many tellings share ("bank", "trading") says nothing: only longer keys then lead to pairs."""

_BUCKET = 7  # days
_PREFIX = 5  # letters: transcriptions differ in the endings


def candidate_pairs(tellings: Sequence[Telling], is_new: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the pairs to compare, in a fixed order.

    Args:
        tellings: What is to be grouped.
        is_new: Tells for each whether it has not been compared before; pairs of two old ones are left out.
    """
    blocks: dict[Key, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key in dict.fromkeys(_keys(telling)):
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks, key=repr):
        members = blocks[key]
        if len(members) < 2 or (key[0] == "word" and len(members) > COMMON):
            continue
        for pair in _within(sorted(members, key=lambda n: (tellings[n].when.last, tellings[n].id))):
            if pair not in seen and (is_new[pair[0]] or is_new[pair[1]]):
                seen.add(pair)
                yield pair


def _within(members: list[int]) -> Iterator[tuple[int, int]]:
    reach = len(members) if len(members) <= COMPARED_IN_FULL else NEIGHBOURS
    for i, one in enumerate(members):
        for other in members[i + 1 : i + 1 + reach]:
            yield (one, other) if one < other else (other, one)


def _keys(telling: Telling) -> Iterable[Key]:
    family = telling.family
    for target in telling.targets:
        if target.type in ("country", "sector") or target.name is None:
            yield from _dated(("group", family, *_countries(target.nationality)), telling)
            continue
        for name in keys(target):
            yield "name", family, *name
            for word in name:
                if len(word) >= 3:
                    yield "word", family, word[:_PREFIX]
            if len(name) > 1:
                yield "ends", family, name[0][:_PREFIX], name[-1][:_PREFIX]
                yield "name", family, name[0]
                yield "name", family, name[-1]
        # A company may be one of "12 Chinese companies" of the same day.
        if target.nationality and telling.when.precision == "day":
            yield from _dated(("group", family, *_countries(target.nationality)), telling)


def _countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    return codes[:1] or ("?",)


def _dated(key: Key, telling: Telling) -> Iterator[Key]:
    """Yield `key` with its week and the next, so that near days share one; with a month where no day is known."""
    country = next((body.country for body in telling.authority if body.country), None)
    if telling.when.precision in ("day", "published"):
        week = telling.when.last // _BUCKET
        yield *key, country, week
        yield *key, country, week + 1
    else:
        yield *key, country, telling.when.precision, telling.when.last // 31
