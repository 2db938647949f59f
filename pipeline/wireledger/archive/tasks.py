"""What executors carry: a task to a worker, an outcome or a failure back. All of it can be pickled."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from wireledger.archive.plan import Shard
from wireledger.issues import Issue

Phase = Literal["screen", "extract"]
Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A phase of one shard.

    Attributes:
        phase: `screen` reads the archive, `extract` the stories that are worth reading.
        shard: The shard.
        new_ids: Row of its part -> the id that the story gets, since another one has its own.
        left_out: Rows that are not extracted: copies, and stories that ended a worker.
    """

    phase: Phase
    shard: Shard
    new_ids: dict[int, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


@dataclass(slots=True)
class Outcome:
    """What came of one task.

    Attributes:
        counts: Numbers by name; those of all tasks add up to the account of the run.
        issues: What was wrong with the data.
        n_lines: File -> lines of its byte range that was read, by which line numbers in the file are found later.
        seconds: How long it took.
    """

    counts: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    n_lines: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that came to no end.

    Attributes:
        code: Short kebab-case name, as in `Issue`.
        reason: One sentence.
        row: Row of the part that was being extracted, which is suspected; None where no story is to blame.
        is_final: Whether trying again makes no sense: the disk is full, say.
    """

    code: str
    reason: str
    row: int | None = None
    is_final: bool = False
