"""What a name's own words say: legal forms, honorifics, person or organization, short forms, aliases.

In: names or sentences as given. Out: keys to compare by, types, alias spans. Not done here: finding names by capitals
(`rules/names.py`) and deciding who is who in a story (`rules/entities.py`).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

# The scorer's list of legal forms and articles (RECORDS.md, "The score").
_DROPPED = frozenset(
    [
        "co",
        "company",
        "corp",
        "corporation",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "gmbh",
        "ag",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
        "jsc",
        "ojsc",
        "pjsc",
        "cjsc",
        "ooo",
        "oao",
        "zao",
        "pao",
        "fze",
        "fzco",
        "fzc",
        "dmcc",
        "pte",
        "pty",
        "bhd",
        "sdn",
        "kg",
        "the",
        "a",
        "an",
    ]
)
AliasKind = Literal["aka", "former", "acronym", "short"]

_NAME = (
    r"[A-ZÀ-Þ0-9][\w’'&./-]*(?:,? (?:(?:al|el|bin|ibn|de|del|la|of|the|and|&|for|van|von) )?[A-ZÀ-Þ(][\w’'&./)-]*){0,8}"
)
_AKA = re.compile(
    rf"[,(]?\s*\(?(?P<kind>(?:also|better|otherwise|formerly|previously|variously)\s+(?:known|called|referred\s+to)\s+as|a\.?\s?k\.?\s?a\.?,?|f\.?k\.?a\.?|AKAs?:|alias(?:es)?|formerly|nicknamed|dubbed|doing business as|operating as|trading as|known as)\s*(?:the\s+)?"
    rf"(?P<first>[“\"‘']?{_NAME}[”\"’']?)(?:(?:,| and|;| or)\s+(?:also known as\s+|a\.k\.a\.\s+)?(?P<second>[“\"]{_NAME}[”\"]))?"
)
_BRACKET = re.compile(
    r"\s*\((?:the\s+|collectively,?\s+|hereinafter\s+|or\s+)?(?P<quote>[“\"‘']?)(?P<alias>[A-ZÀ-Þ][\w&’' /-]{1,38})[”\"’']?\)"
)
_NOT_ALIAS = re.compile(
    r"^(?:Reuters|AP|AFP|NYSE|NASDAQ|Nasdaq|LSE|[A-Z]+\.[A-Z]{1,2}|\d+|Monday|Tuesday|Wednesday|Thursday|Friday|January|February|March|April|May|June|July|August|September|October|November|December|PDF|R|D)\b|:|^[A-Z]\d"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name, and the offset at which the name that it belongs to ends.

    Attributes:
        name_end: Offset in the sentence at which the primary name ends.
        start_char: First code point of the alias, without quotes.
        end_char: One past its last.
        kind: `aka`, `former`, `acronym` or `short`.
    """

    name_end: int
    start_char: int
    end_char: int
    kind: AliasKind


@cache
def _table() -> dict[str, frozenset[str]]:
    source = files("wireledger.values").joinpath("resources", "names.yaml").read_text(encoding="utf-8")
    table = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {key: frozenset(str(word) for word in words) for key, words in table.items()}


def name_key(text: str) -> tuple[str, ...]:
    """Return the folded words of a name without legal forms and articles: what two spellings of it share."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = re.sub(r"[’']s\b", "", folded).replace("'", "").replace("’", "")
    words = re.sub(r"[^\w]+", " ", folded).split()
    return tuple(word for word in words if word not in _DROPPED) or tuple(words)


def has_legal_form(name: str) -> bool:
    """Tell whether a name ends in, or holds, a legal form such as Ltd or GmbH."""
    return any(word.strip(".,") in _table()["legal_forms"] for word in name.split()[1:])


def looks_like_organization(name: str) -> bool:
    """Tell whether a name's words make it an organization's; for one word, whether it is such a word."""
    return has_legal_form(name) or any(word.strip(".,()") in _table()["organization_words"] for word in name.split())


def is_given_name(word: str) -> bool:
    """Tell whether a word is a common given name somewhere in the world."""
    return word.split("-")[0] in _table()["given_names"]


def looks_like_person(name: str) -> bool:
    """Tell whether a name reads as a person's: two to six words, a given name among the first two, no company word."""
    words = name.split()
    if not 2 <= len(words) <= 7 or looks_like_organization(name) or any(ch.isdigit() for ch in name):
        return False
    return any(is_given_name(word.strip(".,")) for word in words[:2]) or bool(
        re.search(r"\b(?:bin|ibn|Al-|al-|Abu|van der|Abd)\b", name) or re.fullmatch(r"[A-Z]\.", words[1])
    )


def split_honorific(name: str) -> tuple[str | None, str]:
    """Return the honorifics before a name, or None, and the rest: `("Lt. Gen.", "Karim Osei")`."""
    words = name.split(" ")
    n = 0
    while n < len(words) - 1 and words[n].rstrip(".") in _table()["honorifics"]:
        n += 1
    return (" ".join(words[:n]) or None, " ".join(words[n:]))


def is_short_form(short: str, full: str) -> bool:
    """Tell whether `short` can stand for `full` in the same story: a surname, a company's first word, an acronym."""
    a, b = name_key(short), name_key(full)
    if not a or len(a) >= len(b):
        return False
    if short in _table()["common_words"] or (len(a) == 1 and short in _table()["organization_words"]):
        return False
    if set(a) <= set(b):
        return len(a) > 1 or a[0] in (b[0], b[-1]) or (looks_like_person(full) and len(a[0]) > 3)
    return is_acronym_of(short, full)


def is_acronym_of(acronym: str, full: str) -> bool:
    """Tell whether capitals of `full` spell `acronym`, with or without its small words and legal forms."""
    letters = acronym.replace(".", "")
    if not 2 <= len(letters) <= 8 or not letters.isupper():
        return False
    words = [word for word in re.split(r"[\s-]+", full) if word]
    every = "".join(word[0] for word in words).upper()
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return letters in (every, capitals, capitals[: len(letters)]) and len(words) > 1


def find_aliases(text: str) -> list[Alias]:
    """Return the aliases that a sentence gives: "X, also known as Y", "X (YZ)", 'X ("Y")', "X, formerly Y"."""
    aliases: list[Alias] = []
    for match in _AKA.finditer(text):
        kind: AliasKind = "former" if match["kind"].startswith(("former", "prev", "f")) else "aka"
        if (
            match["kind"] in ("formerly", "alias", "aliases", "dubbed", "known as")
            and match["first"][0] not in "“\"‘'"
            and not match["first"][0].isupper()
        ):
            continue
        for group in ("first", "second"):
            if match[group]:
                start, end = match.span(group)
                value = match[group]
                start += len(value) - len(value.lstrip("“\"‘'"))
                end -= len(value) - len(value.rstrip("”\"’'.,)"))
                if end - start > 1:
                    aliases.append(Alias(match.start(), start, end, kind))
    for match in _BRACKET.finditer(text):
        alias = match["alias"]
        if _NOT_ALIAS.search(alias) or len(alias.split()) > 4 or match.start() == 0:
            continue
        start, end = match.span("alias")
        quoted = bool(match["quote"])
        if quoted or alias.replace("-", "").isupper() or (" " not in alias and sum(ch.isupper() for ch in alias) > 1):
            aliases.append(Alias(match.start(), start, end, "short" if quoted else "acronym"))
    return aliases
