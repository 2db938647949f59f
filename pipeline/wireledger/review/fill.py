"""A person's word for a slot -> the record with that slot filled, normalised at once by `values/`.

In: a record, its story, a slot, and what was selected or typed. Out: a new record. What the text cannot mean is refused
with what would be allowed; a value that must be verbatim has to stand in the story.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast, get_args

from pydantic import ValidationError

from wireledger.errors import ReviewError
from wireledger.records import Action, Amount, Authority, Evidence, Measure, Record, SpanRef, Status, Target, TargetType
from wireledger.segment import split_sentences
from wireledger.spans import Field, Span
from wireledger.story import Story
from wireledger.values.authorities import clean_authority
from wireledger.values.countries import clean_country, find_countries
from wireledger.values.dates import clean_date, find_dates
from wireledger.values.figures import iter_word_numbers
from wireledger.values.money import clean_money
from wireledger.values.names import looks_like_organization, looks_like_person

CHOICES: dict[str, tuple[str, ...]] = {
    "action": get_args(Action),
    "status": get_args(Status),
    "type": get_args(TargetType),
    "measures": get_args(Measure),
    "background": ("no", "yes"),
}
_ALPHA_2 = re.compile(r"[A-Z]{2}")
_LISTS = ("authority", "nationality", "aliases", "measures")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave for a slot: the words, and where they stand if they were selected."""

    text: str
    span: Span | None = None


def given(story: Story, text: str | None, span: Span | None) -> Given:
    """Return what was selected or typed; a typed word is looked up in the story.

    Raises:
        ReviewError: The span lies outside the story, or there is nothing in it.
    """
    if span is None:
        words = (text or "").strip()
        place = _place(story, words)
    else:
        content = story.field(span.field)
        if span.end_char > len(content):
            raise ReviewError(
                f"[{span.start_char}, {span.end_char}) lies outside the {span.field}, which has {len(content)} "
                "characters; select the words again."
            )
        start, end = span.start_char, span.end_char
        while start < end and content[start].isspace():
            start += 1
        while end > start and content[end - 1].isspace():
            end -= 1
        place, words = Span(start, end, span.field), content[start:end]
    if not words:
        raise ReviewError("there is nothing in the selection; select or type the words.")
    return Given(words, place)


def fill_slot(story: Story, record: Record, slot: str, value: Given) -> Record:
    """Return `record` with `slot` filled; a slot with several values gets one more.

    Raises:
        ReviewError: There is no such slot, or the words are no value of it.
    """
    fill = _FILLERS.get(slot)
    if fill is None:
        raise ReviewError(f"there is no slot '{slot}'; allowed: {', '.join(_FILLERS)}.")
    changes, name = fill(story, record, value)
    spans = dict(record.spans)
    if slot not in CHOICES and slot not in _LISTS:
        spans.pop(slot, None)
    if value.span is not None and slot not in CHOICES:
        spans[name] = _ref(value.span)
    return _remade(story, record, slot, changes, spans, value.span)


def clear_slot(story: Story, record: Record, slot: str, index: int | None = None) -> Record:
    """Return `record` without the value of `slot`, or without one of its values.

    Raises:
        ReviewError: The slot cannot be empty, or has no such value.
    """
    if slot not in _FILLERS or slot in ("action", "status", "type", "background"):
        raise ReviewError(f"slot '{slot}' cannot be empty; choose another value.")
    spans = {key: ref for key, ref in record.spans.items() if key.split(".")[0] != slot}
    changes: dict[str, Any]
    if slot in _LISTS:
        values = list(_values(record, slot))
        if index is None:
            values = []
        elif not 0 <= index < len(values):
            raise ReviewError(f"slot '{slot}' has no value number {index + 1}.")
        else:
            del values[index]
            spans |= _renumbered(record, slot, index)
        changes = _target(record, **{slot: tuple(values)}) if slot in ("nationality", "aliases") else {slot: values}
    elif slot == "target":
        changes = _target(record, name=None)
        spans |= {"target": record.spans["target"]} if "target" in record.spans else {}
    else:
        changes = _target(record, **{slot: None}) if slot in ("role", "count") else {slot: None}
    return _remade(story, record, slot, changes, spans, None)


