"""`Entity`: one FollowTheMoney entity as its JSON has it, and how values become its strings. Plain Python.

In: values of records. Out: entities. FollowTheMoney itself is not imported here: it needs PyICU, and what is built
should be seen and tested without. See `check.py` for its judgement.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

LONGEST = {"name": 384, "text": 65_000}
"""Most characters that FollowTheMoney takes; longer values are cut with an ellipsis."""


@dataclass(slots=True)
class Entity:
    """One entity.

    Attributes:
        id: Stable: made of what the entity is, not of when it was exported.
        schema: Name of its FollowTheMoney schema.
        properties: Name -> values, in the order in which they came, each once.
    """

    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, *values: str | None) -> None:
        """Add the values that say something."""
        for value in values:
            clean = _clean(value) if value else ""
            if clean and clean not in (known := self.properties.setdefault(name, [])):
                known.append(clean)
        if not self.properties.get(name, True):
            del self.properties[name]

    def to_dict(self) -> dict[str, Any]:
        """Return what a line of the file holds."""
        return {"id": self.id, "schema": self.schema, "properties": self.properties}


def make_id(*parts: str) -> str:
    """Return an id of what identifies an entity."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"wl-{digest[:24]}"


def name(text: str | None) -> str | None:
    """Return a name, cut where it is longer than FollowTheMoney takes."""
    return _cut(text, LONGEST["name"])


def long_text(text: str | None) -> str | None:
    """Return a text, cut where it is longer than FollowTheMoney takes."""
    return _cut(text, LONGEST["text"])


def number(value: Decimal | None) -> str | None:
    """Return a sum as plain digits. FollowTheMoney's number type takes any string, so what is none is left out here."""
    if value is None or not value.is_finite() or value < 0:
        return None
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if _NUMBER.match(text) else None


def day(text: str | None) -> str | None:
    """Return a date, month or year; None for anything else."""
    prefix = text[:10] if text else ""
    return prefix if _DATE.match(prefix) else None


def country(code: str | None) -> str | None:
    """Return a code as FollowTheMoney has it: lower case; it knows `eu` and `un`, too."""
    return code.lower() if code and len(code) == 2 else None


def _clean(text: str) -> str:
    """Return a text without control and invisible characters (zero-width joiners), as FollowTheMoney has it."""
    text = _NO_TEXT.sub("", text)
    if not text.isascii():
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return text.strip()


def _cut(text: str | None, most: int) -> str | None:
    return text if text is None or len(text) <= most else text[: most - 1].rstrip() + "…"
