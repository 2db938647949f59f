"""The types of gold: `GoldStory` with its sentences and `GoldAction`s, as RECORDS.md's *Gold format* defines them.

In: nothing. Out: frozen types. Shapes are enforced here (a count is a number, a name is a string, no unknown field);
whether a value makes sense for its story is the business of `check.py`. A field that is absent, null or empty means the
same everywhere: the text says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from wireledger.spans import Span
from wireledger.story import Story

TITLE = -1
"""The evidence number that stands for the headline."""

# Annotators' tools write null where they have nothing to list.
Strings = Annotated[tuple[str, ...], BeforeValidator(lambda value: () if value is None else value)]


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldMoney(_Gold):
    """A sum of money: verbatim, and normalised to units of its ISO 4217 currency."""

    text: str
    value: Decimal
    currency: str | None = None


class GoldAuthority(_Gold):
    """A body that decided; `country` is ISO 3166-1 alpha-2, `EU` or `UN`, None where the text does not say."""

    name: str
    id: str | None = None
    country: str | None = None


class GoldTarget(_Gold):
    """Whom or what an action hits; `name` is None for a group, which the other slots then describe."""

    type: str
    name: str | None = None
    aliases: Strings = ()
    nationality: Strings = ()
    nationality_text: str | None = None
    role: str | None = None
    count: int | None = None
    amount: GoldMoney | None = None


class GoldAction(_Gold):
    """One decision against one or more targets; `evidence` numbers the story's sentences, `TITLE` is the headline."""

    action: str
    status: str
    background: bool = False
    authority: Annotated[tuple[GoldAuthority, ...], BeforeValidator(lambda value: value or ())] = ()
    targets: tuple[GoldTarget, ...]
    measures: Strings = ()
    amount: GoldMoney | None = None
    asset: str | None = None
    program: str | None = None
    reason: str | None = None
    date: str | None = None
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldStory:
    """A story and every action that it reports.

    Attributes:
        story: The input, exactly as a reader would hand it to the stages.
        sentences: Half-open code points of `story.text`, in order; what evidence numbers count.
        actions: The annotation; empty where the story reports none.
        source: Where the story and its annotation come from, as the file says.
    """

    story: Story
    sentences: tuple[tuple[int, int], ...]
    actions: tuple[GoldAction, ...]
    source: Mapping[str, object] = field(default_factory=dict)

    def evidence_spans(self, action: GoldAction) -> tuple[Span, ...]:
        """Return the sentences that `action` rests on, in the order in which it cites them."""
        return tuple(
            Span(0, len(self.story.title), "title") if number == TITLE else Span(*self.sentences[number])
            for number in action.evidence
        )
