"""Characters that a text may hold but that deserve a word: control characters and lone surrogates.

In goes a string, out come codes and messages. Right-to-left marks, soft hyphens and HTML are normal in wire copy and
are neither touched nor reported.
"""

import re
from collections.abc import Iterator

# All C0 and C1 controls but tab, line feed, carriage return and next line (U+0085).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def find_oddities(field: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield an issue code and a message for each kind of odd character in `text`, the story's `field`."""
    if found := _CONTROL.findall(text):
        first = f"U+{ord(found[0]):04X}"
        at = text.index(found[0])
        yield (
            "control-characters",
            (f"{field} has {len(found)} control character(s), the first ({first}) at {at}; kept."),
        )
    if _has_surrogates(text) and (match := _SURROGATE.search(text)):
        yield (
            "lone-surrogate",
            (f"{field} has half a surrogate pair at {match.start()}, which no file can hold; it was read as U+FFFD."),
        )


def without_surrogates(text: str) -> str:
    """Return `text` with each lone surrogate replaced by U+FFFD: the same length, so that offsets hold."""
    return _SURROGATE.sub("\ufffd", text) if _has_surrogates(text) else text


def _has_surrogates(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()  # five times as fast as a search
    except UnicodeEncodeError:
        return True
    return False
