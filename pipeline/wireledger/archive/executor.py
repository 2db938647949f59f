"""`Executor`: who does the tasks. One interface, three ways: this process, a pool of processes, a Ray cluster.

An executor takes tasks and yields, in any order, each with what came of it. It writes no ledger and decides nothing:
whether a task is tried again is `run.py`'s to say.
"""

import signal
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

from wireledger.archive.settings import Settings
from wireledger.archive.tasks import Failure, Outcome, Task
from wireledger.archive.worker import Worker


class Executor(Protocol):
    """Does tasks."""

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | Failure]]:
        """Yield every task with its outcome or failure, once, as they come."""
        ...

    def close(self) -> None:
        """Let go of workers; the run is over."""
        ...


@dataclass(frozen=True, slots=True)
class InProcess:
    """Does the tasks here, one after the other.

    Attributes:
        folder: The run's folder.
        settings: What decides the records.
        story_timeout: Seconds that one story may take; kept in the main thread only, where signals arrive.
    """

    folder: Path
    settings: Settings
    story_timeout: float

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | Failure]]:
        """See `Executor`."""
        can_stop = threading.current_thread() is threading.main_thread()
        watch = _Alarm(self.story_timeout)
        worker = Worker(self.folder, self.settings, watch) if can_stop else Worker(self.folder, self.settings)
        before = signal.signal(signal.SIGALRM, watch.ring) if can_stop else None
        try:
            for task in tasks:
                try:
                    outcome: Outcome | Failure = worker.do(task)
                except StoryTimeoutError:
                    outcome = too_slow(watch.row, self.story_timeout)
                if can_stop:
                    watch(-1)
                yield task, outcome
        finally:
            if can_stop:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)

    def close(self) -> None:
        """There is nothing to let go of."""


class StoryTimeoutError(BaseException):
    """A story took too long. Not an `Exception`, or the pipeline would take it for a failure of its own."""


class _Alarm:
    """Rings if a story is not done in time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.row = -1

    def __call__(self, row: int) -> None:
        self.row = row
        signal.setitimer(signal.ITIMER_REAL, self._seconds if row >= 0 else 0)

    def ring(self, number: int, frame: FrameType | None) -> None:
        raise StoryTimeoutError


def too_slow(row: int, seconds: float) -> Failure:
    """Return the failure of a story that took more than `seconds`."""
    return Failure("story-timeout", f"took more than {seconds:g} s and was given up.", row)
