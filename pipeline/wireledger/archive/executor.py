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
from typing import Protocol, Self

from wireledger.archive.settings import Settings
from wireledger.archive.tasks import Failure, Outcome, Task, Watch
from wireledger.archive.worker import Worker, no_watch


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
        alarm = StoryAlarm(self.story_timeout)
        worker = Worker(self.folder, self.settings, alarm)
        for task in tasks:
            yield task, do_in_time(worker, task, alarm)

    def close(self) -> None:
        """There is nothing to let go of."""


class StoryTimeoutError(BaseException):
    """A story took too long. Not an `Exception`, or the pipeline would take it for a failure of its own."""


class StoryAlarm:
    """Is told the row of each story at hand, and rings if it is not done in time."""

    def __init__(self, seconds: float, watch: Watch = no_watch) -> None:
        """Rows are told on to `watch`. Outside of the main thread, where no signal arrives, nothing rings."""
        self.seconds = seconds
        self.row = -1
        self._watch = watch
        self._can_ring = threading.current_thread() is threading.main_thread()

    def __call__(self, row: int) -> None:
        """Take notice of the row of the story that comes next; -1: none."""
        self.row = row
        self._watch(row)
        if self._can_ring:
            signal.setitimer(signal.ITIMER_REAL, self.seconds if row >= 0 else 0)

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGALRM, _ring) if self._can_ring else None
        return self

    def __exit__(self, *error: object) -> None:
        if self._can_ring:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)


def do_in_time(worker: Worker, task: Task, alarm: StoryAlarm) -> Outcome | Failure:
    """Do a task in this process, by a worker whose watch is `alarm`; a story that takes too long is a failure.

    Raises:
        WireledgerError: The settings can't be met, by any task.
    """
    with alarm:
        try:
            return worker.do(task)
        except StoryTimeoutError:
            return too_slow(alarm.row, alarm.seconds)


def _ring(number: int, frame: FrameType | None) -> None:
    raise StoryTimeoutError


def too_slow(row: int, seconds: float) -> Failure:
    """Return the failure of a story that took more than `seconds`."""
    return Failure("story-timeout", f"took more than {seconds:g} s and was given up.", row)
