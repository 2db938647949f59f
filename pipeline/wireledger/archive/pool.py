"""A pool of worker processes on this machine, which survives the death of any of them.

Each worker is a fresh interpreter (`spawn`) with one pipeline and one thread, and has one task at a time, so that
memory stays flat. The parent watches: a worker that dies, or sits over one story for too long, costs its task, and the
row that it was at is named. A worker that has grown beyond the ceiling is replaced after its task. Workers end with
their parent.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wireledger.archive.executor import too_slow
from wireledger.archive.settings import Settings
from wireledger.archive.tasks import Failure, Outcome, Task
from wireledger.archive.worker import Worker
from wireledger.errors import RunError, WireledgerError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_LOOK_EVERY = 0.5  # seconds between two looks at the clock of each worker
_MOST_DEATHS = 3  # of workers one after the other that did not come as far as a story
_MOST_DEATHS_AT_STORIES = 20  # of workers one after the other that did not finish a single task between them
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Pool:
    """Does tasks in processes of their own.

    Attributes:
        folder: The run's folder.
        settings: What decides the records.
        n_workers: Number of processes.
        story_timeout: Seconds that one story may take.
        memory_ceiling: Bytes of memory beyond which a worker is replaced.
    """

    folder: Path
    settings: Settings
    n_workers: int
    story_timeout: float
    memory_ceiling: int
    _crew: list["_Hand"] = field(default_factory=list, init=False, compare=False)

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | Failure]]:
        """See `Executor`.

        Raises:
            RunError: Workers die whatever they do.
            WireledgerError: The settings can't be met, as the first worker found.
        """
        waiting = list(reversed(tasks))
        crew = self._crew
        crew += [_Hand(self) for _ in range(min(self.n_workers, len(tasks)) - len(crew))]
        n_deaths = 0
        try:
            while waiting or any(hand.task for hand in crew):
                for hand in crew:
                    if waiting and hand.task is None:
                        hand.give(waiting.pop())
                busy = [hand for hand in crew if hand.task]
                connection.wait([hand.pipe for hand in busy] + [hand.process.sentinel for hand in busy], _LOOK_EVERY)
                for hand in crew:
                    done = hand.look()
                    if done is None:
                        continue
                    task, outcome = done
                    n_deaths = n_deaths + 1 if _is_death(outcome) else 0
                    if isinstance(outcome, Failure) and n_deaths > (
                        _MOST_DEATHS if outcome.row is None else _MOST_DEATHS_AT_STORIES
                    ):
                        raise RunError(f"{n_deaths} workers died one after the other; the last one: {outcome.reason}")
                    yield task, outcome
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        while self._crew:
            self._crew.pop().dismiss()


def _is_death(outcome: Outcome | Failure) -> bool:
    return isinstance(outcome, Failure) and outcome.code == "worker-died"


@dataclass(slots=True)
class _Hand:
    """The parent's side of one worker."""

    pool: Pool
    task: Task | None = None
    process: "SpawnProcess" = field(init=False)
    pipe: "Connection[Any, Any]" = field(init=False)
    state: Any = field(init=False)  # row of the story at hand (-1: none), and the clock at its beginning

    def __post_init__(self) -> None:
        self._start()

    def give(self, task: Task) -> None:
        self.task = task
        self.state[0], self.state[1] = -1, 0
        if not self.process.is_alive():
            self._start()
        with suppress(OSError):  # if it died just now, `look` will see that
            self.pipe.send(task)

    def look(self) -> tuple[Task, Outcome | Failure] | None:
        """Return the task with what came of it, if anything has."""
        if self.task is None:
            return None
        answer = self._answer()
        if answer is None:
            row, since = int(self.state[0]), self.state[1]
            if row >= 0 and time.monotonic() - since > self.pool.story_timeout:
                self.dismiss()
                answer = too_slow(row, self.pool.story_timeout)
            elif not self.process.is_alive():
                answer = self._answer() or self._death(row)
                if answer is None:
                    self.give(self.task)
        if answer is None:
            return None
        if isinstance(answer, WireledgerError):
            raise answer
        task, self.task = self.task, None
        return task, answer

    def dismiss(self) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.pipe.close()

    def _answer(self) -> Any:
        try:
            return self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):
            return None

    def _death(self, row: int) -> Failure | None:
        """Return how the worker ended, or None if it had grown too large and left before it saw its task."""
        self.process.join()
        code = self.process.exitcode or 0
        if code == 0 and row < 0:
            return None
        why = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        hint = ", as the system does when memory runs out" if code == -signal.SIGKILL else ""
        return Failure("worker-died", f"the worker {why}{hint}.", row if row >= 0 else None)

    def _start(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.state = context.Array("d", [-1.0, 0.0], lock=False)
        kept = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        try:
            self.process = context.Process(
                target=_work,
                args=(theirs, self.state, self.pool.folder, self.pool.settings, self.pool.memory_ceiling),
                daemon=True,
            )
            self.process.start()
        finally:
            for name, value in kept.items():
                os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
        theirs.close()


def _work(pipe: "Connection[Any, Any]", state: Any, folder: Path, settings: Settings, memory_ceiling: int) -> None:
    """Do tasks until there are no more, or until this process has grown too large."""
    import pyarrow as pa

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)

    def watch(row: int) -> None:
        state[1], state[0] = time.monotonic(), row

    worker = Worker(folder, settings, watch)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: object = worker.do(task)
        except WireledgerError as error:
            answer = error
        pipe.send(answer)
        if _memory() > memory_ceiling:
            return


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _memory() -> int:
    """Return the memory of this process that is in use, in bytes."""
    try:
        n_pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0  # not Linux: no ceiling
    return n_pages * os.sysconf("SC_PAGE_SIZE")
