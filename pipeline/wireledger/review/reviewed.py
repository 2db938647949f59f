"""Decided stories -> gold, for `wireledger train` and `wireledger corpus check`.

In: a `Desk`'s material and its states. Out: rows of RECORDS.md's gold format, and how many stories were left out, and
why. A story becomes gold once everything in it is decided: half a story would teach that the rest holds nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from wireledger.corpus.rows import gold_line
from wireledger.records import Amount, Record
from wireledger.review.material import Sheet
from wireledger.review.replay import StoryState
from wireledger.segment import split_sentences
from wireledger.spans import Span
from wireledger.story import Story

UNDECIDED, MISSING, UNTOUCHED = "partly decided", "story missing", "untouched"


def reviewed_gold(
    states: Iterable[tuple[Sheet, StoryState]], left_out: Counter[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the gold of every story that is decided; count the others in `left_out`, by reason."""
    counts: Counter[str] = Counter() if left_out is None else left_out
    for sheet, state in states:
        if not state.version:
            counts[UNTOUCHED] += 1
        elif not state.is_done:
            counts[UNDECIDED] += 1
        elif sheet.story is None:
            counts[MISSING] += 1
        else:
            kept = [item.record for item in state.items if item.state != "rejected"]
            yield gold_row(sheet.story, kept, {"reviewed_by": list(state.who)})


def gold_row(story: Story, records: Iterable[Record], source: dict[str, Any]) -> dict[str, Any]:
    """Return one line of gold; records that differ in their target alone become one action."""
    sentences = split_sentences(story.text)
    actions: dict[tuple[Any, ...], list[Record]] = {}
    for record in records:
        actions.setdefault(_action_key(record), []).append(record)
    return gold_line(
        story,
        source,
        [[span.start_char, span.end_char] for span in sentences],
        [_action(story, sentences, group) for group in actions.values()],
    )


def _action_key(record: Record) -> tuple[Any, ...]:
    trigger = record.spans.get("action")
    shared = record.amount if record.amount and record.amount.scope == "action" else None
    return (
        record.action, record.status, record.background, record.authority, record.measures, shared,
        record.asset, record.program, record.reason, record.date, trigger,
    )  # fmt: skip


def _action(story: Story, sentences: list[Span], group: list[Record]) -> dict[str, Any]:
    first = group[0]
    shared = first.amount if first.amount and first.amount.scope == "action" else None
    return {
        "action": first.action,
        "status": first.status,
        "background": first.background,
        "authority": [body.model_dump(mode="json") for body in first.authority],
        "targets": [_target(story, record) for record in group],
        "measures": list(first.measures),
        "amount": _money(shared),
        "asset": first.asset,
        "program": first.program,
        "reason": first.reason,
        "date": first.date,
        "evidence": sorted({number for record in group for number in _evidence(sentences, record)}),
    }


def _target(story: Story, record: Record) -> dict[str, Any]:
    target = record.target
    place = record.spans.get("nationality.0")
    return {
        "name": target.name,
        "type": target.type,
        "nationality": list(target.nationality),
        "nationality_text": story.field(place.field)[place.start : place.end] if place else None,
        "role": target.role,
        "aliases": list(target.aliases),
        "count": target.count,
        "amount": _money(record.amount if record.amount and record.amount.scope == "target" else None),
    }


def _money(amount: Amount | None) -> dict[str, Any] | None:
    return amount.model_dump(mode="json", include={"text", "value", "currency"}) if amount else None


def _evidence(sentences: list[Span], record: Record) -> set[int]:
    numbers = {-1} if any(e.field == "title" for e in record.evidence) else set()
    for evidence in record.evidence:
        place = Span(evidence.start, evidence.end, evidence.field)
        numbers |= {number for number, span in enumerate(sentences) if span.overlaps(place)}
    return numbers
