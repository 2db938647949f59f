"""`ScoredRecord`: what the score compares, the same for gold and predicted.

In: gold stories, or records as `extract` writes them. Out: flat records, an action with three targets as three.
Predicted rows may leave out whatever is not compared, so that other programs' records can be scored, too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from wireledger.corpus import GoldStory
from wireledger.corpus.gold import GoldAuthority, GoldMoney, GoldTarget, Strings
from wireledger.errors import CorpusError
from wireledger.scoring.bodies import Body

Money = tuple[float, str | None]
"""A sum in units of its currency, to the cent, and its ISO 4217 code."""


@dataclass(frozen=True, slots=True)
class ScoredRecord:
    """One action on one target, reduced to what is compared. An empty slot is None, or an empty tuple or set.

    Attributes:
        confidence: As predicted, 0 to 1; None for gold and for records that have none. Not compared, but calibrated.
    """

    story_id: str
    action: str | None
    status: str | None
    background: bool = False
    authority: tuple[Body, ...] = ()
    name: str | None = None
    type: str | None = None
    aliases: tuple[str, ...] = ()
    nationality: frozenset[str] = frozenset()
    role: str | None = None
    count: int | None = None
    amount: Money | None = None
    program: str | None = None
    date: str | None = None
    confidence: float | None = None

    @property
    def label(self) -> str:
        """What a person recognises the target by: its name, or what is known of the group."""
        if self.name:
            return self.name
        parts = (str(self.count or ""), " ".join(sorted(self.nationality)), self.role or self.type or "target")
        return " ".join(part for part in parts if part)


def gold_records(gold: GoldStory) -> tuple[ScoredRecord, ...]:
    """Flatten a story's actions, in order; an amount of the action stands for each target that has none of its own."""
    return tuple(
        ScoredRecord(
            story_id=gold.story.id,
            action=action.action,
            status=action.status,
            background=action.background,
            authority=_bodies(action.authority),
            **_target_slots(target, target.amount or action.amount),
            program=action.program or None,
            date=action.date or None,
        )
        for action in gold.actions
        for target in action.targets
    )


def parse_predicted(row: object, *, place: str = "record") -> ScoredRecord:
    """Turn one decoded record, as `extract` writes it (`Record.to_dict`), into a `ScoredRecord`.

    Args:
        row: What `json.loads` gave.
        place: Where it comes from, for the message: `path:line`.

    Raises:
        CorpusError: `row` is no record.
    """
    try:
        record = _PredictedRecord.model_validate(row)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        slot = ".".join(str(part) for part in fault["loc"])
        raise CorpusError(
            f"{place}: slot '{slot}': {fault['msg']}; a line is a record as `wireledger extract` writes it, "
            "or a story with 'actions' in the gold format"
        ) from error
    target = record.target or _PredictedTarget()
    return ScoredRecord(
        story_id=record.story_id,
        action=record.action,
        status=record.status,
        background=bool(record.background),
        authority=_bodies(record.authority),
        **_target_slots(target, record.amount),
        program=record.program or None,
        date=record.date or None,
        confidence=record.confidence,
    )


class _Lenient(BaseModel):
    """Fields that are not compared may be there or not; numbers stand for strings, as in a year that is a date."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class _PredictedMoney(_Lenient):
    value: Decimal | None = None
    currency: str | None = None


class _PredictedAuthority(_Lenient):
    name: str | None = None
    id: str | None = None
    country: str | None = None


class _PredictedTarget(_Lenient):
    name: str | None = None
    type: str | None = None
    aliases: Strings = ()
    nationality: Strings = ()
    role: str | None = None
    count: int | None = None


class _PredictedRecord(_Lenient):
    story_id: str
    action: str | None = None
    status: str | None = None
    background: bool | None = None
    authority: Annotated[tuple[_PredictedAuthority, ...], BeforeValidator(lambda value: value or ())] = ()
    target: _PredictedTarget | None = None
    amount: _PredictedMoney | None = None
    program: str | None = None
    date: str | None = None
    confidence: float | None = None


def _target_slots(target: GoldTarget | _PredictedTarget, amount: GoldMoney | _PredictedMoney | None) -> dict[str, Any]:
    return {
        "name": target.name or None,
        "type": target.type,
        "aliases": target.aliases,
        "nationality": frozenset(target.nationality),
        "role": target.role or None,
        "count": target.count,
        "amount": None if amount is None or amount.value is None else (round(float(amount.value), 2), amount.currency),
    }


def _bodies(authority: Iterable[GoldAuthority | _PredictedAuthority]) -> tuple[Body, ...]:
    return tuple(Body(body.name or "", body.id or None, body.country or None) for body in authority)
