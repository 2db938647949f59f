"""Find and read the figures of sums: digits with their grouping, and numbers in words.

Comes in: text. Goes out: `Figure`s (where digits or number words stand) and their values as `Decimal`, and the scale
word behind digits. Does not know what is counted: currencies and everything around a figure are `money.py`'s.

Grouping is read strictly, since a figure misread by a power of ten is worse than one left out: a figure that no
convention explains ("$1,23,4") has no value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from wireledger.values.tables import load_table

MAX_DIGITS = 18
"""Longer runs of digits are account numbers, not sums (and would not fit the decimal context)."""

_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

# The first three alternatives hold spaces; each may run on into the fourth's business only at a group's end.
_DIGITS = re.compile(
    r"(?:(?<![0-9.,/])|(?<=[^\W\d_]\.))(?:"
    r"(?P<spaced>[0-9]{1,3}(?:[ \xa0\u2009\u202f][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?)(?![.,'’][0-9])"
    r"|(?P<slipped>(?:(?<=[$£€])|(?<=[$£€] ))[0-9]{1,3}, [0-9]{3}(?![0-9]|[.,][0-9]))"
    r"|[0-9]+ ?[½¼¾]"
    r"|[0-9](?:[0-9.,'’]*[0-9])?"
    r"|[½¼¾])"
    r"|(?<=[$£€¥])\.[0-9]+"
)
_PLAIN = re.compile(r"[0-9]+\Z")
_DECIMAL = re.compile(r"([0-9]*)\.([0-9]+)\Z")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}\Z")
_COMMA_GROUPS = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?\Z")
_DOT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?\Z")
_OTHER_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([ '’\xa0\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?\Z")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in the text.

    Attributes:
        start: First code point.
        end: One past the last code point; for words the scale words are inside, for digits they follow.
        raw: The characters.
        words: The value of a number in words; None for digits, whose value depends on the currency.
        doubtful: Digits with a plain space inside, which may be two numbers ("$10 000", "$23, 336").
    """

    start: int
    end: int
    raw: str
    words: Decimal | None = None
    doubtful: bool = False


def iter_digits(text: str) -> Iterator[Figure]:
    """Yield every run of digits, with the separators inside it."""
    for match in _DIGITS.finditer(text):
        doubtful = match["slipped"] is not None or (match["spaced"] is not None and " " in match[0])
        yield Figure(match.start(), match.end(), match[0], None, doubtful)


def digits_value(raw: str, *, dot_groups: bool, scaled: bool) -> Decimal | None:
    """Read digits with separators.

    Args:
        raw: The characters, as `iter_digits` gives them.
        dot_groups: The currency's users part thousands with a dot: "1.234" alone is 1234.
        scaled: A scale word follows, so that "1.234" is a decimal whatever the currency.

    Returns:
        The number, or None where no one convention explains the separators.
    """
    if _PLAIN.match(raw):
        return Decimal(raw) if len(raw) <= MAX_DIGITS else None
    if len(raw) > 2 * MAX_DIGITS:
        return None
    if raw[-1] in _VULGAR:
        return Decimal(raw[:-1].strip() or 0) + _VULGAR[raw[-1]]
    if raw.count(".") == 1 and (match := _DECIMAL.match(raw)):
        # Three decimals: a price to the tenth of a cent ($3.459), but thousands where a dot parts them (€1.234).
        if len(match[2]) == 3 and dot_groups and not scaled and match[1].strip("0") and len(match[1]) <= 3:
            return Decimal(match[1] + match[2])
        return Decimal(raw)
    if _COMMA_GROUPS.match(raw):
        return Decimal(raw.replace(",", ""))
    if ", " in raw:
        return Decimal(raw.replace(", ", ""))
    if _DECIMAL_COMMA.match(raw):
        return Decimal(raw.replace(",", ".")) if scaled or dot_groups else None
    if _DOT_GROUPS.match(raw):
        return Decimal(raw.replace(".", "").replace(",", "."))
    if match := _OTHER_GROUPS.match(raw):
        return Decimal(raw.replace(match[1], "").replace(",", "."))
    return None


def is_grouped(raw: str) -> bool:
    """Tell whether digits are written in groups of thousands, as sums are and numbers of houses are not."""
    return bool(_COMMA_GROUPS.match(raw) or _DOT_GROUPS.match(raw) or _OTHER_GROUPS.match(raw))


@cache
def _scales() -> tuple[re.Pattern[str], dict[str, Decimal]]:
    raw = load_table("figures")
    values = {word: Decimal(value) for word, value in raw["scales"].items()}
    short = {word: Decimal(value) for value, words in raw["short_scales"].items() for word in words.split()}
    long_words = "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in sorted(values, key=len, reverse=True))
    short_words = "|".join(sorted(short, key=len, reverse=True))
    pattern = re.compile(rf"(?:\s|-|\s-\s?)?((?i:{long_words})|(?-i:{short_words}))(?![^\W_])")
    return pattern, values | short


