"""Text -> sums of money: `Money`, with the amount as `Decimal`, its ISO 4217 code, and how exact the text says it is.

Comes in: any string, and the dollar that a bare "$" means in this story. Goes out: `Found[Money]`, whose span covers
the sum and its qualifier words ("more than $11 million"), since records keep them. Does not convert between currencies,
and does not read what is not a sum: "tens of millions of dollars", "a million-dollar question", bitcoin, percentages.

Every figure is read with what stands around it: a sign or a code before, a scale word behind, a currency's name or code
behind that, a second figure of a range, qualifiers on either side. What could be off by a power of ten is left out.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from wireledger.spans import Found
from wireledger.values.currencies import STORY_DOLLAR, Currency, currency_nouns
from wireledger.values.figures import Figure, iter_digits, iter_word_numbers
from wireledger.values.money_terms import Term, term_after_dash, term_at, word_sets
from wireledger.values.tables import load_table

Qualifier = Literal["exact", "about", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money.

    Attributes:
        value: In units of the currency (11000000, not 11 million); the lower end of a range.
        currency: ISO 4217, or None where the words don't settle it ("5 million pesos").
        qualifier: `at_least` ("more than"), `at_most` ("up to"), `about` ("nearly") or `exact`.
        high: Upper end of a range ("$5-10 million"), else None.
    """

    value: Decimal
    currency: str | None
    qualifier: Qualifier = "exact"
    high: Decimal | None = None


def find_money(text: str, *, dollar: str = "USD") -> list[Found[Money]]:
    """Return the sums of money in `text`, in order.

    Args:
        text: Any text, best a sentence; offsets count its code points.
        dollar: ISO 4217 code of the dollar that "$", "dollars" and "cents" mean where nothing else is said.

    Returns:
        Sums with the span of each, qualifier words included; never overlapping.
    """
    figures = _figures(text)
    found: list[Found[Money]] = []
    floor = index = 0
    while index < len(figures):
        term = term_at(text, figures[index], floor)
        if term is None:
            index += 1
            continue
        ranged = _range_at(text, term, figures, index)
        result = _ranged_sum(text, term, ranged, floor, dollar) if ranged else _single_sum(text, term, floor, dollar)
        if result is not None:
            found.append(result)
        floor = max(floor, result.end_char if result else term.figure.end)
        index += 2 if ranged else 1
        while index < len(figures) and figures[index].start < floor:
            index += 1
    return found


def clean_money(text: str, *, dollar: str = "USD") -> Money | None:
    """Return the one sum that `text` states, or None where it states none or several.

    Use it on a span that was found before, or on a cell of a table.
    """
    found = find_money(text, dollar=dollar)
    return found[0].value if len(found) == 1 else None


# Numbers in words are looked for only where one of these and the name of a currency stand; the check must be cheap.
_WORD_HINTS = (
    "illion",
    "ousand",
    "undred",
    "dollar",
    "euro",
    "pound",
    "crore",
    "lakh",
    "yen",
    "yuan",
    "rupee",
    "peso",
    "cents",
)
_LETTERS = re.compile(r"[^\W\d_]+")


def _figures(text: str) -> list[Figure]:
    """Return all figures in order, none inside another; digits, and words where words may count money."""
    figures = list(iter_digits(text))
    lower = text.lower()
    for hint in _WORD_HINTS:
        if hint in lower:
            break
    else:
        return figures
    if currency_nouns().isdisjoint(_LETTERS.findall(lower)):
        return figures
    words = list(iter_word_numbers(text))
    return sorted(figures + words, key=lambda figure: figure.start) if words else figures


_DASH = re.compile(r"\s?[-–—]\s?\Z|\s?--\s?\Z")
_RANGE_WORDS = {"to": False, "and": True, "or": False}
_BETWEEN = re.compile(r"\bbetween\s+\Z", re.IGNORECASE)


def _range_at(text: str, low: Term, figures: list[Figure], index: int) -> Term | None:
    """Return the upper end where `low` begins a range, else None."""
    if index + 1 >= len(figures):
        return None
    figure = figures[index + 1]
    if figure.start - low.end > 14:
        return None
    high = term_at(text, figure, low.end)
    if high is None and text[low.end : figure.start] in ("-", "–", "—"):
        # A dash glued to letters ("$5m-10m") makes the second figure look like part of a word.
        high = term_after_dash(text, figure)
    if high is None or (high.currency is None and low.currency is None):
        return None
    between = text[low.end : high.start]
    if low.before is None and low.behind is not None and high.currency is None:
        return None  # "5 million euros to 10 people"
    if high.before is not None and low.currency is None:
        return None  # "in 2019 to $60,000 in 2023"
    if text[high.end : high.end + 1] == "%" or text[high.end : high.end + 8].strip().startswith("percent"):
        return None
    if _DASH.match(between):
        tight = between in ("-", "–", "—")
        return high if tight or high.currency is not None or high.is_scaled else None
    word = between.strip().lower()
    if word == "to":
        if high.currency is None and not high.is_scaled:
            return None
        return None if _is_change(text, low, high) else high
    if word == "and" and _BETWEEN.search(text, max(0, low.start - 12), low.start):
        return high
    if word == "or" and not low.is_scaled and low.currency is None and high.currency is not None:
        return high  # "two or three million dollars"
    return None


