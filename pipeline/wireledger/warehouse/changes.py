"""What a batch changes in a database: which stories are new, which are replaced, which are there already.

In: the rows of a batch and what the database holds of the same stories. Out: `Changes`. Nothing is written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wireledger.warehouse.staging import Batch
from wireledger.warehouse.tables import RECORDS

KEPT = ("title", "published", "publisher", "url", "content_hash", "n_chars", "copy_of", "story_hash")
"""Columns of a replaced story that stay where the new row is empty: a records file knows less than a run."""
TAKEN = ("n_records", "model_version", "records_hash", "run_id", "loaded_at")
"""Columns of a replaced story that are always the new row's."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a database holds of a story.

    Attributes:
        records_hash: Hash of its records.
        story_hash: Hash of the story itself, or None.
        n_records: Its records.
    """

    records_hash: str
    story_hash: str | None
    n_records: int


@dataclass(slots=True)
class Changes:
    """What one batch, or all of them, changed or would change.

    Attributes:
        new: Ids of stories that were not there.
        replaced: Ids of stories that were there with other records, or told otherwise.
        n_unchanged: Stories that were there as they are.
        n_added: Records written.
        n_removed: Records that went before, of replaced stories.
        n_untied: Rows of `event_records` that go with them.
    """

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    n_unchanged: int = 0
    n_added: int = 0
    n_removed: int = 0
    n_untied: int = 0

    @property
    def story_ids(self) -> list[str]:
        """Stories to be written."""
        return [*self.new, *self.replaced]


def compare(batch: Batch, known: Mapping[str, Known]) -> Changes:
    """Compare a batch with what the database holds of its stories."""
    changes = Changes()
    columns = (
        batch.stories.column(name).to_pylist() for name in ("story_id", "records_hash", "story_hash", "n_records")
    )
    for story_id, records_hash, story_hash, n_records in zip(*columns, strict=True):
        there = known.get(story_id)
        if there is None:
            changes.new.append(story_id)
        elif there.records_hash == records_hash and story_hash in (None, there.story_hash):
            changes.n_unchanged += 1
            continue
        else:
            changes.replaced.append(story_id)
            changes.n_removed += there.n_records
        changes.n_added += n_records
    return changes


def count_untied(batch: Batch, story_ids: Sequence[str], linked: Sequence[str]) -> int:
    """Return how many of the records that tell events are gone once stories are replaced.

    Args:
        batch: What comes.
        story_ids: The stories that are replaced.
        linked: Records of theirs that `event_records` has.
    """
    if not linked:
        return 0
    coming = {*batch.rows_of(RECORDS, story_ids).column("record_id").to_pylist()}
    return sum(record_id not in coming for record_id in linked)


def known_stories(rows: Iterable[tuple[str, str, str | None, int]]) -> dict[str, Known]:
    """Return rows of id, records_hash, story_hash, n_records by id."""
    return {row[0]: Known(row[1], row[2], row[3]) for row in rows}
