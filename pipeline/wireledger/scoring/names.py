"""Do two names mean the same target? The comparison that RECORDS.md's score makes, and nothing more lenient.

In: two strings. Out: yes or no. Kept apart from the names of `values/` on purpose: a better comparison there must not
move the yardstick. Roles and programs are folded here, too, but compared in `slots.py`.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files

from wireledger.tables import read_table

SIMILAR = 0.85
"""Least `difflib` ratio of two names' sorted words at which they are the same name."""

_POSSESSIVE = re.compile(r"['’]s\b")
_APOSTROPHES = str.maketrans("", "", "'’")
_NO_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> tuple[str, ...]:
    """Return the words of `text` without case, accents, punctuation and possessive endings."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    joined = _POSSESSIVE.sub("", bare).translate(_APOSTROPHES)
    return tuple(_NO_WORD.sub(" ", joined).split())


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without articles and legal forms; all of them where nothing else is left."""
    words = fold(name)
    return tuple(word for word in words if word not in _passed_over()) or words


@lru_cache(maxsize=65536)
def names_match(one: str, other: str) -> bool:
    """Tell whether two names mean the same.

    They do if their words are equal, whatever the spacing; if one has all words of the other and that is at least two;
    or if they are `SIMILAR`. A single word never matches a longer name: too many firms are called after one founder.
    """
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return False
    if "".join(first) == "".join(second):
        return True
    smaller, larger = sorted((set(first), set(second)), key=len)
    if len(smaller) >= 2 and smaller <= larger:
        return True
    if (len(first) == 1) != (len(second) == 1):
        return False
    return _is_similar(" ".join(sorted(first)), " ".join(sorted(second)))


def _is_similar(one: str, other: str) -> bool:
    # The two quick ratios are upper bounds of the real one, and settle nearly every pair of a long list.
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


@cache
def _passed_over() -> frozenset[str]:
    table = read_table(files("wireledger.scoring") / "resources/names.yaml")
    return frozenset(table["articles"]) | frozenset(table["legal_forms"])
