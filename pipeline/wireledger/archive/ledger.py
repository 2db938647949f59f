"""The ledger: a SQLite file that says what of a run is done, by what code, and what failed.

One process writes it, one transaction a task, so that after a kill it says no more and no less than what is true: a
shard counts as done only after its part has its name.
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from wireledger.archive.copies import Copy, Place
from wireledger.archive.tasks import Failure, Outcome, Phase, Task
from wireledger.errors import RunError
from wireledger.issues import Issue

_SCHEMA = """
create table if not exists run (name text primary key, value text not null);
create table if not exists shards (
    phase text not null, number integer not null, state text not null, seconds real not null, counts text not null,
    n_lines text not null, finished_at real not null, primary key (phase, number)
);
create table if not exists issues (
    phase text not null, number integer not null, code text not null, message text not null, severity text not null,
    source text, line integer, story_id text
);
create index if not exists issues_of_shard on issues (phase, number);
create table if not exists copies (
    part integer not null, row integer not null, story_id text not null, kind text not null, kept_id text not null,
    similarity real not null, primary key (part, row)
);
create table if not exists quarantine (
    part integer not null, row integer not null, code text not null, reason text not null, primary key (part, row)
);
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a phase is.

    Attributes:
        phase: Which.
        n_shards: Shards in all; 0 where the run has only begun.
        n_done: Done.
        n_failed: Given up.
        seconds: Work done for it, summed over workers.
        last: When the last one was finished.
    """

    phase: Phase
    n_shards: int
    n_done: int
    n_failed: int
    seconds: float
    last: datetime | None


class Ledger:
    """The ledger of one run. Leaving the `with` block closes it.

    Raises:
        RunError: The file is no ledger, or cannot be opened.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        try:
            self._db = sqlite3.connect(f"file:{quote(str(path))}?mode={'ro' if read_only else 'rwc'}", uri=True)
            if not read_only:
                self._db.executescript(_SCHEMA)
            self._db.execute("select count(*) from shards").fetchone()
        except sqlite3.DatabaseError as error:
            raise RunError(f"{path}: cannot be used as a run's ledger ({error}); name another folder.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def facts(self) -> dict[str, str]:
        """Return what is noted about the run as a whole."""
        return dict(self._db.execute("select name, value from run"))

    def note(self, **facts: str) -> None:
        """Note facts about the run as a whole."""
        with self._db:
            self._db.executemany("replace into run values (?, ?)", facts.items())

    def done(self, phase: Phase) -> set[int]:
        """Return the numbers of the shards whose `phase` is done."""
        rows = self._db.execute("select number from shards where phase = ? and state = 'done'", (phase,))
        return {number for (number,) in rows}

    def failed(self, phase: Phase) -> set[int]:
        """Return the numbers of the shards whose `phase` was given up."""
        rows = self._db.execute("select number from shards where phase = ? and state = 'failed'", (phase,))
        return {number for (number,) in rows}

    def finish(self, task: Task, outcome: Outcome | Failure) -> None:
        """Write down that a task is done, or why it never will be; replaces what was written before."""
        if isinstance(outcome, Failure):
            source = task.shard.pieces[0].source.name
            issue = Issue(outcome.code, f"shard {task.shard.number}: {outcome.reason}", "failed", source)
            state, outcome = "failed", Outcome(issues=[issue])
        else:
            state = "done"
        key = (task.phase, task.shard.number)
        with self._db:
            self._db.execute("delete from issues where phase = ? and number = ?", key)
            self._db.executemany(
                "insert into issues values (?, ?, ?, ?, ?, ?, ?, ?)",
                [(*key, i.code, i.message, i.severity, i.source, i.line, i.story_id) for i in outcome.issues],
            )
            self._db.execute(
                "replace into shards values (?, ?, ?, ?, ?, ?, ?)",
                (*key, state, outcome.seconds, json.dumps(outcome.counts), json.dumps(outcome.n_lines), time.time()),
            )

    def forget(self, phase: Phase, numbers: Iterable[int]) -> None:
        """Take shards as never done."""
        with self._db:
            for number in numbers:
                for table in ("shards", "issues"):
                    self._db.execute(f"delete from {table} where phase = ? and number = ?", (phase, number))

    def quarantine(self, part: int, row: int, failure: Failure) -> None:
        """Note that a story ended or held up its worker; it is left out from now on."""
        with self._db:
            self._db.execute("replace into quarantine values (?, ?, ?, ?)", (part, row, failure.code, failure.reason))

    def quarantined(self) -> dict[Place, tuple[str, str]]:
        """Return the stories that are left out, with code and reason."""
        rows = self._db.execute("select part, row, code, reason from quarantine")
        return {Place(part, row): (code, reason) for part, row, code, reason in rows}

    def release(self) -> set[int]:
        """Empty the quarantine; return the parts whose stories were in it."""
        with self._db:
            parts = {part for (part,) in self._db.execute("select distinct part from quarantine")}
            self._db.execute("delete from quarantine")
        return parts

    def set_copies(self, copies: Iterable[Copy], state: str) -> None:
        """Replace what is known about copies; `state` says of which parts, and is noted as the fact `copies`."""
        with self._db:
            self._db.execute("delete from copies")
            self._db.executemany(
                "insert into copies values (?, ?, ?, ?, ?, ?)",
                [(c.place.part, c.place.row, c.story_id, c.kind, c.kept_id, c.similarity) for c in copies],
            )
            self._db.execute("replace into run values ('copies', ?)", (state,))

    def copies(self) -> list[Copy]:
        """Return what is known about copies, in the order of the stories."""
        rows = self._db.execute("select part, row, story_id, kind, kept_id, similarity from copies order by part, row")
        return [Copy(Place(part, row), *rest) for part, row, *rest in rows]

    def counts(self) -> Counter[str]:
        """Return the sum of the counts of all tasks that are done."""
        total: Counter[str] = Counter()
        for (counts,) in self._db.execute("select counts from shards"):
            total.update(json.loads(counts))
        return total

    def seconds(self) -> Mapping[str, float]:
        """Return for each phase the time that its tasks took, summed over workers."""
        return dict(self._db.execute("select phase, sum(seconds) from shards group by phase"))

    def standing(self) -> list[Standing]:
        """Return how far each phase is."""
        n_shards = int(self.facts().get("n_shards", 0))
        rows = self._db.execute(
            "select phase, sum(state = 'done'), sum(state = 'failed'), sum(seconds), max(finished_at) from shards "
            "group by phase order by phase desc"
        )
        return [
            Standing(phase, n_shards, n_done, n_failed, seconds, datetime.fromtimestamp(last, UTC))
            for phase, n_done, n_failed, seconds, last in rows
        ]

    def n_lines(self) -> dict[int, dict[str, int]]:
        """Return for each shard the number of lines of each file's byte range."""
        rows = self._db.execute("select number, n_lines from shards where phase = 'screen' order by number")
        return {number: json.loads(n_lines) for number, n_lines in rows}

    def issues(self) -> Iterable[tuple[Phase, int, Issue]]:
        """Yield phase, shard and issue, in the order of phases and shards; lines count from the shard's first."""
        for phase, number, *rest in self._db.execute(
            "select phase, number, code, message, severity, source, line, story_id from issues "
            "order by phase desc, number, rowid"
        ):
            yield phase, number, Issue(*rest)
