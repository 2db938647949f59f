"""`Record`: one action on one target, as RECORDS.md defines it. The contract with everybody who uses the output."""

from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Action = Literal[
    "designation",
    "delisting",
    "asset_freeze",
    "travel_ban",
    "trade_restriction",
    "forfeiture",
    "seizure",
    "penalty",
]
Status = Literal["imposed", "sought", "proposed", "rejected"]
TargetType = Literal["person", "organization", "mixed", "vessel", "aircraft", "wallet", "country", "sector"]
Measure = Literal[
    "asset_freeze",
    "travel_ban",
    "arms_embargo",
    "export_ban",
    "import_ban",
    "financial_restriction",
    "price_cap",
]
ACTIONS: tuple[str, ...] = get_args(Action)
STATUSES: tuple[str, ...] = get_args(Status)
FAMILIES: dict[str, str] = {
    "designation": "list", "trade_restriction": "list", "asset_freeze": "list", "travel_ban": "list",
    "delisting": "delist", "forfeiture": "money", "seizure": "money", "penalty": "money",
}  # fmt: skip
"""Action types that may be taken for each other, and the name of what they have in common."""
Qualifier = Literal["exact", "about", "at_least", "at_most"]
Method = Literal["rules", "model"]

# JSON has one kind of number: whole sums are written as integers, so that 11000000 stays 11000000 in every reader.
Sum = Annotated[
    Decimal,
    PlainSerializer(
        lambda d: int(d) if d == d.to_integral_value() else float(d), return_type=int | float, when_used="json"
    ),
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpanRef(_Frozen):
    """Where a verbatim value stands: half-open code points of the story's text, or of its title."""

    start: int = Field(ge=0, description="First code point.")
    end: int = Field(ge=0, description="One past the last code point.")
    field: Literal["text", "title"] = Field("text", description="The string that the offsets count in.")


class Evidence(SpanRef):
    """A sentence that the record rests on."""

    text: str = Field(description="The sentence, verbatim.")


class Authority(_Frozen):
    """A body that decided."""

    name: str = Field(description="Verbatim, the most specific form of the story.")
    id: str | None = Field(None, description="Canonical id of the registry, such as `us-treasury-ofac`.")
    country: str | None = Field(None, description="ISO 3166-1 alpha-2, or `EU`, `UN`.")


class Amount(_Frozen):
    """Money forfeited, seized, frozen, or paid as a penalty."""

    value: Sum = Field(ge=0, description="In units of the currency, not in thousands or millions.")
    currency: str | None = Field(description="ISO 4217.")
    text: str = Field(description="Verbatim, with its qualifier: `more than $11 million`.")
    qualifier: Qualifier = Field("exact", description="What the text says about the figure's exactness.")
    scope: Literal["action", "target"] = Field(
        "action", description="`action`: one sum for all targets, repeated on each record; `target`: said of this one."
    )


class Target(_Frozen):
    """Whom or what the action hits."""

    name: str | None = Field(description="Verbatim, the longest form in the story; null for a group without names.")
    type: TargetType
    aliases: tuple[str, ...] = Field((), description="Other names that the story gives, verbatim.")
    nationality: tuple[str, ...] = Field((), description="ISO 3166-1 alpha-2, in order of mention.")
    role: str | None = Field(None, description="Verbatim noun phrase: what the target is or does.")
    count: int | None = Field(None, description="How many, for a group without names.")


class Record(_Frozen):
    """One action on one target, with the characters that say so."""

    record_id: str = Field(description="The same story and extractor version give the same id.")
    story_id: str
    url: str | None = None
    publisher: str | None = None
    published: str | None = Field(None, description="ISO date, month or year of the story.")
    action: Action
    status: Status
    background: bool = Field(description="The story recalls it; it isn't the story's news.")
    authority: tuple[Authority, ...] = ()
    target: Target
    measures: tuple[Measure, ...] = ()
    amount: Amount | None = None
    asset: str | None = Field(None, description="What is forfeited, seized or frozen, where it is a thing; verbatim.")
    program: str | None = Field(None, description="Legal basis or regime, verbatim.")
    reason: str | None = Field(None, description="Why, a verbatim clause.")
    date: str | None = Field(None, description="ISO date, month or year of the action.")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="The sentences that it rests on.")
    spans: dict[str, SpanRef] = Field(
        description="Where each verbatim value stands. Keys are slots (`target`, `role`, `amount` ...); "
        "values of list slots are numbered from 0: `authority.0`, `aliases.1`."
    )
    confidence: float = Field(ge=0, le=1, description="Calibrated: of records at 0.8, about 80 % are right.")
    slot_confidence: dict[str, float] = Field(description="The same, per filled slot.")
    method: dict[str, Method] = Field(description="Which filler of the stages filled each slot.")

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types; the inverse of `Record.model_validate`."""
        return self.model_dump(mode="json")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `Record.to_dict` gives."""
    schema = Record.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
