"""Gold stories -> those to learn from and those held out, with all stories of one event on one side.

Two papers tell of one penalty. With one to learn from and the other held out, a reader that has learned the bank by
heart looks as if it could read.
"""

import hashlib
from collections.abc import Iterable

from wireledger.corpus.gold import GoldStory

HELD_OUT_OF = 6
"""One event in this many is held out."""


def split_by_event(stories: Iterable[GoldStory]) -> tuple[list[GoldStory], list[GoldStory]]:
    """Return the stories to learn from and those held out, each in order; the same ones in every run.

    Stories are of one event where they share the name of a target that is neither a state nor a sector, also by way of
    a third story.
    """
    stories = list(stories)
    events = _Events(len(stories))
    first_of: dict[str, int] = {}
    for number, gold in enumerate(stories):
        for name in _names(gold):
            events.join(number, first_of.setdefault(name, number))
    least: dict[int, str] = {}  # of each event the least id, so that the order of the stories does not matter
    for number, gold in enumerate(stories):
        event = events.of(number)
        least[event] = min(least.get(event, gold.story.id), gold.story.id)
    sides: tuple[list[GoldStory], list[GoldStory]] = ([], [])
    for number, gold in enumerate(stories):
        sides[_is_held_out(least[events.of(number)])].append(gold)
    return sides


def _names(gold: GoldStory) -> set[str]:
    return {
        target.name.casefold()
        for action in gold.actions
        for target in action.targets
        if target.name is not None and target.type not in ("country", "sector")
    }


def _is_held_out(event: str) -> bool:
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % HELD_OUT_OF == 0


class _Events:
    """Sets of stories that grow together (union-find)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def of(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        self._parents[self.of(one)] = self.of(other)
