"""Gold -> labels of windows: the targets, the body, the sum, the date, the basis; action, status, background.

In: a gold story with its drafts. Out: for each window, the labels that the network learns. A telling counts as right
only where its sentence is in the gold's evidence; where the record is right but told elsewhere, it is left out.
"""

from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.assemble import merge_drafts
from wireledger.corpus import GoldAction, GoldStory
from wireledger.model.windows import ROLES, Window
from wireledger.records import ACTIONS, STATUSES
from wireledger.rules.extract import Proposed
from wireledger.rules.proposals import Proposal
from wireledger.scoring.drafts import names_body, pair_drafts
from wireledger.spans import Span
from wireledger.values.authorities import Authority
from wireledger.values.countries import CountryRef
from wireledger.values.dates import PartialDate
from wireledger.values.money import Money

RIGHT, WRONG, UNSAID = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one window.

    Attributes:
        items: A row for each item: `RIGHT`, `WRONG` or `UNSAID` for each of `ROLES`.
        action: Number in `ACTIONS`, `UNSAID` where the trigger tells no action; so the next two.
        status: Number in `STATUSES`.
        background: 0 or 1.
    """

    items: list[list[int]]
    action: int
    status: int
    background: int


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its labels."""

    window: Window
    labels: Labels


def label_story(gold: GoldStory, proposed: Proposed, windows: list[Window | None]) -> list[Example]:
    """Return the windows of a story with their labels."""
    proposals, drafts = proposed.proposals, proposed.drafts
    actions = [action for action in gold.actions for _ in action.targets]
    merged = merge_drafts(drafts)
    told = {
        id(telling): number
        for draft, number in zip(merged, pair_drafts(gold, merged), strict=True)
        for telling in draft.tellings
    }
    answers: list[dict[Span, int | None]] = [{} for _ in proposals]
    for draft in drafts:
        telling = draft.tellings[0]
        if telling.target is not None:
            answers[draft.order][telling.target] = told.get(id(telling))
    return [
        Example(window, _labels(gold, proposal, window, answer, actions))
        for proposal, window, answer in zip(proposals, windows, answers, strict=True)
        if window is not None
    ]


def _labels(
    gold: GoldStory,
    proposal: Proposal,
    window: Window,
    answer: dict[Span, int | None],
    actions: list[GoldAction],
) -> Labels:
    evidence = {number: gold.evidence_spans(actions[number]) for number in set(answer.values()) if number is not None}
    here = {
        number for number, spans in evidence.items() if any(span.overlaps(proposal.sentence.span) for span in spans)
    }
    told = [number for number in answer.values() if number in here]
    action = actions[max(set(told), key=told.count)] if told else None
    rows = []
    for item in window.items:
        row = dict.fromkeys(ROLES, UNSAID)
        if item.mention.span in answer:
            number = answer[item.mention.span]
            row["target"] = WRONG if number is None else RIGHT if number in here else UNSAID
        if action is not None:
            row |= _arguments(item.mention, action)
        rows.append([row[role] for role in ROLES])
    if action is None:
        return Labels(rows, UNSAID, UNSAID, UNSAID)
    return Labels(rows, ACTIONS.index(action.action), STATUSES.index(action.status), int(action.background))


def _arguments(mention: Mention, action: GoldAction) -> dict[str, int]:
    """Return the labels of one mention as an argument of a gold action."""
    value = mention.value
    if isinstance(value, Authority) or (isinstance(value, CountryRef) and value.relation is None):
        return {"authority": int(names_body(mention, action.authority))}
    if isinstance(value, Money):
        sums = [action.amount, *(target.amount for target in action.targets)]
        return {"amount": int(any(s is not None and s.value == value.value for s in sums))}
    if isinstance(value, PartialDate):
        said = action.date
        return {"date": int(said is not None and (said.startswith(value.iso) or value.iso.startswith(said)))}
    if mention.label == "program":
        said = action.program
        return {"program": int(said is not None and (said in mention.text or mention.text in said))}
    return {}
