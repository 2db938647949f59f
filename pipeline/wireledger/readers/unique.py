"""Unique story ids within a run.

The same id with the same title and text is a duplicate: the second is skipped. The same id with other words is another
story: it is kept as `id#2`, `id#3` ... . Either way an issue says so. Remembers two 8-byte hashes per story (about 150 bytes
of memory each in Python); runs over archives check per shard instead.
"""

from collections.abc import Iterator
from hashlib import blake2b

from wireledger.issues import Issue
from wireledger.story import Story


class UniqueIds:
    """Knows the ids of the stories seen so far."""

    def __init__(self) -> None:
        self._contents: dict[int, int] = {}

    def check(self, story: Story, source: str) -> Iterator[Story | Issue]:
        """Yield `story`, under another id if its own is taken; only an issue if it was there before."""
        content = _hash(f"{story.title}\0{story.text}")
        name, n = story.id, 1
        while (known := self._contents.setdefault(_hash(name), content)) != content:
            n += 1
            name = f"{story.id}#{n}"
        ...
        yield story


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
