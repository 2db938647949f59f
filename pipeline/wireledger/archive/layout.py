"""What lies where in a run folder: the one place that names its files.

In: the folder. Out: paths. Nothing is opened here.

```
run/
  at-hand-*            under Ray, the story that a worker is at; left behind only by one that died
  ledger.sqlite        a row a shard: what is done, by what code, what failed
  stories/*.parquet    the stories that triage let through, a part a shard
  records/*.parquet    their records, a part a shard
  duplicates.parquet   stories that were not extracted because another one has the same words
  issues.jsonl         everything that was wrong with the data
  summary.json         the account of the run
  report.html          the same, to look at
```
"""

from dataclasses import dataclass
from pathlib import Path

LEDGER = "ledger.sqlite"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A folder in which an archive run keeps everything.

    Attributes:
        path: The folder.
    """

    path: Path

    @property
    def ledger(self) -> Path:
        """SQLite file with a row a shard."""
        return self.path / LEDGER

    @property
    def stories(self) -> Path:
        """Folder of the stories that were worth reading, as Parquet parts."""
        return self.path / "stories"

    @property
    def records(self) -> Path:
        """Folder of the records, as Parquet parts."""
        return self.path / "records"

    @property
    def duplicates(self) -> Path:
        """Parquet table of the stories that were not extracted, each with the one that stands for it."""
        return self.path / "duplicates.parquet"

    @property
    def issues(self) -> Path:
        """JSON lines, one issue each."""
        return self.path / "issues.jsonl"

    @property
    def summary(self) -> Path:
        """The account of the run, as JSON."""
        return self.path / "summary.json"

    @property
    def report(self) -> Path:
        """The account of the run, as a page."""
        return self.path / "report.html"

    def record_parts(self) -> list[Path]:
        """Return the parts with records, in order; parts still being written are not among them."""
        return sorted(self.records.glob("*.parquet"))

    def story_parts(self) -> list[Path]:
        """Return the parts with stories, in order."""
        return sorted(self.stories.glob("*.parquet"))


def is_run(path: Path) -> bool:
    """Tell whether `path` is the folder of a run."""
    return (path / LEDGER).is_file()
