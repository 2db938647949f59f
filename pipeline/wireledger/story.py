"""`Story`: one wire item as it came in. Text is kept exactly as given; offsets elsewhere count its code points."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """One wire item.

    Attributes:
        id: Identifier from the input, or `content_id` of title and text where the input has none.
        text: The body, exactly as given. Offsets are half-open code points into this string.
        title: The headline; a part of the input but not of `text`. Empty where there is none.
        published: Date of publication as an ISO prefix (`"2017-08-22"`, `"2017-08"`, `"2017"`), or None.
        publisher: Name of the agency or paper, or None.
        url: Where it was found, or None.
    """

    id: str
    text: str
    title: str = ""
    published: str | None = None
    publisher: str | None = None
    url: str | None = None

    def field(self, name: str) -> str:
        """Return the string that a span of field `name` (`"text"` or `"title"`) points into."""
        return self.title if name == "title" else self.text


def content_id(title: str, text: str) -> str:
    """Return a story id made of the content alone: 16 hex digits, the same on every machine and in every run."""
    return hashlib.sha256(f"{title}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
