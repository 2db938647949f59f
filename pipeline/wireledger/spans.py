"""`Span` and `Found`: places in a story. Half-open, counted in code points of the field exactly as given."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Field = Literal["text", "title"]

V_co = TypeVar("V_co", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a story: `[start_char, end_char)` of its text, or of its title.

    Attributes:
        start_char: First code point.
        end_char: One past the last code point.
        field: Which string the offsets count in.
    """

    start_char: int
    end_char: int
    field: Field = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.start_char <= self.end_char:
            raise ValueError(f"span [{self.start_char}, {self.end_char}) is not a half-open range of code points")

    def of(self, text: str) -> str:
        """Return the characters of `text` that this span covers."""
        return text[self.start_char : self.end_char]

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies inside this span, in the same field."""
        return self.field == other.field and self.start_char <= other.start_char and other.end_char <= self.end_char

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one character of the same field."""
        return self.field == other.field and self.start_char < other.end_char and other.start_char < self.end_char


@dataclass(frozen=True, slots=True)
class Found(Generic[V_co]):
    """A typed value and where it stands in the string that was searched; what every `find_x` of `values/` yields.

    Attributes:
        start_char: First code point.
        end_char: One past the last code point.
        value: The value that the characters say.
    """

    start_char: int
    end_char: int
    value: V_co
