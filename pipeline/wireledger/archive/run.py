"""An archive run from beginning to end, or from where the last one stopped.

In: inputs, settings, a folder, an executor. Out: the parts and the account in the folder. Three phases: screening every
shard, finding copies, extracting every part; each shard is done or not, and only the ledger says which. The same inputs
give the same records, whatever the executor, and however often the run was killed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wireledger.archive.account import Account, write_account
from wireledger.archive.copies import Place, find_copies
from wireledger.archive.executor import Executor
from wireledger.archive.layout import RunFolder
from wireledger.archive.ledger import Ledger
from wireledger.archive.lock import locked
from wireledger.archive.plan import Shard, plan_shards
from wireledger.archive.settings import Settings
from wireledger.archive.story_parts import read_signatures
from wireledger.archive.tasks import Failure, Phase, Task
from wireledger.errors import RunError
from wireledger.readers import Inputs

_MOST_ATTEMPTS = 3  # at a shard that fails without a story that is surely to blame


@dataclass(slots=True)
class Progress:
    """How far a run is; handed to whoever shows it after every task.

    Attributes:
        phase: What is being done.
        n_done: Shards done in this phase, those of earlier sessions included.
        n_shards: Shards in all.
        n_bytes_done: Bytes of these shards.
        n_bytes: Bytes in all.
        counts: The counts of all tasks so far.
        n_failures: Shards and stories that failed in this session.
    """

    phase: Phase
    n_done: int
    n_shards: int
    n_bytes_done: int
    n_bytes: int
    counts: Counter[str] = field(default_factory=Counter)
    n_failures: int = 0


Show = Callable[[Progress], None]


def run_archive(
    inputs: Inputs,
    folder: Path,
    settings: Settings,
    executor: Executor,
    *,
    restart: bool = False,
    retry_failed: bool = False,
    show: Show = lambda progress: None,
) -> Account:
    """Extract an archive into a run folder; go on where an earlier run with the same inputs and settings stopped.

    Args:
        inputs: What to read.
        folder: The run's folder; made if it isn't there.
        settings: What decides the records.
        executor: Who does the work.
        restart: Throw away what an earlier run left in the folder.
        retry_failed: Try again what failed.
        show: Is called after every task.

    Returns:
        The account, which is written to the folder as well.

    Raises:
        RunError: The folder holds another run or something else, or is in use, or the run cannot go on.
        ConfigError: An input is a stream, or the settings make no sense.
    """
    run = RunFolder(folder)
    _make(run)
    with locked(folder):
        if restart:
            _clear(run)
        _sweep(run)
        with Ledger(run.ledger) as ledger:
            _check_same(ledger, folder, settings.fingerprints(inputs.sources))
            shards = plan_shards(inputs, settings.shard_bytes)
            ledger.note(n_shards=str(len(shards)))
            if retry_failed:
                _forget_failed(ledger)
            session = _Session(run, ledger, shards, executor, show)
            try:
                session.screen()
                session.find_copies()
                session.extract()
            finally:
                executor.close()
            return write_account(run, ledger, inputs, shards)


def _make(run: RunFolder) -> None:
    try:
        run.stories.mkdir(parents=True, exist_ok=True)
        run.records.mkdir(exist_ok=True)
    except OSError as error:
        raise RunError(f"{run.path}: cannot be made ({error.strerror or error}).") from None


def _clear(run: RunFolder) -> None:
    for path in [*run.story_parts(), *run.record_parts(), run.duplicates, run.issues, run.summary, run.report]:
        path.unlink(missing_ok=True)
    run.ledger.unlink(missing_ok=True)
    run.ledger.with_name(run.ledger.name + "-journal").unlink(missing_ok=True)


def _sweep(run: RunFolder) -> None:
    """Remove what workers that were killed left half-written."""
    for folder in (run.path, run.stories, run.records):
        for path in [*folder.glob(".*.tmp"), *folder.glob("at-hand-*")]:
            path.unlink(missing_ok=True)


def _check_same(ledger: Ledger, folder: Path, fingerprints: dict[str, str]) -> None:
    known = ledger.facts()
    changed = [name for name, value in fingerprints.items() if known.get(name, value) != value]
    if changed:
        raise RunError(
            f"{folder}: was begun with other {' and '.join(changed)}; going on would mix records of two kinds. "
            "Add --restart to throw its records away and begin anew, or name another folder."
        )
    ledger.note(**fingerprints)


def _forget_failed(ledger: Ledger) -> None:
    failed: dict[Phase, set[int]] = {"screen": ledger.failed("screen"), "extract": ledger.failed("extract")}
    for phase, number, issue in ledger.issues():
        if issue.severity == "failed":
            failed[phase].add(number)
    failed["extract"] |= ledger.release() | failed["screen"]
    for phase, numbers in failed.items():
        ledger.forget(phase, numbers)


@dataclass(slots=True)
class _Session:
    """One process's part in a run."""

    run: RunFolder
    ledger: Ledger
    shards: Sequence[Shard]
    executor: Executor
    show: Show
    progress: Progress = field(init=False)
    suspects: set[Place] = field(default_factory=set, init=False)  # stories at which a worker died once

    def __post_init__(self) -> None:
        n_bytes = sum(shard.n_bytes for shard in self.shards)
        self.progress = Progress("screen", 0, len(self.shards), 0, n_bytes, self.ledger.counts())

    def screen(self) -> None:
        pending = self._pending("screen")
        if pending:
            self._do("screen", pending)

    def find_copies(self) -> None:
        screened = self.ledger.done("screen")
        parts = [shard for shard in self.shards if shard.number in screened]
        state = ",".join(str(shard.number) for shard in parts)
        if self.ledger.facts().get("copies") == state:
            return
        before = set(self.ledger.copies())
        copies = list(find_copies(self._signatures(parts)))
        self.ledger.set_copies(copies, state)
        self.ledger.forget("extract", {copy.place.part for copy in before ^ set(copies)})

    def extract(self) -> None:
        screened = self.ledger.done("screen")
        pending = [task for task in self._pending("extract") if task.shard.number in screened]
        if pending:
            left_out: dict[int, set[int]] = {}
            new_ids: dict[int, dict[int, str]] = {}
            for place in self.ledger.quarantined():
                left_out.setdefault(place.part, set()).add(place.row)
            for copy in self.ledger.copies():
                if copy.kind == "same-id":
                    new_ids.setdefault(copy.place.part, {})[copy.place.row] = copy.kept_id
                else:
                    left_out.setdefault(copy.place.part, set()).add(copy.place.row)
            self._do("extract", [
                replace(
                    task,
                    new_ids=new_ids.get(task.shard.number, {}),
                    left_out=frozenset(left_out.get(task.shard.number, ())),
                )
                for task in pending
            ])  # fmt: skip

    def _signatures(self, parts: Sequence[Shard]) -> Iterator[tuple[Place, str, int, bytes | None]]:
        for shard in parts:
            for row, (story_id, n_chars, signature) in enumerate(read_signatures(self.run.stories / shard.name)):
                yield Place(shard.number, row), story_id, n_chars, signature

    def _pending(self, phase: Phase) -> list[Task]:
        settled = self.ledger.done(phase) | self.ledger.failed(phase)
        return [Task(phase, shard) for shard in self.shards if shard.number not in settled]

    def _do(self, phase: Phase, tasks: list[Task]) -> None:
        attempts: Counter[int] = Counter()
        progress, waiting = self.progress, {task.shard.number for task in tasks}
        before = [shard for shard in self.shards if shard.number not in waiting]
        progress.phase, progress.n_done = phase, len(before)
        progress.n_bytes_done = sum(shard.n_bytes for shard in before)
        self._show()
        while tasks:
            again: list[Task] = []
            for task, outcome in self.executor.run(tasks):
                retried = self._after_failure(task, outcome, attempts) if isinstance(outcome, Failure) else []
                if not isinstance(outcome, Failure):
                    self.ledger.finish(task, outcome)
                    progress.counts.update(outcome.counts)
                if not retried:
                    progress.n_done += 1
                    progress.n_bytes_done += task.shard.n_bytes
                again += retried
                self._show()
            tasks = again

    def _after_failure(self, task: Task, failure: Failure, attempts: Counter[int]) -> list[Task]:
        """Write down what is to be written, and return the task if it is to be tried again."""
        if failure.is_final:
            raise RunError(
                f"{self.run.path}: the run stopped: {failure.reason} "
                "What is done is kept; see to the cause, then start the same command again."
            )
        number = task.shard.number
        at = None if failure.row is None else Place(number, failure.row)
        # The first death at a story may be the system's doing, which ends whoever is at hand when memory runs out.
        if at is None or (failure.code == "worker-died" and at not in self.suspects):
            attempts[number] += 1
            if attempts[number] < _MOST_ATTEMPTS:
                self.suspects |= {at} if at is not None else set()
                return [task]
        self.progress.n_failures += 1
        if at is None:
            self.ledger.finish(task, failure)
            return []
        self.ledger.quarantine(number, at.row, failure)
        return [replace(task, left_out=task.left_out | {at.row})]

    def _show(self) -> None:
        # A copy: whoever shows it compares it with an earlier one.
        self.show(replace(self.progress, counts=self.progress.counts.copy()))