def new_record(story: Story, target: Given, neighbours: Sequence[Record]) -> Record:
    """Return a record for a target that was missed.

    Whatever is the action's rather than the target's is taken from the nearest record of the story: most missed targets
    are members of a list of which another member was found. With no neighbour it is an imposed designation.

    Raises:
        ReviewError: The words were typed and stand nowhere in the story.
    """
    place = target.span
    if place is None:
        raise ReviewError(f"'{target.text}' stands neither in the text nor in the title; select the target's words.")
    sentence = _sentence(story, place)
    near = min(neighbours, key=lambda record: _distance(record, place), default=None)
    spans = {"target": _ref(place)}
    shared: dict[str, Any] = {"action": "designation", "status": "imposed", "background": False}
    if near is not None:
        names = ("action", "status", "background", "authority", "measures", "program", "reason", "date")
        shared = {name: getattr(near, name) for name in names}
        spans |= {key: ref for key, ref in near.spans.items() if key.split(".")[0] in names}
        if near.amount is not None and near.amount.scope == "action":
            shared["amount"] = near.amount
            spans |= {key: ref for key, ref in near.spans.items() if key == "amount"}
    evidence = {(e.field, e.start): e for e in (near.evidence if near else ())} | {
        (sentence.field, sentence.start): sentence
    }
    key = f"{story.title}\0{story.text}\0{place}"
    return Record(
        record_id=f"reviewed-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}",
        story_id=story.id, url=story.url, publisher=story.publisher, published=story.published,
        target=Target(name=target.text, type=_type_of(target.text),
                      nationality=_codes(target.text) if _type_of(target.text) == "country" else ()),
        evidence=tuple(evidence[at] for at in sorted(evidence, key=lambda at: (at[0] != "title", at[1]))),
        spans=spans, confidence=1.0, slot_confidence={}, method={}, **shared,
    )  # fmt: skip


