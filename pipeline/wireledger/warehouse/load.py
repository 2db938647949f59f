"""A load from beginning to end: records files and run folders into a database.

In: inputs, an open database. Out: `Outcome`, and the tables. All inputs are read and checked before the first row is
written; then each batch of whole stories is a transaction. A load that dies is repeated: what is there already is found
by its hash and left alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from wireledger.issues import Issue
from wireledger.version import __version__
from wireledger.warehouse.database import Database
from wireledger.warehouse.intake import Input
from wireledger.warehouse.schema import arrow_schema
from wireledger.warehouse.staging import BATCH_RECORDS, Staging
from wireledger.warehouse.tables import RUNS


@dataclass(slots=True)
class Outcome:
    """What a load changed, or, as a dry run, would change.

    Attributes:
        n_stories: Stories in the inputs.
        n_records: Records in the inputs.
        n_new: Stories that were not there.
        n_replaced: Stories that were there with other records.
        n_unchanged: Stories that were there as they are.
        n_added: Records written.
        n_removed: Records of replaced stories that went.
        n_issues: Rows added to `issues`.
        issues: What was wrong with the inputs.
    """

    n_stories: int = 0
    n_records: int = 0
    n_new: int = 0
    n_replaced: int = 0
    n_unchanged: int = 0
    n_added: int = 0
    n_removed: int = 0
    n_issues: int = 0
    issues: list[Issue] = field(default_factory=list)

    @property
    def n_done(self) -> int:
        """Stories dealt with so far."""
        return self.n_new + self.n_replaced + self.n_unchanged


Show = Callable[[Outcome], None]


def load_into(
    database: Database,
    inputs: Sequence[Input],
    *,
    dry_run: bool = False,
    show: Show = lambda outcome: None,
    batch_records: int = BATCH_RECORDS,
) -> Outcome:
    """Load inputs; loading them again changes nothing.

    Args:
        database: Where to; its tables are made if they aren't there.
        inputs: What; of two that have the same story the later one counts.
        dry_run: Change nothing, only say what would be changed.
        show: Is called after the staging and after every batch.
        batch_records: About how many records a transaction holds.

    Raises:
        ReadError: Something in the inputs cannot be loaded; nothing was.
        DatabaseError: The database refused; batches before that are whole, and repeating the load goes on.
    """
    with Staging(batch_records) as staging:
        staging.stage(inputs)
        outcome = Outcome(staging.n_stories, staging.n_records, issues=staging.issues)
        if not dry_run:
            database.prepare()
            database.add_missing("runs", _run_row(staging, inputs))
        show(outcome)
        for batch in staging.batches():
            changes = database.write(batch, dry_run=dry_run)
            outcome.n_new += len(changes.new)
            outcome.n_replaced += len(changes.replaced)
            outcome.n_unchanged += changes.n_unchanged
            outcome.n_added += changes.n_added
            outcome.n_removed += changes.n_removed
            show(outcome)
        if not dry_run:
            outcome.n_issues = database.add_missing("issues", staging.issue_rows())
            database.finish_run(staging.run_id)
    return outcome


def _run_row(staging: Staging, inputs: Sequence[Input]) -> pa.Table:
    versions = list(dict.fromkeys(given.model_version for given in inputs if given.model_version))
    row = {
        "run_id": staging.run_id,
        "source": ", ".join(str(Path(given.path)) for given in inputs).encode("utf-8", "replace").decode(),
        "wireledger_version": __version__,
        "model_version": "; ".join(versions) or None,
        "n_stories": staging.n_stories,
        "n_records": staging.n_records,
        "started_at": datetime.now(UTC).replace(tzinfo=None),
        "finished_at": None,
    }
    return pa.Table.from_pylist([row], arrow_schema(RUNS))
