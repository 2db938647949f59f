"""`Material`: the stories and records to be looked at, from a run, a file of records, or a database.

In: a path, and the stories where the records lie alone. Out: records by story, stories by the hash of their words.
A record whose story is missing is kept: it can be judged by its evidence, though not become gold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from wireledger.archive import RunFolder, is_run, read_run_records
from wireledger.errors import ReadError
from wireledger.events import Event, read_events
from wireledger.issues import Issue
from wireledger.readers import read_stories
from wireledger.records import Record
from wireledger.review.keys import absent_story_key, keyed, story_key
from wireledger.story import Story
from wireledger.writers.read_back import read_records

_DATABASES = (".duckdb", ".db")
_EVENTS = ("events.jsonl", "events.parquet")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One story with its records.

    Attributes:
        key: Hash of its words, or what stands for that.
        story: None where it is missing.
        story_id: As the records have it.
        records: By key, in the order of the file.
    """

    key: str
    story: Story | None
    story_id: str
    records: dict[str, Record]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is on the desk.

    Attributes:
        sheets: By key.
        issues: What was wrong with the stories.
        events: What several stories tell, where records were grouped (`wireledger events`).
    """

    sheets: dict[str, Sheet]
    issues: tuple[Issue, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def n_records(self) -> int:
        """How many records there are."""
        return sum(len(sheet.records) for sheet in self.sheets.values())

    @property
    def n_missing(self) -> int:
        """How many stories are not at hand."""
        return sum(sheet.story is None for sheet in self.sheets.values())


def read_material(path: Path, stories: Path | None = None, events: Path | None = None) -> Material:
    """Read what is to be reviewed.

    Args:
        path: Folder of an archive run, a file of records (`.jsonl`, `.parquet`), or a DuckDB database.
        stories: The stories of a file of records or of a ledger; a run holds its own.
        events: A file that `wireledger events` wrote; else `events.jsonl` or `events.parquet` in the run's folder, or
            the ledger's own.

    Raises:
        ReadError: Nothing is there, or it holds no records.
    """
    if not path.exists():
        raise ReadError(f"{path}: no such file or folder.")
    told: Iterable[Event] = ()
    if path.is_dir():
        run = RunFolder(path)
        if not is_run(path) and not run.record_parts():
            raise ReadError(f"{path}: no run; a run's folder holds {run.ledger.name} and {run.records.name}/.")
        records: Iterable[Record] = read_run_records(run)
        sources = run.story_parts() if stories is None else [stories]
    elif path.suffix in _DATABASES:
        from wireledger.review.database import read_ledger

        records, told = read_ledger(path)
        sources = [] if stories is None else [stories]
    else:
        records, sources = read_records(path), [] if stories is None else [stories]
    if found := events or next((path / name for name in _EVENTS if (path / name).is_file()), None):
        told = read_events(found)
    return replace(make_material(records, read_stories(sources) if sources else ()), events=tuple(told))


def make_material(records: Iterable[Record], stories: Iterable[Story | Issue]) -> Material:
    """Join records and stories; a record belongs to the story with its `story_id`."""
    of_story: dict[str, list[Record]] = {}
    for record in records:
        of_story.setdefault(record.story_id, []).append(record)
    sheets: dict[str, Sheet] = {}
    issues: list[Issue] = []
    for item in stories:
        if isinstance(item, Issue):
            issues.append(item)
            continue
        mine = of_story.pop(item.id, [])
        key = story_key(item)
        # The same words under two ids are one story: decisions cannot tell them apart.
        if key not in sheets or not sheets[key].records:
            sheets[key] = Sheet(key, item, item.id, keyed(mine))
    for story_id, rest in of_story.items():
        key = absent_story_key(story_id)
        sheets[key] = Sheet(key, None, story_id, keyed(rest))
    return Material(sheets, tuple(issues))


def iter_records(material: Material) -> Iterator[Record]:
    """Yield all records."""
    for sheet in material.sheets.values():
        yield from sheet.records.values()
