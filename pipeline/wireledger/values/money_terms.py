"""Read one term of a sum: a figure with the currency before or behind it and its scale word.

Comes in: text and the place of a figure. Goes out: a `Term`, or None where the figure is part of something else. Does
not know ranges and qualifiers (see `money.py`); a term without a currency may still be the lower end of a range.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from wireledger.values.currencies import STORY_DOLLAR, Currency, currency_table
from wireledger.values.figures import Figure, digits_value, is_grouped, scale_at, scale_words
from wireledger.values.tables import load_table


@dataclass(frozen=True, slots=True)
class Term:
    """One figure with its currency and scale, before it is known whether it belongs to a range.

    Attributes:
        start: Where the currency before it starts, or the figure itself.
        end: Where the currency behind it ends, or the scale, or the figure.
        figure: The figure.
        scale: What the scale word multiplies by; 1 without one.
        before: The currency before the figure.
        behind: The currency behind the figure.
    """

    start: int
    end: int
    figure: Figure
    scale: Decimal
    before: Currency | None
    behind: Currency | None

    @property
    def currency(self) -> Currency | None:
        """The currency of the sum; "$5 million Canadian" is said by the one behind."""
        if self.before is not None and self.behind is not None and self.before.code == STORY_DOLLAR:
            return self.behind
        return self.before or self.behind

    @property
    def is_scaled(self) -> bool:
        """Whether the figure has a scale word."""
        return self.scale != 1 or self.figure.scale != 1

    def number(self, currency: Currency) -> Decimal | None:
        """Return the figure without its scale word, None where its grouping makes no sense."""
        if self.figure.words is not None:
            return self.figure.words / self.figure.scale
        return digits_value(self.figure.raw, dot_groups=currency.dot_groups, scaled=self.scale != 1)


@cache
def word_sets() -> dict[str, frozenset[str]]:
    """Return the plain word lists of `resources/money.yaml` by name."""
    return {name: frozenset(words.split()) for name, words in load_table("money").items() if isinstance(words, str)}


_SIGNED = re.compile(r"(?:(?<![^\W\d_])([^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_]))*)\.?(\s?))?([^\w\s.,;:()'\"/-])\s?\Z")
_LETTERS = re.compile(r"(?<![\w.&-])([^\W\d_]{1,5})\.?\s?-?\Z")
# "5 million 300 thousand"; and "5 and a half million": what follows is the rest of a number that began before.
_NUMBER_BEFORE = re.compile(r"(?:illion|ousand|undred|[0-9](?:bn|mn|m|k))\s\Z", re.IGNORECASE)
_ODD_SCALE = re.compile(r"[\s-](?:[bmtz]|tr|quadr|gaz)il+[iyh]?[oõ]", re.IGNORECASE)
_AND_BEFORE = re.compile(r"[0-9] and\s\Z")
_MONTH_BEFORE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\Z")
_GROUP_END = re.compile(r"\s*(?:[.;:)\]]|\Z|\s(?:in|for|to|as|from|on|civil)\b)")


def term_at(text: str, figure: Figure, floor: int) -> Term | None:
    """Read the currency before, the scale and the currency behind; None where the figure can't be part of a sum."""
    if not _may_be_sum(text, figure, floor):
        return None
    start, before = _currency_before(text, figure.start, floor)
    end, scale = figure.end, Decimal(1)
    if figure.words is None:
        scaled = scale_at(text, end)
        if scaled is not None:
            end, scale = scaled
    if before is not None and before.guarded and scale == 1 and not is_grouped(figure.raw):
        start, before = figure.start, None
    end, behind = _currency_behind(text, end, figure, scale, before)
    term = Term(start, end, figure, scale, before, behind)
    return None if _is_unreadable(text, term) else term


_NEXT_WORD = re.compile(r"[\s-]?\s?([^\W\d_]*)")


@cache
def _next_words() -> frozenset[str]:
    """Return the first words, in lower case, of all that may follow a figure of a sum, or join it to one."""
    table = currency_table()
    names = {re.split(r"[ .]", name)[0] for name in table.names}
    abbreviations = {letters.lower() for letters in table.abbreviations}
    return frozenset(names | abbreviations | {word.lower() for word in scale_words()} | {"to", "and", "or", "u"})


