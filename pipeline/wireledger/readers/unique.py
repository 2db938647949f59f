"""Unique story ids within a run.

The same id with the same title and text is a duplicate: the second is skipped. The same id with other words is
another story: it is kept as `id#2`, `id#3` ... . Either way an issue says so. Remembers two 8-byte hashes per story
(about 150 bytes of memory each in Python); runs over archives check per shard instead.
"""

from collections.abc import Iterator
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
        n = next(reversed(others.values()), 1) + 1  # the last one given is the highest
        while _hash(f"{name}#{n}") in self._content:
            n += 1
        others[content] = n
        self._content[_hash(f"{name}#{n}")] = content
        return f"{name}#{n}"


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
