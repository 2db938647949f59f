"""What the page may ask, with its bounds: everything that comes in by HTTP passes one of these types.

In: query strings and JSON bodies. Out: `Filter`, `Wish`, `Span`. An unknown field is refused.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wireledger.review.queue import Filter
from wireledger.review.wishes import Act, Wish
from wireledger.spans import Span

_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Words = Annotated[str, Field(max_length=2_000)]
_Place = Annotated[int, Field(ge=0, le=10**9)]
_Number = Annotated[int, Field(ge=0, le=2**53)]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Asked):
    """A selection, in code points."""

    start: _Place
    end: _Place
    field: Literal["text", "title"] = "text"


class Query(_Asked):
    """Which rows of the queue are wanted."""

    action: _Name | None = None
    status: _Name | None = None
    authority: _Name | None = None
    country: _Name | None = None
    method: _Name | None = None
    state: _Name | None = None
    disputed: bool = False
    least: Annotated[float, Field(ge=0, le=1)] = 0.0
    most: Annotated[float, Field(ge=0, le=1)] = 1.0
    words: _Words = ""
    offset: _Place = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100

    def as_filter(self) -> Filter:
        """Return it as the queue takes it."""
        return Filter(self.action, self.status, self.authority, self.country, self.method, self.state, self.disputed,
                      self.least, self.most, self.words.casefold())  # fmt: skip


class _Filling(_Asked):
    text: _Words | None = None
    span: Place | None = None

    def place(self) -> Span | None:
        """Return the selection, None where the words were typed; one that runs backwards is turned round."""
        if self.span is None:
            return None
        return Span(min(self.span.start, self.span.end), max(self.span.start, self.span.end), self.span.field)


class Preview(_Filling):
    """What would these words be in that slot?"""

    story: _Name
    item: _Name
    slot: _Name


class Decide(_Filling):
    """A decision; see `Wish`."""

    request: Annotated[str, Field(min_length=8, max_length=64)]
    story: _Name
    act: Act
    version: _Number
    item: _Name | None = None
    slot: _Name | None = None
    index: Annotated[int, Field(ge=0, le=10_000)] | None = None

    def as_wish(self) -> Wish:
        """Return it as the desk takes it."""
        return Wish(self.request, self.story, self.act, self.version, self.item, self.slot, self.text, self.place(),
                    self.index)  # fmt: skip


class Undo(_Asked):
    """Take back the last decision, which the page believes to be `refers`."""

    request: Annotated[str, Field(min_length=8, max_length=64)]
    refers: _Number
