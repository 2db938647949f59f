"""Text -> sums of money, with the words that qualify them.

In: any string. Out: `Money` with offsets, in units of an ISO 4217 currency. Never wrong by a power of ten: where grouping
or scale is unclear the sum is left out. Not done here: whether the money was forfeited, paid or merely mentioned.

Why not price-parser or quantulum3: the first reads "$4.3 billion" as 4.3, the second "($41.4 million)" as negative.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from wireledger.spans import Found

Qualifier = Literal["exact", "about", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Money:
    """A sum.

    Attributes:
        value: In units of the currency; the lower end of a range.
        currency: ISO 4217, or None where the text does not settle it ("pesos").
        qualifier: What the text says of the figure's exactness.
        high: Upper end of a range, or None.
    """

    value: Decimal
    currency: str | None
    qualifier: Qualifier = "exact"
    high: Decimal | None = None


@cache
def _table() -> dict[str, dict[str, str | None]]:
    source = files("wireledger.values").joinpath("resources", "currencies.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str | None]] = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return table


_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "mln": 6, "mm": 6, "mil": 6, "million": 6, "millions": 6, "bn": 9, "b": 9, "bln": 9,
    "billion": 9, "billions": 9, "tn": 12, "trn": 12, "trillion": 12, "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7, "crs": 7,
}  # fmt: skip
_WORDS: dict[str, Decimal | int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "half": Decimal("0.5"),
}  # fmt: skip
_QUALIFIERS: tuple[tuple[Qualifier, str], ...] = (
    (
        "at_least",
        r"more than|over|at least|in excess of|upwards of|north of|exceeding|no less than|a minimum of|well over",
    ),
    (
        "at_most",
        r"up to|as much as|at most|less than|under|nearly|almost|close to|just under|a maximum of|no more than|not more than|below",
    ),
    ("about", r"about|around|approximately|roughly|some|an estimated|estimated|circa|approx\.?|more or less"),
)
# "nearly" and its kin say "about", not a bound; they stand in the list above only to be matched longest first.
_ABOUT = frozenset({"nearly", "almost", "close to", "just under"})


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = _table()
    symbols = "|".join(re.escape(s) for s in sorted(table["symbols"], key=len, reverse=True))
    codes = "|".join(table["codes"])
    words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(table["words"], key=len, reverse=True))
    scale = (
        r"(?:\s?-?\s?(?P<{0}>thousand\s+million|"
        + "|".join(sorted(_SCALES, key=len, reverse=True))
        + r")\b(?![\w’']))?"
    )
    number = r"(?P<{0}>\d{{1,3}}(?:[ \u00a0'’]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?:,\d+)?|\d+(?:,\d{{2,3}})*(?:\.\d+)?)"
    qualifier = "|".join(pattern for _, pattern in _QUALIFIERS)
    before = re.compile(
        rf"(?:\b(?P<qualifier>{qualifier})\s+(?:a\s+)?(?:record\s+)?)?(?:(?<![\w$])(?P<symbol>{symbols})|\b(?P<code>{codes}))\s?"
        + number.format("number") + scale.format("scale")
        + rf"(?:\s?(?:-|–|to|and)\s?(?:(?:{symbols})\s?)?" + number.format("high") + scale.format("highscale") + r"(?=\W|$))?"
        + r"(?:\s+(?P<after>(?:U\.?S\.? |Canadian |Australian |Singapore |Hong Kong )dollars))?",
    )  # fmt: skip
    spelled = "|".join(sorted(_WORDS, key=len, reverse=True))
    after = re.compile(
        rf"(?:\b(?P<qualifier>{qualifier})\s+)?(?<![\w.,$€£-])(?:" + number.format("number")
        + rf"|(?P<spelled>(?:{spelled})(?:[ -](?:and\s+)?(?:{spelled}))*)(?=\s+(?:{'|'.join(_SCALES)}|{words})))" + scale.format("scale")
        + rf"\s?(?:-\s?)?(?:of\s+)?(?:(?P<word>{words})\b|(?P<code>{codes})\b|(?P<sign>[€£₽]))",
        re.IGNORECASE,
    )  # fmt: skip
    return before, after


def find_money(text: str, *, dollar: str = "USD") -> list[Found[Money]]:
    """Return the sums in `text` in order. A bare "$" is `dollar`; spans hold the qualifier ("more than $11 million")."""
    found: list[Found[Money]] = []
    if not any(ch.isdigit() for ch in text) and "illion" not in text:
        return found
    before, after = _patterns()
    for pattern in (before, after):
        for match in pattern.finditer(text):
            if any(match.start() < f.end_char and f.start_char < match.end() for f in found):
                continue
            if (money := _read(match, dollar)) is not None:
                found.append(Found(match.start(), match.end(), money))
    return sorted(found, key=lambda f: f.start_char)


def clean_money(text: str, *, dollar: str = "USD") -> Money | None:
    """Return the sum that `text` says as a whole, or None."""
    found = find_money(text, dollar=dollar)
    return (
        found[0].value if len(found) == 1 and found[0].end_char - found[0].start_char >= len(text.strip()) - 1 else None
    )


def _read(match: re.Match[str], dollar: str) -> Money | None:
    groups = match.groupdict()
    currency = _currency(groups, dollar)
    cents = (groups.get("word") or "").lower() in ("cents", "pence")
    number = _spelled(groups["spelled"]) if groups.get("spelled") else _number(groups["number"])
    if number is None:
        return None
    scale = _scale(groups.get("scale"))
    high = _number(groups["high"]) if groups.get("high") else None
    if high is not None:
        high_scale = _scale(groups.get("highscale"))
        if scale == 0 and high_scale:
            scale = high_scale
        high = high.scaleb(high_scale or 0)
    value = number.scaleb(scale)
    if high is not None and high <= value:
        high = None
    return Money(value / 100 if cents else value, currency, _qualifier(groups.get("qualifier")), high)


def _currency(groups: dict[str, str | None], dollar: str) -> str | None:
    table = _table()
    if groups.get("after"):
        return table["words"].get(
            re.sub(r"\s+", " ", str(groups["after"])).replace("U.S.", "us").replace("US", "us").lower(), "USD"
        )
    if symbol := groups.get("symbol") or groups.get("sign"):
        return dollar if symbol == "$" else table["symbols"].get(symbol)
    if code := groups.get("code"):
        return table["codes"].get(code.upper())
    word = re.sub(r"\s+", " ", str(groups.get("word"))).lower()
    return dollar if word in ("dollar", "dollars") else table["words"].get(word)


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    plain = re.sub(r"[ \u00a0'’]", "", text)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _spelled(text: str | None) -> Decimal | None:
    total = Decimal(0)
    for word in re.split(r"[ -]+", (text or "").lower()):
        if word == "and":
            continue
        value = _WORDS.get(word)
        if value is None:
            return None
        if value == Decimal("0.5") and total == 0:
            return Decimal(value)
        total = (
            total * 100 if value == 100 and total else total + value if not (word in ("a", "an") and total) else total
        )
    return total or None


def _scale(word: str | None) -> int:
    if not word:
        return 0
    return 9 if word.lower().startswith("thousand") and word.lower().endswith("million") else _SCALES[word.lower()]


def _qualifier(word: str | None) -> Qualifier:
    if not word:
        return "exact"
    if word.lower() in _ABOUT:
        return "about"
    return next(name for name, pattern in _QUALIFIERS if re.fullmatch(pattern, word, re.IGNORECASE))