def _may_be_sum(text: str, figure: Figure, floor: int) -> bool:
    """Tell quickly whether a look at the neighbours of a figure is worth while; most figures count people and years."""
    table = currency_table()
    start = figure.start
    if start > floor:
        tail = text[max(floor, start - 8) : start].rstrip()
        last = tail[-1:]
        words = tail.strip(" .-(\"“‘'").split()
        if last in table.signs or (words and words[-1] in table.abbreviations):
            return True
        if last.isalpha() and (last.isupper() or text[start - 1].isalpha()):
            return True
    match = _NEXT_WORD.match(text, figure.end)
    word = match[1] if match else ""
    if word:
        return word.lower() in _next_words()
    following = text[figure.end : figure.end + 2]
    return following[:1] in "-–—" or following.strip()[:1] in table.signs


def term_after_dash(text: str, figure: Figure) -> Term | None:
    """Read a figure whose left neighbour is the dash of a range."""
    end, scale = figure.end, Decimal(1)
    scaled = scale_at(text, end) if figure.words is None else None
    if scaled is not None:
        end, scale = scaled
    end, behind = _currency_behind(text, end, figure, scale, None)
    return Term(figure.start, end, figure, scale, None, behind)


def _is_unreadable(text: str, term: Term) -> bool:
    """Tell whether what stands around a figure makes its value, or its being a sum, uncertain."""
    start = term.figure.start
    if term.before is None and start:
        last = text[start - 1]
        # A part of something longer: "x5", "1/2", "Covid-19", and the tail of "1 million five hundred thousand".
        if last.isalpha() or last in "/#_" or (last == "-" and text[max(0, start - 2)].isalpha()):
            return True
        if _NUMBER_BEFORE.search(text, max(0, start - 14), start):
            return True
        if term.figure.raw[:1] in "ah" and _AND_BEFORE.search(text, max(0, start - 7), start):
            return True
    if term.scale == 1 and term.behind is None and term.figure.words is None:
        # "$1.5tr", "$5 milion", "NOK1V.HE", "$100s": whatever this scales by, it isn't one.
        following = text[term.figure.end : term.figure.end + 1]
        if following.isalpha() or _ODD_SCALE.match(text, term.figure.end):
            return True
    if not term.figure.doubtful:
        return False
    if _MONTH_BEFORE.search(text, max(0, start - 11), start):
        return True
    # "$10 000" is a sum where the phrase ends or a name follows; "$5 300 people" is unclear.
    return term.behind is None and term.scale == 1 and not _GROUP_END.match(text, term.end)


def _currency_before(text: str, start: int, floor: int) -> tuple[int, Currency | None]:
    """Return where a currency that ends at `start` begins, and the currency; (start, None) where there is none."""
    if start == floor:
        return start, None
    last = text[start - 1]
    if last.isspace() and start - 1 > floor:
        last = text[start - 2]
    table = currency_table()
    if last in table.signs:
        return _sign_before(text, start, floor)
    if not (last.isalpha() or last in ".-"):
        return start, None
    match = _LETTERS.search(text, max(floor, start - 8), start)
    if match is None:
        return start, None
    currency = table.abbreviations.get(match[1])
    # Single letters are glued to their figure ("R5m"); apart they are initials and articles.
    if currency is None or (len(match[1]) == 1 and match.end(1) != start):
        return start, None
    return match.start(), currency


def _sign_before(text: str, start: int, floor: int) -> tuple[int, Currency | None]:
    """Read `$`, `US$`, `US $`, `HK$ ` before a figure; unknown capitals on a sign leave it without a currency."""
    table = currency_table()
    match = _SIGNED.search(text, max(floor, start - 10), start)
    if match is None:
        return start, None
    letters, gap, sign = match[1], match[2], match[3]
    if letters:
        signed = table.signed.get((letters, sign))
        # "US $5" is one currency, the "A" of "A $5 million fine" an article.
        if signed is not None and (not gap or len(letters) > 1):
            return match.start(), signed
        if not gap and letters[-1].isupper():
            return start, None
    return match.start(3), table.signs[sign]


_NAME = re.compile(
    r"[\s-]?([^\W\d_]+(?:\.[^\W\d_]+\.?)?)(?:[\s-]([^\W\d_]+))?(?:[\s-]([^\W\d_]+))?(?:[\s-]([^\W\d_]+))?(?:[\s-]([^\W\d_]+))?"
)
# A dollar sign mostly begins a sum; it ends one in "500$" and, in tables, "6,045.52 $", but not in "in 2015 $5".
_SIGN_BEHIND = re.compile(
    r"\s?([€£₽₹₩₺₪₴₦₱฿₫₸₾₼元¥]|(?<=[0-9mkbnM])\$)(?!\s*[0-9])|\s((?<=\.[0-9][0-9]\s)\$)(?!\s*[0-9])"
)
_CLOSED = re.compile(r"\s*(?:[.,;:)\]]|\Z)|\s+([a-z]+)\b")


