"""Drafts of the rules + a model -> drafts that the model has decided: which are right, what, who, how much, when.

In: drafts not yet merged, with the proposals that they come from. Out: the same drafts with the model's confidence and
its choice of action, status, background, authority, sum, date and basis. Names, groups, roles, nationalities, aliases
stay the rules' (see DESIGN.md: they belong to the entity).
"""

from dataclasses import dataclass, replace
from pathlib import Path

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.model.runtime import ItemReading, Model
from wireledger.model.windows import ROLES, Item, cut_windows
from wireledger.records import ACTIONS, STATUSES
from wireledger.rules.confidence import decided
from wireledger.rules.extract import Proposed
from wireledger.rules.proposals import WITH_AMOUNT
from wireledger.rules.weights import log_odds, logistic
from wireledger.spans import Span
from wireledger.values.dates import PartialDate

_TARGET, _AUTHORITY, _AMOUNT, _DATE, _PROGRAM = range(len(ROLES))
_LEAST = {_AUTHORITY: 0.2, _AMOUNT: 0.4, _DATE: 0.4, _PROGRAM: 0.4}
_JOINT = 0.7  # a second body in the sentence of the first acts with it from this probability on
_BACKGROUND = 0.5


@dataclass(frozen=True, slots=True)
class Arbitration:
    """How the two fillers' log odds are joined: bias + model x theirs + rules x theirs."""

    bias: float
    model: float
    rules: float

    def join(self, model: float, rules: float) -> float:
        """Return the joint probability."""
        return logistic(self.bias + self.model * log_odds(model) + self.rules * log_odds(rules))


class Filler:
    """A model folder and how its confidence is joined with the rules'."""

    def __init__(self, folder: Path, alone: bool = False) -> None:
        """Load a folder; with `alone`, the rules' confidence counts for nothing.

        Raises:
            ConfigError: a file is missing or altered, or the folder is of another format.
        """
        self._model = Model(folder)
        settings = self._model.settings
        self._arbitration = Arbitration(0.0, 1.0, 0.0) if alone else Arbitration(**settings["arbitration"])
        self._threshold = float(settings["threshold"])
        self.version = f"model-{settings['files']['encoder.onnx'][:12]}"

    def fill(self, proposed: Proposed) -> list[Draft]:
        """Return the drafts of the rules, decided by the model."""
        return fill(self._model, proposed, self._arbitration)

    def judge(self, drafts: list[Draft]) -> list[Draft]:
        """Return the merged drafts that are sure enough; of those not read, the rules choose the authority."""
        return [decided(draft) for draft in drafts if draft.confidence >= self._threshold]


def fill(model: Model, proposed: Proposed, arbitration: Arbitration) -> list[Draft]:
    """Return the drafts, in order, decided by the model; those that it could not read stay as the rules left them."""
    windows = cut_windows(model.tokenizer, proposed)
    readings: list[dict[Span, tuple[Item, ItemReading]]] = [
        {item.mention.span: (item, reading) for item, reading in zip(window.items, model.read(window), strict=True)}
        if window is not None
        else {}
        for window in windows
    ]
    return [_decide(draft, readings[draft.order], arbitration) for draft in proposed.drafts]


def _decide(draft: Draft, seen: dict[Span, tuple[Item, ItemReading]], arbitration: Arbitration) -> Draft:
    at = draft.tellings[0].target
    if at is None or at not in seen:
        return draft
    reading = seen[at][1]
    action = ACTIONS[int(reading.actions.argmax())]
    authority = _authority(seen)
    day, day_span = _date(draft, seen)
    return replace(
        draft,
        decided_by="model",
        confidence=arbitration.join(float(reading.roles[_TARGET]), draft.confidence),
        action=action,
        status=STATUSES[int(reading.statuses.argmax())],
        background=bool(reading.background[1] >= _BACKGROUND),
        authority=authority or draft.authority,
        deciders=() if authority else draft.deciders,
        amount=_best(seen, "money", _AMOUNT) if action in WITH_AMOUNT else None,
        program=_best(seen, "program", _PROGRAM),
        date=day,
        date_span=day_span,
    )


def _best(seen: dict[Span, tuple[Item, ItemReading]], label: str, role: int) -> Mention | None:
    likely = [
        (float(reading.roles[role]), -item.start, item.mention)
        for item, reading in seen.values()
        if item.mention.label == label
    ]
    if not likely:
        return None
    p, _, mention = max(likely, key=lambda t: t[:2])
    return mention if p >= _LEAST[role] else None


def _authority(seen: dict[Span, tuple[Item, ItemReading]]) -> tuple[Mention, ...]:
    likely = [
        (float(reading.roles[_AUTHORITY]), -item.start, item)
        for item, reading in seen.values()
        if item.mention.label in ("authority", "country")
    ]
    if not likely:
        return ()
    p, _, best = max(likely, key=lambda t: t[:2])
    if p < _LEAST[_AUTHORITY]:
        return ()
    with_it = [item for q, _, item in likely if item is not best and q >= _JOINT and item.distance == best.distance]
    return tuple(item.mention for item in sorted([best, *with_it], key=lambda item: item.start))


def _date(draft: Draft, seen: dict[Span, tuple[Item, ItemReading]]) -> tuple[str | None, Span | None]:
    """Return the model's date, else the rules' where the model has not seen it (the lead's date)."""
    best = _best(seen, "date", _DATE)
    if best is not None and isinstance(best.value, PartialDate):
        return best.value.iso, best.span
    return (None, None) if draft.date_span in seen else (draft.date, draft.date_span)