def _fill_choice(name: str) -> Callable[[Story, Record, Given], tuple[dict[str, Any], str]]:
    def fill(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
        choice = value.text.lower().replace(" ", "_")
        if choice not in CHOICES[name]:
            raise ReviewError(f"'{value.text}' is no {name}; allowed: {', '.join(CHOICES[name])}.")
        if name == "background":
            return {"background": choice == "yes"}, name
        if name == "measures":
            rest = tuple(measure for measure in record.measures if measure != choice)
            return {"measures": rest if choice in record.measures else (*rest, choice)}, name
        return _target(record, type=choice) if name == "type" else {name: choice}, name

    return fill


def _fill_verbatim(name: str) -> Callable[[Story, Record, Given], tuple[dict[str, Any], str]]:
    def fill(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
        _must_stand(value)
        if name == "target":
            return _target(record, name=value.text, count=None), "target"
        if name == "aliases":
            if value.text in record.target.aliases:
                raise ReviewError(f"'{value.text}' is an alias of this target already.")
            return _target(
                record, aliases=(*record.target.aliases, value.text)
            ), f"aliases.{len(record.target.aliases)}"
        return _target(record, role=value.text) if name == "role" else {name: value.text}, name

    return fill


def _fill_authority(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
    _must_stand(value)
    if any(body.name == value.text for body in record.authority):
        raise ReviewError(f"'{value.text}' is among the authorities already.")
    body = clean_authority(value.text)
    country = body.country if body else next(iter(_codes(value.text)), None)
    made = Authority(name=value.text, id=body.id if body else None, country=country)
    return {"authority": (*record.authority, made)}, f"authority.{len(record.authority)}"


def _fill_nationality(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
    codes = _codes(value.text)
    if not codes:
        raise ReviewError(f"'{value.text}' names no country; select its name or demonym, or type an ISO code (IR).")
    new = tuple(code for code in codes if code not in record.target.nationality)
    if not new:
        raise ReviewError(f"{', '.join(codes)} is among the nationalities already.")
    return _target(
        record, nationality=(*record.target.nationality, *new)
    ), f"nationality.{len(record.target.nationality)}"


def _fill_amount(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
    money = clean_money(value.text)
    if money is None:
        raise ReviewError(f"'{value.text}' is not one sum of money; select a sum with its currency: $11 million.")
    scope = record.amount.scope if record.amount else "action"
    made = Amount(value=money.value, currency=money.currency, text=value.text, qualifier=money.qualifier, scope=scope)
    return {"amount": made}, "amount"


def _fill_date(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
    found = find_dates(value.text, story.published)
    date = found[0].value.iso if len(found) == 1 else clean_date(value.text, story.published)
    if date is None:
        hint = "" if story.published else " The story has no date of its own, so weekdays cannot be resolved."
        raise ReviewError(f"'{value.text}' is not one date; select a date, or type 2019-05-14, 2019-05 or 2019.{hint}")
    return {"date": date}, "date"


def _fill_count(story: Story, record: Record, value: Given) -> tuple[dict[str, Any], str]:
    words = [*iter_word_numbers(value.text)]
    number: Decimal | None = None
    if (digits := value.text.replace(",", "")).isascii() and digits.isdecimal() and len(digits) < 10:
        number = Decimal(digits)
    elif len(words) == 1:
        number = words[0].words
    if number is None or number != int(number) or not 1 <= number < 10**9:
        raise ReviewError(f"'{value.text}' is no number of members; type it in digits.")
    return _target(record, count=int(number), name=None), "count"


_FILLERS: dict[str, Callable[[Story, Record, Given], tuple[dict[str, Any], str]]] = {
    "action": _fill_choice("action"),
    "status": _fill_choice("status"),
    "background": _fill_choice("background"),
    "authority": _fill_authority,
    "target": _fill_verbatim("target"),
    "type": _fill_choice("type"),
    "role": _fill_verbatim("role"),
    "nationality": _fill_nationality,
    "aliases": _fill_verbatim("aliases"),
    "count": _fill_count,
    "amount": _fill_amount,
    "asset": _fill_verbatim("asset"),
    "measures": _fill_choice("measures"),
    "program": _fill_verbatim("program"),
    "reason": _fill_verbatim("reason"),
    "date": _fill_date,
}
SLOTS = tuple(_FILLERS)
"""Every slot that a person can fill, in the order of the page."""


def _remade(
    story: Story, record: Record, slot: str, changes: dict[str, Any], spans: dict[str, SpanRef], place: Span | None
) -> Record:
    """Return the record with changes; what a person filled has no method and is sure."""
    row = dict(record) | changes
    row["spans"] = spans
    name = "target" if slot == "count" else slot
    gone = {slot, name}
    row["method"] = {key: method for key, method in record.method.items() if key not in gone}
    row["slot_confidence"] = {key: c for key, c in record.slot_confidence.items() if key not in gone}
    if place is not None and slot not in CHOICES:
        row["evidence"] = _with_sentence(story, record.evidence, place)
    try:
        return Record.model_validate(row)
    except ValidationError as error:
        raise ReviewError(f"slot '{slot}': {error.errors()[0]['msg']}.") from error


def _with_sentence(story: Story, evidence: tuple[Evidence, ...], place: Span) -> tuple[Evidence, ...]:
    """Verbatim values stand in the sentences that are cited (RECORDS.md, rule 17)."""
    if any(e.field == place.field and e.start <= place.start_char and place.end_char <= e.end for e in evidence):
        return evidence
    sentence = _sentence(story, place)
    rest = tuple(e for e in evidence if (e.field, e.start) != (sentence.field, sentence.start))
    return tuple(sorted((*rest, sentence), key=lambda e: (e.field != "title", e.start)))


def _sentence(story: Story, place: Span) -> Evidence:
    content = story.field(place.field)
    if place.field == "title":
        return Evidence(start=0, end=len(content), field="title", text=content)
    hit = [span for span in split_sentences(content) if span.overlaps(place)]
    start = min(hit[0].start_char, place.start_char) if hit else place.start_char
    end = max(hit[-1].end_char, place.end_char) if hit else place.end_char
    return Evidence(start=start, end=end, field="text", text=content[start:end])


def _place(story: Story, words: str) -> Span | None:
    fields: tuple[Field, ...] = ("text", "title")
    for field in fields:
        at = story.field(field).find(words) if words else -1
        if at >= 0:
            return Span(at, at + len(words), field)
    return None


def _must_stand(value: Given) -> None:
    if value.span is None:
        raise ReviewError(
            f"'{value.text}' stands neither in the text nor in the title; this slot takes the story's own words."
        )


def _codes(text: str) -> tuple[str, ...]:
    if _ALPHA_2.fullmatch(text):
        return (text,) if clean_country(text) or text in ("EU", "UN", "XK") else ()
    one = clean_country(text)
    found = (one,) if one else (code for hit in find_countries(text) for code in hit.value.codes)
    return tuple(dict.fromkeys(found))


def _type_of(name: str) -> TargetType:
    if clean_country(name):
        return "country"
    return "person" if looks_like_person(name) and not looks_like_organization(name) else "organization"


def _values(record: Record, slot: str) -> Sequence[Any]:
    holder = record.target if slot in ("nationality", "aliases") else record
    return cast(Sequence[Any], getattr(holder, slot))


def _renumbered(record: Record, slot: str, without: int) -> dict[str, SpanRef]:
    spans = {}
    for key, ref in record.spans.items():
        name, _, number = key.partition(".")
        if name == slot and number.isdecimal() and int(number) != without:
            spans[f"{slot}.{int(number) - (int(number) > without)}"] = ref
    return spans


def _target(record: Record, **changes: Any) -> dict[str, Any]:
    return {"target": record.target.model_copy(update=changes)}


def _distance(record: Record, place: Span) -> int:
    ref = record.spans.get("target") or record.evidence[0]
    return abs(ref.start - place.start_char) + (10**9 if ref.field != place.field else 0)


def _ref(span: Span) -> SpanRef:
    return SpanRef(start=span.start_char, end=span.end_char, field=span.field)