def scale_at(text: str, position: int) -> tuple[int, Decimal] | None:
    """Read the scale word right behind digits.

    Args:
        text: The text.
        position: Where the digits end.

    Returns:
        The end of the scale word and its value, or None where there is none.
    """
    pattern, values = _scales()
    match = pattern.match(text, position)
    if match is None:
        return None
    word = match[1]
    value = values.get(word) or values[" ".join(re.split(r"[\s-]", word.lower()))]
    return match.end(), value


@dataclass(frozen=True, slots=True)
class _NumberWords:
    pattern: re.Pattern[str]
    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]


@cache
def _number_words() -> _NumberWords:
    raw = load_table("figures")
    units, tens, scales = raw["units"], raw["tens"], raw["word_scales"]
    small = "|".join([*tens, *sorted(units, key=len, reverse=True)])
    after = "|".join([*tens, *sorted(units, key=len, reverse=True), "hundred", *scales])
    start = rf"(?:(?:a[ -])?half[ -]an?|(?:a[ -])?quarter[ -]of[ -]an?|three[ -]quarters[ -]of[ -]an?|an?[ -]half|an?|half|{small})"
    middle = r"(?:and[ -]an?[ -](?:half|quarter)|and[ -]three[ -]quarters|point)"
    pattern = rf"(?<![\w-])({start}(?:[ -](?:{middle}|(?:and[ -])?(?:{after})))*)(?![^\W_])"
    return _NumberWords(re.compile(pattern, re.IGNORECASE), units, tens, scales)


def iter_word_numbers(text: str) -> Iterator[Figure]:
    """Yield every number in words that has a value of its own: "five hundred million", "half a billion", "a thousand".

    Vague ones ("tens of millions", "a few hundred", "several million") and a bare "a" are not numbers.
    """
    for match in _number_words().pattern.finditer(text):
        value = _words_value(re.split(r"[ -]", match[1].lower()))
        if value is not None:
            yield Figure(match.start(1), match.end(1), match[1], value)


def _words_value(words: list[str]) -> Decimal | None:
    """Add up number words from left to right; None where they make no number ("one two", "a", "half")."""
    table = _number_words()
    total = current = Decimal(0)
    last_scale: int | None = None
    # What the next word may not repeat: after "five" no further unit, after "twenty" no further ten.
    room = 1000
    fraction: str | None = None
    seen_scale = False
    words = _fractions_first(words)
    for word in words:
        if fraction is not None:
            if word not in table.units or table.units[word] > 9:
                if word not in table.scales and word != "hundred":
                    return None
                current += Decimal(f"0.{fraction}") if fraction else Decimal(0)
                fraction = None
            else:
                fraction += str(table.units[word])
                continue
        if word in ("and", ""):
            continue
        if word == "point":
            fraction = ""
        elif word in ("½", "¼", "¾"):
            current += _VULGAR[word]
            room = 0
        elif word in ("a", "an"):
            current += 1
            room = 0
        elif word in table.units or word in table.tens:
            number = table.units.get(word) or table.tens[word]
            if number >= room:
                return None
            current += number
            room = 10 if word in table.tens else 0
        elif word == "hundred":
            if not 0 < current < 100:
                return None
            current, room, seen_scale = current * 100, 100, True
        elif word in table.scales:
            scale = table.scales[word]
            if current == 0 and last_scale is not None and last_scale < scale:
                # "five hundred thousand million"
                total, last_scale = total * scale, scale
                continue
            if current == 0 or (last_scale is not None and scale >= last_scale):
                return None
            total += current * scale
            current, last_scale, room, seen_scale = Decimal(0), scale, 1000, True
        else:
            return None
    if fraction is not None:
        current += Decimal(f"0.{fraction}") if fraction else Decimal(0)
    if words[0] in ("a", "an", "½", "¼", "¾") and not seen_scale:
        return None
    return total + current


def _fractions_first(words: list[str]) -> list[str]:
    """Rewrite spoken fractions as one sign: "half a" -> ½, "and a half" -> ½, "a quarter of a" -> ¼."""
    text = " " + " ".join(words) + " "
    for spoken, sign in (
        (" three quarters of a ", " ¾ "),
        (" a quarter of a ", " ¼ "),
        (" quarter of a ", " ¼ "),
        (" a half a ", " ½ "),
        (" half a ", " ½ "),
        (" and a half ", " ½ "),
        (" and a quarter ", " ¼ "),
        (" and three quarters ", " ¾ "),
        (" a half ", " ½ "),
        (" half ", " ½ "),
    ):
        text = text.replace(spoken, sign)
    return text.split()
