"""Gold stories to `Record`s, as a perfect extractor would give them: for what is measured on records, not on texts.

In: `GoldStory`. Out: its records, in order. Verbatim slots carry no spans, confidence is 1, and no method is named.
"""

from typing import cast

from wireledger.corpus.gold import GoldAction, GoldAuthority, GoldStory, GoldTarget
from wireledger.records import Action, Amount, Authority, Evidence, Measure, Record, Status, Target, TargetType
from wireledger.values.authorities import clean_authority


def gold_as_records(gold: GoldStory) -> list[Record]:
    """Return the records of a story's actions; the id says the story, the action and the target, from 0."""
    return [
        _record(gold, action, target, f"{gold.story.id}.{i}.{j}")
        for i, action in enumerate(gold.actions)
        for j, target in enumerate(action.targets)
    ]


def _record(gold: GoldStory, action: GoldAction, target: GoldTarget, record_id: str) -> Record:
    story, money = gold.story, target.amount or action.amount
    amount = None
    if money is not None:
        scope = "target" if target.amount else "action"
        amount = Amount.model_validate(money.model_dump() | {"scope": scope})
    return Record(
        record_id=record_id,
        story_id=story.id,
        url=story.url,
        publisher=story.publisher,
        published=story.published,
        action=cast(Action, action.action),
        status=cast(Status, action.status),
        background=action.background,
        authority=tuple(map(_authority, action.authority)),
        target=Target(
            name=target.name or None,
            type=cast(TargetType, target.type),
            aliases=target.aliases,
            nationality=target.nationality,
            role=target.role or None,
            count=target.count,
        ),
        measures=cast(tuple[Measure, ...], action.measures),
        amount=amount,
        asset=action.asset or None,
        program=action.program or None,
        reason=action.reason or None,
        date=action.date or None,
        evidence=_evidence(gold, action),
        spans={},
        confidence=1.0,
        slot_confidence={},
        method={},
    )


def _authority(body: GoldAuthority) -> Authority:
    known = clean_authority(body.name, home=body.country)
    id_ = body.id or (known.id if known is not None and known.country in (None, body.country) else None)
    return Authority(name=body.name, id=id_, country=body.country or (known.country if known else None))


def _evidence(gold: GoldStory, action: GoldAction) -> tuple[Evidence, ...]:
    spans = gold.evidence_spans(action)
    if not spans:  # old annotations cite nothing: the story as a whole, then
        return (Evidence(start=0, end=len(gold.story.text), field="text", text=gold.story.text),)
    return tuple(
        Evidence(
            start=span.start_char,
            end=span.end_char,
            field=span.field,
            text=gold.story.field(span.field)[span.start_char : span.end_char],
        )
        for span in spans
    )
