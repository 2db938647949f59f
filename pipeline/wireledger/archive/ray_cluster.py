"""Many machines: the same tasks, done by a Ray cluster.

The run's folder must lie where every machine sees it under the same path. Only this process writes the ledger; a task
whose worker or machine dies comes back as a failure and is tried again by `run.py`. Ray's own checkpoints are not used:
they re-read all input.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wireledger.archive.at_hand import AtHand
from wireledger.archive.executor import StoryAlarm, do_in_time
from wireledger.archive.settings import Settings
from wireledger.archive.tasks import Failure, Outcome, Task
from wireledger.archive.worker import Worker
from wireledger.errors import ConfigError, RunError, WireledgerError

_AHEAD = 2  # tasks per worker that the cluster knows of: enough that none waits, few enough that none piles up


@dataclass(frozen=True, slots=True)
class RayCluster:
    """Does tasks on a Ray cluster.

    Attributes:
        folder: The run's folder, absolute.
        settings: What decides the records.
        story_timeout: Seconds that one story may take.
        address: Of a cluster that is running; None starts one on this machine.
        n_workers: Workers; None takes as many as the cluster has cores.
    """

    folder: Path
    settings: Settings
    story_timeout: float
    address: str | None = None
    n_workers: int | None = None

    def run(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Outcome | Failure]]:
        """See `Executor`.

        Raises:
            ConfigError: Ray isn't installed.
            RunError: Ray does not start, or the cluster cannot be reached.
            WireledgerError: The settings can't be met.
        """
        ray = _import_ray()
        if not ray.is_initialized():
            local = {"num_cpus": self.n_workers, "include_dashboard": False} if self.address is None else {}
            try:
                ray.init(address=self.address, log_to_driver=False, **local)
            except Exception as error:  # Ray raises a bare one where it is late to start
                raise RunError(f"Ray cannot be started or reached: {error} The run can be started again.") from error
        n_workers = self.n_workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        # Retries are ours: run.py counts attempts and names what failed.
        do = ray.remote(max_retries=0, num_cpus=1)(_do)
        waiting = list(reversed(tasks))
        at_work: dict[Any, Task] = {}
        while waiting or at_work:
            while waiting and len(at_work) < _AHEAD * n_workers:
                task = waiting.pop()
                at_work[do.remote(self.folder, self.settings, self.story_timeout, task)] = task
            (ready,), _ = ray.wait(list(at_work), num_returns=1)
            task = at_work.pop(ready)
            try:
                outcome = ray.get(ready)
            except ray.exceptions.RayTaskError as error:
                raise error.cause from None
            except ray.exceptions.RayError as error:
                first_line = str(error).strip().splitlines()[0]
                row = AtHand.of(self.folder, task.shard.number).take()
                outcome = Failure("worker-died", f"{type(error).__name__}: {first_line}", row)
            if isinstance(outcome, WireledgerError):
                raise outcome
            yield task, outcome

    def close(self) -> None:
        """Leave the cluster as it is: one that was started here ends with this process."""


_workers: dict[tuple[Path, Settings], Worker] = {}


def _do(folder: Path, settings: Settings, story_timeout: float, task: Task) -> Outcome | Failure | WireledgerError:
    """Do a task in a worker of the cluster, which keeps its pipeline from task to task."""
    import pyarrow as pa

    from wireledger.archive import ray_cluster  # the module, not the copy that Ray sent: that one forgets

    pa.set_cpu_count(1)
    kept = ray_cluster._workers
    worker = kept.get((folder, settings))
    if worker is None:
        kept.clear()
        worker = kept[folder, settings] = Worker(folder, settings)
    try:
        with AtHand.of(folder, task.shard.number) as note:
            worker.watch = alarm = StoryAlarm(story_timeout, note)
            return do_in_time(worker, task, alarm)
    except WireledgerError as error:
        return error


def _import_ray() -> Any:
    try:
        import ray
    except ImportError:
        raise ConfigError("--engine ray needs Ray; pip install 'wireledger[ray]'.") from None
    return ray
