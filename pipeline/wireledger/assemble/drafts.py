"""`Draft`: one action on one target as one place of the story tells it, before tellings are merged."""

from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.records import FAMILIES
from wireledger.spans import Span
from wireledger.values.money import Money


@dataclass(frozen=True, slots=True)
class Decider:
    """A body that may have decided.

    Attributes:
        mention: The body.
        sentence: Where the sentence that names it stands.
        cues: Names of what speaks for and against it.
        partner: The body that it acts with ("the U.S. and the EU"), or None.
    """

    mention: Mention
    sentence: Span
    cues: frozenset[str]
    partner: Mention | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One place of a story that tells a draft.

    Attributes:
        cues: Names of what speaks for and against there being such a record.
        time: Names of what speaks for and against its being background.
        target: Where the target is named in this place; in pronouns' stead, their antecedent.
        model: The trained reader's probability that this place tells such a record; None where it has not read it.
        model_time: Its probability that this place recalls the record rather than reports it; None as before.
    """

    cues: frozenset[str]
    time: frozenset[str] = frozenset()
    target: Span | None = None
    model: float | None = None
    model_time: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One action on one target.

    Attributes:
        action: Action type of RECORDS.md.
        status: Status of RECORDS.md.
        background: The story recalls it.
        order: Position of the trigger in the story, to prefer the earliest telling.
        trigger: The words that say so.
        authority: Mentions of the bodies that decide.
        name: Full name of the target, or None for a group.
        target: The target's mention, of the full name where there is one.
        type: Target type of RECORDS.md.
        count: Number of a group.
        nationality: Codes in order of mention.
        nationality_spans: Where they stand.
        role: The noun phrase that says what the target is, or None.
        aliases: Other names.
        amount: The sum, its mention's value a `Money`, or None.
        date: ISO prefix, or None.
        date_span: Where the date stands, or None where it follows from "announced today".
        program: Legal basis, or None.
        measures: Measures of RECORDS.md.
        asset: The thing taken, or None.
        reason: The clause that says why, or None.
        evidence: Sentence spans, in order.
        confidence: Calibrated, 0 to 1.
        by_model: The slots that the trained reader filled; all others are the rules'.
        deciders: The bodies that may have decided, where the filler leaves the choice open until all is read.
        tellings: The places that tell it, where the filler weighs them.
    """

    action: str
    status: str
    background: bool
    order: int
    trigger: Mention
    authority: tuple[Mention, ...]
    name: str | None
    target: Mention
    type: str
    count: int | None = None
    nationality: tuple[str, ...] = ()
    nationality_spans: tuple[Span, ...] = ()
    role: Mention | None = None
    aliases: tuple[Mention, ...] = ()
    amount: Mention | None = None
    date: str | None = None
    date_span: Span | None = None
    program: Mention | None = None
    measures: tuple[str, ...] = ()
    asset: Mention | None = None
    reason: Mention | None = None
    evidence: tuple[Span, ...] = ()
    confidence: float = 0.5
    by_model: frozenset[str] = frozenset()
    deciders: tuple[Decider, ...] = ()
    tellings: tuple[Telling, ...] = ()

    @property
    def family(self) -> str:
        """Return the action family of RECORDS.md's score."""
        return FAMILIES[self.action]

    @property
    def money(self) -> Money | None:
        """Return the sum as a value, or None."""
        return self.amount.value if self.amount is not None and isinstance(self.amount.value, Money) else None
