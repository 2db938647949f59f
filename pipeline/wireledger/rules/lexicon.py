"""Word lists of the rules, read from `resources/` once and compiled."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from wireledger.tables import read_table

_RESOURCES = Path(__file__).parent / "resources"


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return `resources/<name>.yaml` as plain data."""
    table: dict[str, Any] = read_table(_RESOURCES / f"{name}.yaml")
    return table


def any_of(words: list[str]) -> str:
    """Return a regular expression for any of `words`, the longest first, with flexible white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@cache
def head_nouns() -> dict[str, tuple[str, bool]]:
    """Return head noun -> (target type, whether the noun tells what the members do)."""
    heads: dict[str, tuple[str, bool]] = {}
    for target_type in ("person", "organization", "vessel", "aircraft", "wallet", "country", "sector", "mixed"):
        for kind in ("plain", "telling"):
            for noun in load_table("nouns")[target_type][kind]:
                heads.setdefault(noun, (target_type, kind == "telling"))
    # "individuals and entities", "companies and people": persons and organizations together.
    persons, organizations = ("individuals", "people", "persons"), (
        "entities", "companies", "organizations", "organisations", "firms", "businesses", "groups",
    )  # fmt: skip
    for person in persons:
        for organization in organizations:
            for pair in ((person, organization), (organization, person)):
                heads[" and ".join(pair)] = ("mixed", False)
    for noun in ("targets", "parties"):
        heads[noun] = ("mixed", False)
    return heads


@cache
def head_pattern() -> re.Pattern[str]:
    """Return the pattern of every head noun that a group can have."""
    return re.compile(rf"(?<![\w-])(?:{any_of(list(head_nouns()))})(?![\w-])", re.IGNORECASE)


@cache
def stop_words() -> frozenset[str]:
    """Return the words that end a noun group's modifiers when walking left from its head."""
    return frozenset(str(word) for word in load_table("nouns")["stop"])


@cache
def number_words() -> dict[str, int]:
    """Return number word -> number."""
    return dict(load_table("nouns")["numbers"])


@cache
def sentence_starters() -> frozenset[str]:
    """Return words that are capitalised only because a sentence begins with them."""
    return frozenset(str(word) for word in load_table("nouns")["sentence_starters"])


def clean_count(text: str) -> int | None:
    """Return the number that `text` says ("six", "twenty-four", "1,100"), or None; vague ones ("dozens") are None."""
    words = text.lower().replace(",", "").replace("-", " ").split()
    if not words:
        return None
    total = 0
    for word in words:
        if word.isdigit():
            total += int(word)
        elif word == "a":
            continue
        elif (number := number_words().get(word)) is not None:
            total = total * number if number in (100, 12) and total else total + number
        else:
            return None
    return total or None
