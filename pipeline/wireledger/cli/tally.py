"""`Tally`: what a run has read and found so far, for the progress line and the summary."""

from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

from wireledger.records import Record
from wireledger.story import Story


@dataclass(slots=True)
class Tally:
    """Running counts.

    Attributes:
        n_stories: Stories read.
        n_with_records: Stories in which something was found.
        n_words: Words of the stories read, split at white space.
        actions: Records per action.
        started: Clock at the start, in seconds.
    """

    n_stories: int = 0
    n_with_records: int = 0
    n_words: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=perf_counter)

    def add(self, story: Story, records: tuple[Record, ...]) -> None:
        """Count one story that was read and its records."""
        self.n_stories += 1
        self.n_with_records += bool(records)
        self.n_words += len(story.text.split())
        self.actions.update(record.action for record in records)

    def seconds(self) -> float:
        """Return the time since the start."""
        return perf_counter() - self.started

    def per_second(self, n: int) -> float:
        """Return `n` as a rate."""
        return n / max(self.seconds(), 1e-9)
