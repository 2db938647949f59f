"""Where the verbatim values of gold stand: gold holds words, other tools want spans.

In: a gold story. Out: each value with its slot, its action and target, and its place: the first one in the sentences
that the action cites, else the first in the text, else in the title.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wireledger.corpus.gold import GoldAction, GoldStory, GoldTarget
from wireledger.spans import Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A value of gold and its place.

    Attributes:
        slot: `target`, `role`, `aliases`, `nationality`, `authority`, `amount`, `asset`, `program` or `reason`.
        action: Number of the action, and `target`: of its target, or None where it is the action's; `index`: of several
            values in one slot.
    """

    slot: str
    text: str
    span: Span
    action: int
    target: int | None = None
    index: int = 0


def iter_placed(gold: GoldStory) -> Iterator[Placed]:
    """Yield every verbatim value that stands in the story."""
    for number, action in enumerate(gold.actions):
        for slot, text, target, index in _values(action):
            if text and (span := find_place(gold, action, text)) is not None:
                yield Placed(slot, text, span, number, target, index)


def find_place(gold: GoldStory, action: GoldAction, text: str) -> Span | None:
    """Return where `text` stands, or None where it stands nowhere."""
    for sentence in gold.evidence_spans(action):
        content = gold.story.field(sentence.field)
        at = content.find(text, sentence.start_char, sentence.end_char)
        if at >= 0:
            return Span(at, at + len(text), sentence.field)
    if (at := gold.story.text.find(text)) >= 0:
        return Span(at, at + len(text))
    at = gold.story.title.find(text)
    return Span(at, at + len(text), "title") if at >= 0 else None


def _values(action: GoldAction) -> Iterator[tuple[str, str | None, int | None, int]]:
    for index, body in enumerate(action.authority):
        yield "authority", body.name, None, index
    for slot in ("asset", "program", "reason"):
        yield slot, getattr(action, slot), None, 0
    yield "amount", action.amount.text if action.amount else None, None, 0
    for number, target in enumerate(action.targets):
        yield from ((slot, text, number, index) for slot, text, index in _target_values(target))


def _target_values(target: GoldTarget) -> Iterator[tuple[str, str | None, int]]:
    yield "target", target.name, 0
    yield "role", target.role, 0
    yield "nationality", target.nationality_text, 0
    yield "amount", target.amount.text if target.amount else None, 0
    for index, alias in enumerate(target.aliases):
        yield "aliases", alias, index
