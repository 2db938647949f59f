"""Text -> countries and nationalities.

In: any string. Out: ISO 3166-1 alpha-2 codes (plus `EU`, and `XK` for Kosovo) with offsets and with what the text says of
the tie: `Chinese-owned`, `Namibia-based`. Not done here: whether the country is a target or a nationality.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from wireledger.spans import Found

Form = Literal["name", "demonym", "capital", "city", "compound"]
Relation = Literal["based", "owned", "flagged", "registered", "linked", "led", "born"]

_RELATIONS: dict[str, Relation] = {
    "based": "based", "headquartered": "based", "incorporated": "registered", "registered": "registered",
    "owned": "owned", "controlled": "owned", "run": "owned", "flagged": "flagged", "flag": "flagged",
    "linked": "linked", "backed": "linked", "aligned": "linked", "supported": "linked", "sponsored": "linked", "related": "linked",
    "affiliated": "linked", "led": "led", "born": "born",
}  # fmt: skip
# Capitalised words after which a place name is part of something else: a paper, a street, a person, a U.S. state.
_NOT_AFTER = re.compile(r"(?:\s+(?:Post|Times|Hilton|Journal|Ocean|Tech|Street|Belfort|Square)\b|,\s+D\.?C|,\s+Ga\b)")
_PERSON_NAMES = frozenset({"Jordan", "Chad", "Georgia", "Jersey", "Paris", "Washington", "Israel"})
_GIVEN_BEFORE = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Michael|George|Denzel|Vernon|New|District of|Northern|state of|Atlanta,)\.?\s+$"
)


@dataclass(frozen=True, slots=True)
class CountryRef:
    """A mention of one or more countries.

    Attributes:
        codes: ISO codes in order of mention; two for compounds such as "Israeli-Russian".
        form: How the text says it; a `capital` may stand for its government.
        relation: The tie that a suffix names ("-owned"), or None.
    """

    codes: tuple[str, ...]
    form: Form
    relation: Relation | None = None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    source = files("wireledger.values").joinpath("resources", "countries.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table


@cache
def _forms() -> dict[str, tuple[str, Form]]:
    forms: dict[str, tuple[str, Form]] = {}
    kinds: tuple[tuple[str, Form], ...] = (
        ("names", "name"),
        ("demonyms", "demonym"),
        ("capitals", "capital"),
        ("cities", "city"),
    )
    for key, form in kinds:
        for code, row in _table().items():
            for word in row.get(key, ()):
                forms.setdefault(word, (code, form))
                forms.setdefault(word.upper(), (code, form))
    return forms


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(_forms(), key=lambda w: (-len(w), w)))
    suffix = "|".join(_RELATIONS)
    return re.compile(
        rf"(?<![\w-])(?=[A-ZÀ-Þ])(?:(?P<first>{words}|Anglo|Sino)-(?={words}))?(?P<word>{words})(?:-(?P<relation>{suffix}))?(?![\w]|-[A-Z])"
    )


def find_countries(text: str) -> list[Found[CountryRef]]:
    """Return the countries and nationalities that `text` names, in order; "us" is a pronoun, "Jordan Belfort" a person."""
    found: list[Found[CountryRef]] = []
    shouting = text.isupper()
    for match in _pattern().finditer(text):
        word = re.sub(r"\s+", " ", match["word"])
        code, form = _forms()[word]
        if (shouting and word == "US") or _is_part_of_name(text, match, word):
            continue
        codes: tuple[str, ...] = (code,)
        if match["first"]:
            first = {"Anglo": "GB", "Sino": "CN"}.get(match["first"]) or _forms()[re.sub(r"\s+", " ", match["first"])][
                0
            ]
            codes, form = tuple(dict.fromkeys((first, code))), "compound"
        relation = _RELATIONS.get(match["relation"]) if match["relation"] else None
        found.append(Found(match.start(), match.end(), CountryRef(codes, form, relation)))
    return found


def _is_part_of_name(text: str, match: re.Match[str], word: str) -> bool:
    if _NOT_AFTER.match(text, match.end("word")):
        return True
    if word in _PERSON_NAMES and not match["relation"]:
        return bool(
            _GIVEN_BEFORE.search(text[: match.start()])
            or re.match(r"\s+[A-Z][a-z]+\b(?!\s+(?:Bank|government))", text[match.end() :])
        )
    return False


def clean_country(text: str) -> str | None:
    """Return the code that a country name, a demonym, a capital or a code says, or None."""
    if (hit := _forms().get(text.strip())) is not None:
        return hit[0]
    code = text.strip().upper()
    return code if len(code) == 2 and code in _table() and text.strip().isupper() else None


def country_name(code: str) -> str:
    """Return the name to show for a code; the code itself where it is unknown."""
    row = _table().get(code)
    return row["names"][0] if row else code
