"""Are two targets one? By name and alias, with namesakes kept apart by what they are and where they are from.

In: `Target`s of two records. Out: how they agree, or None. Names are compared by their `name_key`s, so legal forms,
accents and case say nothing.
"""

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import JaroWinkler, Levenshtein

from wireledger.records import Target
from wireledger.values.names import name_key

Agreement = Literal["name", "part", "spelling", "word", "country", "group", "member"]

_LIKE_WORD = 0.8  # least Levenshtein similarity of one word in two transcriptions: Yevgeny and Evgeny
_LIKE_NAME = 0.86  # least mean of all words
_DOUBLED = re.compile(r"(.)\1+")
_PARTIES = frozenset({"person", "organization", "mixed"})
_PLACES = frozenset({"country", "sector"})


def target_agreement(a: Target, b: Target) -> Agreement | None:
    """Say how two targets agree, the strongest way first; None where they are two, or nothing tells."""
    if a.name is None and b.name is None:
        return "group" if _same_group(a, b) else None
    if a.name is None or b.name is None:
        group, named = (a, b) if a.name is None else (b, a)
        return "member" if _may_be_member(group, named) else None
    if {a.type, b.type} & _PLACES:
        return _places(a, b)
    if is_namesake(a, b):
        return None
    found = [agree for one in keys(a) for other in keys(b) if (agree := name_agreement(one, other))]
    return min(found, key=("name", "part", "spelling", "word").index, default=None)


def is_namesake(a: Target, b: Target) -> bool:
    """Tell whether two targets cannot be one whatever they are called: a Russian and a Moldovan, a firm and a state.

    A person and a firm of one name may be one: extraction takes the one for the other, above all where only a surname
    stands. That is a cue with points, not a contradiction.
    """
    if (a.type in _PLACES) != (b.type in _PLACES):
        return True
    if a.type != "person" and b.type != "person":
        return False
    return bool(a.nationality) and bool(b.nationality) and not {*a.nationality} & {*b.nationality}


def keys(target: Target) -> tuple[tuple[str, ...], ...]:
    """Return the keys of a target's name and aliases, the name first; none for a group."""
    names = (target.name, *target.aliases) if target.name else ()
    return tuple(dict.fromkeys(key for name in names if (key := name_key(name))))


@lru_cache(maxsize=262144)
def name_agreement(one: tuple[str, ...], other: tuple[str, ...]) -> Agreement | None:
    """Compare two name keys: equal, one a part of the other, the same but for spelling, or sharing its one word."""
    if one == other or "".join(one) == "".join(other):
        return "name"
    smaller, larger = sorted((one, other), key=len)
    if set(smaller) <= set(larger):
        # "Belmar" for "Belmar Trading", "Drozdovsky" for "Yevgeny Drozdovsky"; never "Ural" for "Stankoprom Ural Bank".
        if len(smaller) >= 2:
            return "part"
        return "word" if len(smaller[0]) >= 4 and smaller[0] in (larger[0], larger[-1]) else None
    if len(one) == len(other):
        pairs = zip(map(_sound, one), map(_sound, other), strict=True)
        likeness = [Levenshtein.normalized_similarity(a, b) for a, b in pairs]
        # One letter makes another firm of a short word: all words must be alike, and there must be two.
        if len(one) > 1 and min(likeness) >= _LIKE_WORD and sum(likeness) / len(likeness) >= _LIKE_NAME:
            return "spelling"
        return None
    if len(smaller) >= 2 and JaroWinkler.normalized_similarity(" ".join(one), " ".join(other)) >= 0.97:
        return "spelling"
    return None


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    """Return a word with the letters that transcriptions change for each other made one: -sky, -skii, -skiy."""
    return _DOUBLED.sub(r"\1", word.replace("y", "i").replace("kh", "h"))


def _places(a: Target, b: Target) -> Agreement | None:
    if a.type != b.type:
        return None
    if a.type == "country" and {*a.nationality} & {*b.nationality}:
        return "country"
    return "country" if a.name and b.name and name_key(a.name) == name_key(b.name) else None


def _same_group(a: Target, b: Target) -> bool:
    if a.type != b.type and not {a.type, b.type} <= _PARTIES:
        return False
    if a.nationality and b.nationality and not {*a.nationality} & {*b.nationality}:
        return False
    if a.count is not None and b.count is not None:
        return a.count == b.count
    return bool({*a.nationality} & {*b.nationality}) or (a.role is not None and a.role == b.role)


def _may_be_member(group: Target, named: Target) -> bool:
    fits = group.type == named.type or (group.type == "mixed" and named.type in _PARTIES)
    return fits and bool({*group.nationality} & {*named.nationality})
