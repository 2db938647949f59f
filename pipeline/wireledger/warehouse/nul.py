"""NUL, which PostgreSQL cannot hold: U+FFFD takes its place, one for one, so that offsets stay true.

In: strings, in whatever lists and dicts. Out: the same without NUL.
"""

from typing import TypeVar

T = TypeVar("T")

_NUL, _INSTEAD = "\0", "\ufffd"


def without_nul(value: T) -> T:
    """Return `value` with every NUL replaced that stands in its strings, in whatever lists and dicts; keys are ours."""
    if isinstance(value, str):
        return value.replace(_NUL, _INSTEAD)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: without_nul(item) for key, item in value.items()}  # type: ignore[return-value]
    if isinstance(value, list | tuple):
        return type(value)(without_nul(item) for item in value)
    return value
