"""The words that a person gave -> the value of a slot, normalised by `values/`.

In: a story, a record, what was given. Out: the fields of the record that change. What the words cannot mean is refused
with what would be allowed; a slot that must be verbatim takes words that stand in the story alone.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args

from wireledger.errors import ReviewError
from wireledger.records import ACTIONS, STATUSES, Amount, Authority, Measure, Record, TargetType
from wireledger.review.given import Given
from wireledger.review.keys import TARGET_SLOTS
from wireledger.story import Story
from wireledger.values.authorities import clean_authority
from wireledger.values.countries import clean_country, find_countries
from wireledger.values.dates import clean_date, find_dates
from wireledger.values.figures import iter_word_numbers
from wireledger.values.money import clean_money

Changes = dict[str, Any]
Filler = Callable[[Story, Record, Given], Changes]

CHOICES: dict[str, tuple[str, ...]] = {
    "action": ACTIONS,
    "status": STATUSES,
    "type": get_args(TargetType),
    "measures": get_args(Measure),
    "background": ("no", "yes"),
}
LISTS = ("authority", "nationality", "aliases", "measures")
_ALPHA_2 = re.compile(r"[A-Z]{2}")


def put(record: Record, **values: Any) -> Changes:
    """Return the changes that put values into slots, wherever the record keeps them."""
    of_target = {slot: value for slot, value in values.items() if slot in TARGET_SLOTS}
    changes = {slot: value for slot, value in values.items() if slot not in TARGET_SLOTS}
    return changes | ({"target": record.target.model_copy(update=of_target)} if of_target else {})


def values_of(record: Record, slot: str) -> tuple[Any, ...]:
    """Return the values of a slot that may have several."""
    values: tuple[Any, ...] = getattr(record.target if slot in TARGET_SLOTS else record, slot)
    return values


def country_codes(text: str) -> tuple[str, ...]:
    """Return the countries that the words name, in order, without repeats."""
    if _ALPHA_2.fullmatch(text):
        return (text,) if clean_country(text) or text in ("EU", "UN", "XK") else ()
    one = clean_country(text)
    found = (one,) if one else (code for hit in find_countries(text) for code in hit.value.codes)
    return tuple(dict.fromkeys(found))


def _choice(slot: str) -> Filler:
    def fill(story: Story, record: Record, value: Given) -> Changes:
        choice = value.text.lower().replace(" ", "_")
        if choice not in CHOICES[slot]:
            raise ReviewError(f"'{value.text}' is no {slot}; allowed: {', '.join(CHOICES[slot])}.")
        if slot == "background":
            return {"background": choice == "yes"}
        if slot == "measures":  # chosen again, a measure goes
            rest = tuple(measure for measure in record.measures if measure != choice)
            return {"measures": rest if choice in record.measures else (*rest, choice)}
        return put(record, **{slot: choice})

    return fill


def _verbatim(slot: str) -> Filler:
    def fill(story: Story, record: Record, value: Given) -> Changes:
        _must_stand(value)
        return put(record, name=value.text, count=None) if slot == "target" else put(record, **{slot: value.text})

    return fill


def _aliases(story: Story, record: Record, value: Given) -> Changes:
    _must_stand(value)
    if value.text in record.target.aliases:
        raise ReviewError(f"'{value.text}' is an alias of this target already.")
    return put(record, aliases=(*record.target.aliases, value.text))


def _authority(story: Story, record: Record, value: Given) -> Changes:
    _must_stand(value)
    if any(body.name == value.text for body in record.authority):
        raise ReviewError(f"'{value.text}' is among the authorities already.")
    body = clean_authority(value.text)
    country = body.country if body else next(iter(country_codes(value.text)), None)
    made = Authority(name=value.text, id=body.id if body else None, country=country)
    return {"authority": (*record.authority, made)}


def _nationality(story: Story, record: Record, value: Given) -> Changes:
    codes = country_codes(value.text)
    if not codes:
        raise ReviewError(f"'{value.text}' names no country; select its name or demonym, or type an ISO code (IR).")
    new = tuple(code for code in codes if code not in record.target.nationality)
    if not new:
        raise ReviewError(f"{', '.join(codes)} is among the nationalities already.")
    return put(record, nationality=(*record.target.nationality, *new))


def _amount(story: Story, record: Record, value: Given) -> Changes:
    money = clean_money(value.text)
    if money is None:
        raise ReviewError(f"'{value.text}' is not one sum of money; select a sum with its currency: $11 million.")
    scope = record.amount.scope if record.amount else "action"
    made = Amount(value=money.value, currency=money.currency, text=value.text, qualifier=money.qualifier, scope=scope)
    return {"amount": made}


def _date(story: Story, record: Record, value: Given) -> Changes:
    found = find_dates(value.text, story.published)
    date = found[0].value.iso if len(found) == 1 else clean_date(value.text, story.published)
    if date is None:
        hint = "" if story.published else " The story has no date of its own, so weekdays cannot be resolved."
        raise ReviewError(f"'{value.text}' is not one date; select a date, or type 2019-05-14, 2019-05 or 2019.{hint}")
    return {"date": date}


def _count(story: Story, record: Record, value: Given) -> Changes:
    words = [*iter_word_numbers(value.text)]
    number: Decimal | None = None
    if (digits := value.text.replace(",", "")).isascii() and digits.isdecimal() and len(digits) < 10:
        number = Decimal(digits)
    elif len(words) == 1:
        number = words[0].words
    if number is None or number != int(number) or not 1 <= number < 10**9:
        raise ReviewError(f"'{value.text}' is no number of members; type it in digits.")
    return put(record, count=int(number), name=None)


def _must_stand(value: Given) -> None:
    if value.span is None:
        raise ReviewError(
            f"'{value.text}' stands neither in the text nor in the title; this slot takes the story's own words."
        )


FILLERS: dict[str, Filler] = {
    "action": _choice("action"),
    "status": _choice("status"),
    "background": _choice("background"),
    "authority": _authority,
    "target": _verbatim("target"),
    "type": _choice("type"),
    "role": _verbatim("role"),
    "nationality": _nationality,
    "aliases": _aliases,
    "count": _count,
    "amount": _amount,
    "asset": _verbatim("asset"),
    "measures": _choice("measures"),
    "program": _verbatim("program"),
    "reason": _verbatim("reason"),
    "date": _date,
}
"""By slot, in the order of the page."""
