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

# Alternatives with a space inside come first; the plain one would take their first half.
_DIGITS = re.compile(
    r"(?P<spaced>[0-9]{1,3}(?:[ \xa0\u2009\u202f][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?)(?![.,'’][0-9])"
    r"|(?P<slipped>(?:(?<=[$£€])|(?<=[$£€] ))[0-9]{1,3}, [0-9]{3}(?![0-9]|[.,][0-9]))"
    r"|[0-9]{1,3}[ -][1-9]/[2-9](?![0-9/])"
    r"|[0-9]+ ?[½¼¾]"
    r"|[0-9](?:[0-9.,'’]*[0-9])?"
    r"|[½¼¾]"
)
# A bare character class lets the engine skip to the next digit; look-behinds would be tried at every letter.
_DIGIT = re.compile(r"[0-9½¼¾]")
_PLAIN = re.compile(r"[0-9]+\Z")
_DECIMAL = re.compile(r"([0-9]*)\.([0-9]+)\Z")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}\Z")
_COMMA_GROUPS = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?\Z")
_DOT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?\Z")
_OTHER_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([ '’\xa0\u2009\u202f])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?\Z")
_MIXED = re.compile(r"([0-9]+)[ -]([1-9])/([248])\Z")
_PARTS = re.compile(r"(?:\A|[ -]and[ -])(.+?)(?=[ -]and[ -]|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands in the text.

    Attributes:
        start: First code point.
        end: One past the last code point; for words the scale words are inside, for digits they follow.
        raw: The characters.
        words: The value of a number in words; None for digits, whose value depends on the currency.
        doubtful: Digits with a plain space inside, which may be two numbers ("$10 000", "$23, 336").
        scale: The last scale word of a number in words, which "two to three million" lends to its first number; else 1.
    """

    start: int
    end: int
    raw: str
    words: Decimal | None = None
    doubtful: bool = False
    scale: Decimal = Decimal(1)


def iter_digits(text: str) -> Iterator[Figure]:
    """Yield every run of digits, with the separators inside it."""
    position = 0
    while (digit := _DIGIT.search(text, position)) and (match := _DIGITS.match(text, digit.start())):
        start, position = match.span()
        before = text[start - 1] if start else ""
        if before in (".", ",", "/"):
            ahead = text[start - 2] if start > 1 else ""
            if before == "." and ahead and ahead in "$£€¥" and match[0].isdecimal():
                start -= 1  # "$.5 million"
            elif before != "." or not ahead.isalpha():
                continue  # the tail of something longer: " .5", "1/2"; but not "Rs.500"
        doubtful = match["slipped"] is not None or (match["spaced"] is not None and " " in match[0])
        yield Figure(start, position, text[start:position], None, doubtful)


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
    if match := _MIXED.match(raw):
        return Decimal(match[1]) + Decimal(match[2]) / Decimal(match[3])
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


def scale_words() -> list[str]:
    """Return the scale words and abbreviations, case as given, by their first words."""
    return [word.split(" ")[0] for word in _scales()[1]]


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
    """Patterns and tables of numbers in words.

    Attributes:
        run: A run of number words in a text.
        group: A number below 1000, in normal form: lower case, no "and", fractions as one sign.
        values: Value of each unit and ten, and of "a".
        scales: Value of each scale word.
    """

    run: re.Pattern[str]
    group: re.Pattern[str]
    values: dict[str, int]
    scales: dict[str, int]


@cache
def _number_words() -> _NumberWords:
    raw = load_table("figures")
    units, tens, scales = raw["units"], raw["tens"], raw["word_scales"]
    unit, ten = "|".join(sorted(units, key=len, reverse=True)), "|".join(tens)
    start = (
        r"(?:a[ -])?half[ -]an?|(?:a[ -])?quarter[ -]of[ -]an?|three[ -]quarters[ -]of[ -]an?|an?[ -]half|half"
        rf"|an?(?=[ -](?:hundred|{'|'.join(scales)}))|{ten}|{unit}"
    )
    inside = (
        r"and[ -]an?[ -](?:half|quarter)(?![ -](?:of|an?)[ -])|and[ -]three[ -]quarters(?![ -]of)|point"
        rf"|(?:and[ -])?(?:{ten}|{unit}|hundred|{'|'.join(scales)})"
    )
    return _NumberWords(
        run=re.compile(rf"(?<![\w-])(?:{start})(?:[ -](?:{inside})(?![^\W_]))*(?![^\W_])", re.IGNORECASE),
        group=re.compile(
            rf"(?:(?P<hundreds>an?|{ten}|{unit}) hundred\b ?)?(?:(?P<tens>{ten})\b ?)?(?:(?P<units>an?|{unit})\b ?)?"
            rf"(?:(?P<fraction>[½¼¾])|point (?P<decimals>(?:(?:{unit}) ?)+))?\Z"
        ),
        values=units | tens | {"a": 1, "an": 1},
        scales=scales,
    )


def iter_word_numbers(text: str) -> Iterator[Figure]:
    """Yield every number in words that has a value of its own: "five hundred million", "half a billion", "a thousand".

    Vague ones ("tens of millions", "a few hundred", "several million") and a bare "a" are not numbers.
    """
    for match in _number_words().run.finditer(text):
        figure = _word_figure(match[0], match.start())
        if figure is not None:
            yield figure
            continue
        # "between five and six million": no number as a whole, but two that `and` joins.
        for part in _PARTS.finditer(match[0]):
            figure = _word_figure(part[1], match.start() + part.start(1))
            if figure is not None:
                yield figure


def _word_figure(raw: str, start: int) -> Figure | None:
    """Read number words: groups below 1000 between scale words, which must fall ("two million five thousand")."""
    table = _number_words()
    total = Decimal(0)
    last: int | None = None
    group: list[str] = []
    for word in _normal_words(raw):
        scale = table.scales.get(word)
        if scale is None:
            group.append(word)
            continue
        value = _group_value(" ".join(group))
        if value and (last is None or scale < last):
            total += value * scale
        elif not group and last is not None and last < scale:
            total *= scale  # "five hundred thousand million"
        else:
            return None
        last, group = scale, []
    if group:
        value = _group_value(" ".join(group))
        if value is None or (last is None and group[0] in ("a", "an", *_VULGAR) and len(group) == 1):
            return None
        total += value
    return Figure(start, start + len(raw), raw, total, scale=Decimal(1 if last is None or group else last))


def _group_value(group: str) -> Decimal | None:
    """Return the value of a number below 1000 in normal form, None where it is none."""
    table = _number_words()
    match = table.group.match(group)
    if not group or match is None:
        return None
    values = table.values
    ones = values.get(match["units"] or "", 0)
    if match["tens"] and ones > 9:
        return None
    value = Decimal(values.get(match["hundreds"] or "", 0) * 100 + values.get(match["tens"] or "", 0) + ones)
    if match["fraction"]:
        value += _VULGAR[match["fraction"]]
    if match["decimals"]:
        value += Decimal("0." + "".join(str(values[digit]) for digit in match["decimals"].split()))
    return value


_FRACTIONS = (
    ("three quarters of a ", "¾ "),
    ("a quarter of a ", "¼ "),
    ("quarter of a ", "¼ "),
    ("a half a ", "½ "),
    ("half a ", "½ "),
    ("and a half ", "½ "),
    ("and a quarter ", "¼ "),
    ("and three quarters ", "¾ "),
    ("a half ", "½ "),
    ("half ", "½ "),
)


def _normal_words(raw: str) -> list[str]:
    """Return number words in lower case, without "and", each spoken fraction as one sign."""
    text = raw.lower().replace("-", " ") + " "
    for spoken, sign in _FRACTIONS:
        text = text.replace(spoken, sign)
    return [word for word in text.split() if word != "and"]
