"""Drafts -> `Record`s: the contract's types, ids, spans and evidence."""

import hashlib
from typing import Literal, cast

from wireledger.annotations import Mention
from wireledger.assemble.drafts import Draft
from wireledger.records import (
    Action,
    Amount,
    Authority,
    Evidence,
    Measure,
    Record,
    SpanRef,
    Status,
    Target,
    TargetType,
)
from wireledger.spans import Span
from wireledger.story import Story
from wireledger.values.authorities import Authority as Body
from wireledger.values.countries import CountryRef
from wireledger.values.money import Money


def build_records(story: Story, drafts: list[Draft], version: str) -> list[Record]:
    """Return the records of a story; `version` is the extractor's, and a part of each record's id."""
    return [_record(story, draft, version) for draft in drafts]


def _record(story: Story, draft: Draft, version: str) -> Record:
    spans: dict[str, SpanRef] = {"action": _ref(draft.trigger.span), "target": _ref(draft.target.span)}
    spans |= {f"authority.{i}": _ref(m.span) for i, m in enumerate(draft.authority)}
    spans |= {f"nationality.{i}": _ref(span) for i, span in enumerate(draft.nationality_spans)}
    spans |= {f"aliases.{i}": _ref(m.span) for i, m in enumerate(draft.aliases)}
    said = {slot: getattr(draft, slot) for slot in ("role", "amount", "program", "asset", "reason")}
    for slot, mention in said.items():
        if mention is not None:
            spans[slot] = _ref(mention.span)
    if draft.date_span is not None:
        spans["date"] = _ref(draft.date_span)
    filled = ["action", "status", "background", "target", "type"]
    filled += [
        slot
        for slot in (
            "authority",
            "nationality",
            "aliases",
            "role",
            "amount",
            "date",
            "program",
            "measures",
            "asset",
            "reason",
        )
        if getattr(draft, slot)
    ]
    filled += ["count"] if draft.count is not None else []
    confidence = round(draft.confidence, 4)
    key = "\0".join(
        (
            version,
            story.id,
            story.title,
            story.text,
            draft.action,
            draft.status,
            *map(str, (draft.background, draft.target.span, draft.amount and draft.amount.span, draft.date)),
        )
    )
    return Record(
        record_id=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:20],
        story_id=story.id, url=story.url, publisher=story.publisher, published=story.published,
        action=cast(Action, draft.action), status=cast(Status, draft.status), background=draft.background,
        authority=tuple(authority_of(m) for m in draft.authority),
        target=Target(
            name=draft.name, type=cast(TargetType, draft.type), aliases=tuple(m.text for m in draft.aliases),
            nationality=draft.nationality, role=draft.role.text if draft.role else None, count=draft.count,
        ),
        measures=cast(tuple[Measure, ...], draft.measures), amount=_amount(draft), date=draft.date,
        asset=draft.asset.text if draft.asset else None, program=draft.program.text if draft.program else None,
        reason=draft.reason.text if draft.reason else None,
        evidence=tuple(_evidence(story, span) for span in sorted(draft.evidence, key=lambda s: (s.field != "title", s.start_char))),
        spans=spans, confidence=confidence, slot_confidence=dict.fromkeys(filled, confidence), method={slot: "model" if slot in draft.by_model else "rules" for slot in filled},
    )  # fmt: skip


def _ref(span: Span) -> SpanRef:
    return SpanRef(start=span.start_char, end=span.end_char, field=span.field)


def _evidence(story: Story, span: Span) -> Evidence:
    field: Literal["text", "title"] = span.field
    return Evidence(start=span.start_char, end=span.end_char, field=field, text=span.of(story.field(field)))


def authority_of(mention: Mention) -> Authority:
    """Return the authority that a mention names: a body, or a country that acts by itself."""
    if isinstance(mention.value, Body):
        return Authority(name=mention.text, id=mention.value.id, country=mention.value.country)
    codes = mention.value.codes if isinstance(mention.value, CountryRef) else ()
    return Authority(name=mention.text, country=codes[0] if codes else None)


def _amount(draft: Draft) -> Amount | None:
    if draft.amount is None or not isinstance(draft.amount.value, Money):
        return None
    money = draft.amount.value
    return Amount(value=money.value, currency=money.currency, text=draft.amount.text, qualifier=money.qualifier)