def _currency_behind(
    text: str, position: int, figure: Figure, scale: Decimal, before: Currency | None
) -> tuple[int, Currency | None]:
    """Return where a currency that starts at `position` ends, and the currency; (position, None) for none."""
    table = currency_table()
    scaled = scale != 1 or figure.scale != 1
    sign = _SIGN_BEHIND.match(text, position) if before is None else None
    if sign is not None:
        return sign.end(), table.signs[sign[1] or sign[2]]
    match = _NAME.match(text, position)
    if match is None:
        return position, None
    words = [word for word in match.groups() if word is not None]
    for n_words in range(min(len(words), table.max_words), 0, -1):
        currency = table.names.get(" ".join(words[:n_words]).lower())
        if currency is None:
            continue
        end = match.end(n_words)
        hyphen = text[match.end(n_words - 1) if n_words > 1 else position : match.start(n_words)] == "-"
        if before is not None and not _agree(before, currency):
            return position, None
        if _is_sum_of(
            text, end, figure, scaled, currency, words[n_words - 1], hyphen or text[position : position + 1] == "-"
        ):
            return end, currency
        return position, None
    return _code_behind(text, position, match, scaled, before)


def _code_behind(
    text: str, position: int, match: re.Match[str], scaled: bool, before: Currency | None
) -> tuple[int, Currency | None]:
    """Read "EUR", "NIS", "zł", or the "Canadian" of "$5 million Canadian" behind a figure."""
    table = currency_table()
    word, end = match[1], match.end(1)
    if before is not None and before.code == STORY_DOLLAR and word in table.behind_dollars:
        closed = _CLOSED.match(text, end)
        if closed and (closed[1] is None or closed[1] in word_sets()["closers"]):
            return end, table.behind_dollars[word]
    currency = table.abbreviations.get(word)
    # "5 million P" and "3 Fr" are no sums; three letters and more, or a special character, are.
    if currency is None or (len(word) < 3 and word.isascii() and word != "kr") or (currency.guarded and not scaled):
        return position, None
    if before is not None and not _agree(before, currency):
        return position, None
    return end, currency


def _agree(before: Currency, behind: Currency) -> bool:
    """Tell whether "US$5 million dollars" names one currency twice; "£5 million euros" doesn't."""
    return before.code == behind.code or STORY_DOLLAR in (before.code, behind.code)


_HYPHENED = re.compile(r"[\s-]([^\W\d_]+)")
_OF = re.compile(r"\s+of\s+(?:(?:the|its|his|their|her|such|these|those|all|U\.S\.|EU)\s+)*([^\W\d_]+)")


def _is_sum_of(
    text: str, end: int, figure: Figure, scaled: bool, currency: Currency, word: str, hyphened: bool
) -> bool:
    """Tell whether a figure before a currency's name is money, not a weight, a verb, or a figure of speech."""
    if currency.guarded and (not word.islower() or not (scaled or is_grouped(figure.raw))):
        return False
    if figure.raw in ("a", "an"):
        return False
    if currency.singular:
        following = _HYPHENED.match(text, end)
        if following and following[1].lower() in word_sets()["compounds"]:
            return False
        if hyphened and figure.raw[:2].lower() in ("a ", "a-", "an"):
            # "a million-dollar question"; but "a half-million-dollar fine" is a sum
            return "half" in figure.raw.lower()
        if (
            not hyphened
            and not scaled
            and figure.raw not in ("1", "one", "One")
            and currency.code not in ("EUR", "JPY")
        ):
            return False
    if currency.divisor != 1 and not word.islower():
        return False  # "50 Cent" sings
    return currency.noun != "pound" or not _is_weight(text, end, figure, scaled, word, hyphened)


def _is_weight(text: str, end: int, figure: Figure, scaled: bool, word: str, hyphened: bool) -> bool:
    """Tell whether "pounds" are mass or force: "500 pounds of marijuana", "a 200-pound man", "weighed 900 pounds"."""
    words = word_sets()
    of = _OF.match(text, end)
    if of:
        return of[1].lower() not in words["pounds_of"]
    following = _HYPHENED.match(text, end)
    if following and following[1].lower() in words["weights_behind"]:
        return True
    if scaled:
        return False
    if hyphened or word.lower() == "pound":
        return True
    before = re.findall(r"[^\W\d_]+", text[max(0, figure.start - 30) : figure.start].lower())
    return any(other in words["weighing"] for other in before[-4:])
