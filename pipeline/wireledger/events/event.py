"""`Event`: one decision with all the stories that tell it. The contract with everybody who reads an events file."""

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wireledger.records import Action, Amount, Authority, Record, Status, Sum, Target

SCHEMA_VERSION = 2

DatePrecision = Literal["day", "month", "year"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EventTarget(_Frozen):
    """Whom or what the decision hits, over all its tellings."""

    name: str | None = Field(description="The fullest form that the most sources use; null for a group.")
    type: str
    aliases: tuple[str, ...] = Field((), description="Every other form that a story uses.")
    nationality: tuple[str, ...] = ()
    role: str | None = None
    count: int | None = None
    record_ids: tuple[str, ...] = Field(description="The records of this target.")


class Slot(_Frozen):
    """Why a slot has its value."""

    slot: str = Field(description="`action`, `status`, `authority`, `amount`, `date` or `program`.")
    supports: tuple[str, ...] = Field((), description="Records that say so, or less exactly the same.")
    contradicts: tuple[str, ...] = Field((), description="Records that say something else.")


class Member(_Frozen):
    """A record in an event, and why it is there."""

    record_id: str
    story_id: str
    joined_to: str | None = Field(None, description="The record that it was joined to; null for the first.")
    reason: str = Field(description="The cues with their points, in words.")
    score: float | None = Field(
        None, description="Sum of the points; null for the first and for what was told together."
    )
    is_undone: bool = Field(False, description="Its story was taken out, and is never put in again.")
    record: Record | None = Field(
        None, description="The record, for comparing later ones; null where it was taken out."
    )


class Event(_Frozen):
    """One decision."""

    schema_version: int = SCHEMA_VERSION
    event_id: str = Field(description="Kept when new stories join; made of its first record's id.")
    former_ids: tuple[str, ...] = Field((), description="Ids of events that turned out to be this one.")
    action: Action
    status: Status
    authority: tuple[Authority, ...] = ()
    targets: tuple[EventTarget, ...]
    amount: Sum | None = None
    currency: str | None = None
    amount_text: str | None = None
    program: str | None = None
    date: str | None = None
    date_precision: DatePrecision | None = None
    first_published: str | None = None
    last_published: str | None = None
    confidence: float = Field(ge=0, le=1, description="One minus the chance that all independent sources are wrong.")
    n_sources: int = Field(
        description="Independent sources: copies of one text, and one publisher's stories, count once."
    )
    n_stories: int
    n_records: int
    slots: tuple[Slot, ...] = ()
    members: tuple[Member, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types; the inverse of `Event.model_validate`."""
        return self.model_dump(mode="json")

    def records(self) -> list[Record]:
        """Return the records that belong to it, those taken out left out."""
        return [member.record for member in self.members if member.record is not None and not member.is_undone]


def money(amount: Amount | None) -> tuple[Decimal | None, str | None, str | None]:
    """Return the value, currency and words of an amount, or three times nothing."""
    return (amount.value, amount.currency, amount.text) if amount is not None else (None, None, None)


def as_target(target: Target, aliases: tuple[str, ...], record_ids: tuple[str, ...], **more: Any) -> EventTarget:
    """Return an event's target with the slots of a record's, `more` put in their place."""
    slots = target.model_dump(exclude={"aliases"}) | more
    return EventTarget(aliases=aliases, record_ids=record_ids, **slots)
