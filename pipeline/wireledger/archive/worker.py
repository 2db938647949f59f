"""What does the work of one task, in whatever process: the same for all executors."""

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from wireledger.archive.extraction import extract_part
from wireledger.archive.layout import RunFolder
from wireledger.archive.memory import give_back
from wireledger.archive.screen import screen_shard
from wireledger.archive.settings import Settings
from wireledger.archive.tasks import Failure, Outcome, Task, Watch
from wireledger.errors import WireledgerError
from wireledger.nlp import Pipeline, load
from wireledger.story import Story

# Read before any other, so that the time in which tables are loaded is not counted as that of somebody's story.
_FIRST = Story("first", "The U.S. Treasury on Monday fined Halden Bank $4 million and listed two of its directors.")


def no_watch(row: int) -> None:
    """Take no notice."""


@dataclass(slots=True)
class Worker:
    """Does tasks, one after the other; loads the pipeline at the first that needs it.

    Attributes:
        folder: The run's folder.
        settings: What decides the records.
        watch: Is told the row of each story before it is extracted.
    """

    folder: Path
    settings: Settings
    watch: Watch = no_watch
    _pipeline: Pipeline | None = field(default=None, init=False)

    def do(self, task: Task) -> Outcome | Failure:
        """Do one task; whatever goes wrong comes back as a failure.

        Raises:
            WireledgerError: The settings can't be met, by any task.
        """
        started = perf_counter()
        try:
            outcome = self._do(task)
        except OSError as error:
            # Parts can't be written or read: that is so for all tasks, and somebody has to see to it.
            return Failure("no-part", f"{error}", is_final=True)
        except WireledgerError:
            raise
        except MemoryError:
            return Failure("out-of-memory", "there was not enough memory for the shard.")
        except Exception as error:  # a defect of ours must not end the night's run
            where = traceback.extract_tb(error.__traceback__)[-1]
            return Failure(
                "shard-failed", f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})."
            )
        finally:
            give_back()
        outcome.seconds = perf_counter() - started
        return outcome

    def _do(self, task: Task) -> Outcome:
        run = RunFolder(self.folder)
        stories, records = run.stories / task.shard.name, run.records / task.shard.name
        if task.phase == "screen":
            return screen_shard(task.shard, self.settings, stories)
        if self._pipeline is None:
            self._pipeline = load(self.settings.stage, self.settings.model)
            self._pipeline.extract(_FIRST)
        return extract_part(task, self._pipeline, stories, records, self.watch)
