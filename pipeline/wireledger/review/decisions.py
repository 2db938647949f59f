"""`DecisionLog`: what people decided, in a SQLite file beside the records.

In: decisions, one by one. Out: the same, in their order. Rows are only ever added, an undo is a row of its own, so what
was before is never lost. A decision is on disk when `add` returns; one that is handed in twice (a page that got no
answer and asks again) is kept once. What follows from the rows is `replay.py`'s business.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from wireledger.errors import ReadError, ReviewError

Kind = Literal["accept", "reject", "correct", "add", "no_action", "undo"]

NAME = "decisions.sqlite"
_PATIENCE = 2.0  # seconds that a lock of another program is waited for
_VERSION = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request TEXT NOT NULL UNIQUE,  -- the page's own number of the decision
    story TEXT NOT NULL,           -- hash of title and text
    item TEXT,                     -- where target and trigger stand; null: about the whole story
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,              -- UTC
    seen TEXT,                     -- the record as the extractor gave it
    before TEXT,                   -- as it stood when the person decided
    after TEXT,                    -- as it stands now
    refers INTEGER                 -- of an undo: the decision that it takes back
);
CREATE INDEX IF NOT EXISTS decisions_story ON decisions (story);
"""


class ConflictError(ReviewError):
    """Somebody else decided in the meantime."""


class LockedError(ReviewError):
    """Another program holds the file."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. `seen`, `before` and `after` are records as `Record.to_dict` gives them, or None.

    Attributes:
        request: Unique name that the page gave it.
        story: Hash of the story (`story_key`).
        item: Key of the record, None where the whole story is meant.
        id: Its number, in order of time; 0 before it is kept.
    """

    request: str
    story: str
    item: str | None
    kind: Kind
    who: str
    at: str
    seen: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    refers: int | None = None
    id: int = 0


def now() -> str:
    """Return the time as decisions keep it: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def decisions_beside(path: Path) -> Path:
    """Return where the decisions on a run, or on a file of records, are kept."""
    return path / NAME if path.is_dir() else path.with_name(f"{path.name}.{NAME}")


class DecisionLog:
    """The decisions on one set of records. May be used from several threads, and by several programs at once."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the file; without `read_only` it is made where it isn't there.

        Raises:
            ReadError: It is no file of decisions, or cannot be opened.
        """
        self.path = path
        self._lock = threading.Lock()
        target = _read_only_address(path) if read_only and path.exists() else None
        try:
            if target:
                self._connection = sqlite3.connect(target, uri=True, timeout=_PATIENCE, check_same_thread=False)
            else:
                self._connection = sqlite3.connect(
                    ":memory:" if read_only else path, timeout=_PATIENCE, check_same_thread=False
                )
            self._connection.isolation_level = None
            if not target:
                self._prepare()
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise ReadError(f"{path}: no file of decisions ({error}); name another one with --decisions.") from error
        if version != _VERSION:
            raise ReadError(f"{path}: decisions of version {version}; this program reads version {_VERSION}.")

    def _prepare(self) -> None:
        # Every decision is forced to disk, and a write-ahead log does it in one go where a journal takes three or four:
        # a fifth of the time on a busy disk. Where the file system can't have one, SQLite stays with its journal.
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA journal_mode = WAL")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._connection.executescript(_TABLE)
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")

    def add(self, decision: Decision, expected: int) -> Decision:
        """Keep a decision.

        Args:
            decision: What was decided.
            expected: The `latest` number that the person saw; a higher one now means that somebody else decided since.

        Returns:
            The decision as it is kept; the earlier one where `request` was handed in before.

        Raises:
            ConflictError: Somebody else decided in the meantime. Nothing is kept.
            LockedError: Another program holds the file. Nothing is kept.
        """
        with self._lock, self._transaction():
            if known := self._rows("request = ?", (decision.request,)):
                return known[0]
            newer = self._rows("story = ? AND (item IS ? OR item IS NULL OR ? IS NULL) AND id > ?",
                               (decision.story, decision.item, decision.item, expected))  # fmt: skip
            if newer:
                last = newer[-1]
                raise ConflictError(
                    f"{last.who} decided on this at {last.at} ({last.kind}), after you opened it; "
                    "nothing was changed. Look at it again."
                )
            cursor = self._connection.execute(
                "INSERT INTO decisions (request, story, item, kind, who, at, seen, before, after, refers) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (decision.request, decision.story, decision.item, decision.kind, decision.who, decision.at,
                 _dump(decision.seen), _dump(decision.before), _dump(decision.after), decision.refers),
            )  # fmt: skip
            return self._rows("id = ?", (cursor.lastrowid,))[0]

    def find(self, request: str) -> Decision | None:
        """Return the decision that was handed in under this name, if any."""
        with self._lock, self._guarded():
            return next(iter(self._rows("request = ?", (request,))), None)

    def of_story(self, story: str) -> list[Decision]:
        """Return all rows on one story, in order of time."""
        with self._lock, self._guarded():
            return self._rows("story = ?", (story,))

    def all(self) -> list[Decision]:
        """Return all rows, in order of time."""
        with self._lock, self._guarded():
            return self._rows("1", ())

    def last_of(self, who: str) -> Decision | None:
        """Return the last decision of a person that isn't taken back, or None."""
        with self._lock, self._guarded():
            rows = self._rows(
                "kind <> 'undo' AND who = ? AND id NOT IN (SELECT refers FROM decisions WHERE refers IS NOT NULL)",
                (who,),
                tail="ORDER BY id DESC LIMIT 1",
            )
            return rows[0] if rows else None

    def close(self) -> None:
        """Close the file; the last to do so leaves it in one piece, without a write-ahead log beside it."""
        self._connection.close()

    def _rows(self, where: str, values: tuple[object, ...], tail: str = "ORDER BY id") -> list[Decision]:
        columns = "request, story, item, kind, who, at, seen, before, after, refers, id"
        with closing(self._connection.execute(f"SELECT {columns} FROM decisions WHERE {where} {tail}", values)) as rows:
            return [Decision(*row[:6], *map(_load, row[6:9]), *row[9:]) for row in rows]

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise LockedError(
                f"{self.path}: held by another program ({error}); nothing was saved. Try again when that is closed."
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._guarded():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def _read_only_address(path: Path) -> str:
    # SQLite keeps an index beside a write-ahead log. Where it may not, nobody can be writing either, so none is needed.
    fixed = not os.access(path.resolve().parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if fixed else ''}"


def _dump(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _load(value: str | None) -> dict[str, Any] | None:
    return None if value is None else dict(json.loads(value))
