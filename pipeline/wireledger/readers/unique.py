"""Unique story ids within a run.

The same id with the same title and text is a duplicate: the second is skipped. The same id with other words is
another story: it is kept as `id#2`, `id#3` ... . Either way an issue says so. Remembers two 8-byte hashes per story
(about 150 bytes of memory each in Python); runs over archives, which see all ids at once, do it in `archive/copies.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import blake2b

from wireledger.issues import Issue
from wireledger.story import Story


class UniqueIds:
    """Knows the ids of the stories seen so far."""

    def __init__(self) -> None:
        self._content: dict[int, int] = {}  # id -> content of the first story with it
        self._others: dict[int, dict[int, int]] = {}  # id -> content of further stories with it -> their number

    def check(self, story: Story, source: str, line: int | None) -> Iterator[Story | Issue]:
        """Yield `story`, under another id if its own is taken; only an issue if it was there before."""
        key, content = _hash(story.id), _hash(f"{story.title}\0{story.text}")
        first = self._content.get(key)
        if first is None:
            self._content[key] = content
            yield story
            return
        others = self._others.get(key)
        if first == content or (others is not None and content in others):
            message = f"story '{story.id}' was read before, with the same words. Skipped."
            yield Issue("duplicate", message, "skipped", source, line, story.id)
            return
        renamed = self._free_name(story.id, key, content)
        message = f"another story has the id '{story.id}'; this one is kept as '{renamed}'."
        yield Issue("duplicate-id", message, "warning", source, line, renamed)
        yield replace(story, id=renamed)

    def _free_name(self, name: str, key: int, content: int) -> str:
        others = self._others.setdefault(key, {})
        last = next(reversed(others.values()), 1)  # the last one given is the highest
        renamed, n = free_name(name, last, lambda other: _hash(other) in self._content)
        others[content] = n
        self._content[_hash(renamed)] = content
        return renamed


def free_name(name: str, last: int, is_taken: Callable[[str], bool]) -> tuple[str, int]:
    """Return the first free one of `name#2`, `name#3` ..., and its number.

    Args:
        name: An id that is taken.
        last: The last number that was given to it; 1 if none was.
        is_taken: Tells whether an id is in use.
    """
    n = last + 1
    while is_taken(f"{name}#{n}"):
        n += 1
    return f"{name}#{n}", n


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