def _is_change(text: str, low: Term, high: Term) -> bool:
    """Tell whether "from $5 million to $10 million" tells a change, so that both are sums of their own."""
    if low.currency is None or high.currency is None:
        return False
    words = re.findall(r"[a-z]+", text[max(0, low.start - 60) : low.start].lower())
    return bool(words) and any(word in word_sets()["changes"] for word in words[-7:])


def _ranged_sum(text: str, low: Term, high: Term, floor: int, dollar: str) -> Found[Money] | None:
    """Put a range together; None where its ends don't fit, which may mean a wrong power of ten."""
    currency = _shared_currency(low, high)
    if currency is None:
        return None
    first, last = low.number(currency), high.number(currency)
    if first is None or last is None:
        return None
    last_scale = high.scale * high.figure.scale
    first_scale = low.scale * low.figure.scale
    if not low.is_scaled and high.is_scaled:
        # "$5-10 million" shares the scale word, "$500,000 to $1 million" doesn't, "$900 to $1 million" may.
        if first < last:
            first_scale = last_scale
        elif first < 1000:
            return None
    value, top = first * first_scale / currency.divisor, last * last_scale / currency.divisor
    if value >= top:
        return None
    start, end = low.start, high.end
    between = _BETWEEN.search(text, max(floor, start - 12), start)
    if between:
        start = between.start()
    return _qualified(text, start, end, floor, Money(_tidy(value), _code(currency, dollar), "exact", _tidy(top)))


def _shared_currency(low: Term, high: Term) -> Currency | None:
    """Return the one currency of both ends; None where they differ, or neither has one."""
    first, last = low.currency, high.currency
    if first is None or last is None:
        return first or last
    if first.code == last.code:
        return first
    if STORY_DOLLAR in (first.code, last.code):
        return last if first.code == STORY_DOLLAR else first
    return None


def _single_sum(text: str, term: Term, floor: int, dollar: str) -> Found[Money] | None:
    """Put one term together; None where it has no currency or no value."""
    currency = term.currency
    if currency is None:
        return None
    number = term.number(currency)
    if number is None:
        return None
    value = number * term.scale * term.figure.scale / currency.divisor
    return _qualified(text, term.start, term.end, floor, Money(_tidy(value), _code(currency, dollar)))


def _code(currency: Currency, dollar: str) -> str | None:
    return dollar if currency.code == STORY_DOLLAR else currency.code


def _tidy(value: Decimal) -> Decimal:
    """Drop what multiplying by a scale leaves: 1530000.00 becomes 1530000, 22211.90 stays a number of cents."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


@dataclass(frozen=True, slots=True)
class _Qualifiers:
    before: dict[str, Qualifier]
    last_words: frozenset[str]
    behind: dict[str, Qualifier]
    behind_pattern: re.Pattern[str]


@cache
def _qualifiers() -> _Qualifiers:
    raw = load_table("money")
    behind: dict[str, Qualifier] = raw["qualifiers_behind"]
    before: dict[str, Qualifier] = {phrase: kind for kind, phrases in raw["qualifiers"].items() for phrase in phrases}
    return _Qualifiers(
        before=before,
        last_words=frozenset(phrase.split()[-1] for phrase in before),
        behind=behind,
        behind_pattern=re.compile("(" + "|".join(re.escape(phrase) for phrase in behind) + r")(?!\w)"),
    )


_WORDS_BEFORE = re.compile(r"[^\W\d_][\w.-]*|[~<>]")
_LONGEST_QUALIFIER = 5


def _qualified(text: str, start: int, end: int, floor: int, money: Money) -> Found[Money]:
    """Widen a sum's span over its qualifier words, and note what they say."""
    kinds: list[Qualifier] = []
    while len(kinds) < 3 and (widened := _qualifier_before(text, start, floor)):
        start, kind = widened
        kinds.append(kind)
    behind = _qualifiers().behind_pattern.match(text, end)
    if behind:
        end = behind.end()
        kinds.append(_qualifiers().behind[behind[1]])
    # "at least an estimated $5 million": a bound says more than "about".
    bounds = [kind for kind in kinds if kind != "about"]
    qualifier: Qualifier = bounds[0] if bounds else kinds[0] if kinds else "exact"
    return Found(start, end, Money(money.value, money.currency, qualifier, money.high))


def _qualifier_before(text: str, start: int, floor: int) -> tuple[int, Qualifier] | None:
    """Return where the longest qualifier phrase that ends at `start` begins, and its kind."""
    last = text[max(floor, start - 16) : start].rsplit(maxsplit=1)
    if not last or last[-1].lower().lstrip("(“\"'‘-–—") not in _qualifiers().last_words:
        return None
    tokens = list(_WORDS_BEFORE.finditer(text, max(floor, start - 45), start))[-_LONGEST_QUALIFIER - 1 :]
    if not tokens or text[tokens[-1].end() : start].strip():
        return None
    for n_words in range(min(len(tokens), _LONGEST_QUALIFIER), 0, -1):
        first = tokens[-n_words]
        phrase = " ".join(token[0] for token in tokens[-n_words:]).lower()
        kind = _qualifiers().before.get(phrase)
        if kind is None:
            continue
        topic = tokens[-n_words - 1][0].lower() if len(tokens) > n_words else ""
        if phrase in ("over", "about", "around", "above") and topic in word_sets()["topics"]:
            return None
        return first.start(), kind
    return None
