"""A load from beginning to end: records files, run folders and a file of events into a database.

In: inputs, an open database. Out: `Outcome`, and the tables. All inputs are read and checked before the first row is
written; then each batch of whole stories is a transaction, and all events are the last one. A load that dies is
repeated: what is there already is found by its hash and left alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from wireledger.issues import Issue
from wireledger.version import __version__
from wireledger.warehouse.database import Database
from wireledger.warehouse.event_changes import EventChanges
from wireledger.warehouse.event_rows import EventRows
from wireledger.warehouse.intake import Input
from wireledger.warehouse.issue_rows import issue_rows
from wireledger.warehouse.schema import arrow_schema
from wireledger.warehouse.staging import BATCH_RECORDS, Coming, Staging
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
        n_untied: Rows of `event_records` that went with them.
        n_issues: Rows added to `issues`.
        issues: What was wrong with the inputs.
        events: What the file of events changed; None where none was given.
    """

    n_stories: int = 0
    n_records: int = 0
    n_new: int = 0
    n_replaced: int = 0
    n_unchanged: int = 0
    n_added: int = 0
    n_removed: int = 0
    n_untied: int = 0
    n_issues: int = 0
    issues: list[Issue] = field(default_factory=list)
    events: EventChanges | None = None

    @property
    def n_done(self) -> int:
        """Stories dealt with so far."""
        return self.n_new + self.n_replaced + self.n_unchanged


Show = Callable[[Outcome], None]


def load_into(
    database: Database,
    inputs: Sequence[Input],
    *,
    events: EventRows | None = None,
    dry_run: bool = False,
    show: Show = lambda outcome: None,
    batch_records: int = BATCH_RECORDS,
) -> Outcome:
    """Load inputs; loading them again changes nothing.

    Args:
        database: Where to; its tables are made if they aren't there.
        inputs: What; of two that have the same story the later one counts. May be none where events are given.
        events: Events to load after the records.
        dry_run: Change nothing, only say what would be changed.
        show: Is called after the staging and after every batch.
        batch_records: About how many records a transaction holds.

    Raises:
        ReadError: Something in the inputs cannot be loaded; nothing was. Or no record that the events name is in the
            database; then the records were loaded, and the events not.
        DatabaseError: The database refused; batches before that are whole, and repeating the load goes on.
    """
    outcome = Outcome()
    coming = None
    if inputs:
        with Staging(batch_records) as staging:
            staging.stage(inputs)
            _load_records(database, inputs, staging, outcome, dry_run, show)
            coming = staging.coming() if dry_run and events is not None else None
    if events is not None:
        _load_events(database, events, outcome, dry_run, coming)
    return outcome


def _load_records(
    database: Database, inputs: Sequence[Input], staging: Staging, outcome: Outcome, dry_run: bool, show: Show
) -> None:
    outcome.n_stories, outcome.n_records, outcome.issues = staging.n_stories, staging.n_records, staging.issues
    if not dry_run:
        database.prepare()
        versions = list(dict.fromkeys(given.model_version for given in inputs if given.model_version))
        counts = {"n_stories": staging.n_stories, "n_records": staging.n_records, "n_events": 0}
        paths = [given.path for given in inputs]
        database.add_missing("runs", _run_row(staging.run_id, paths, "; ".join(versions) or None, counts))
    show(outcome)
    for batch in staging.batches():
        changes = database.write(batch, dry_run=dry_run)
        outcome.n_new += len(changes.new)
        outcome.n_replaced += len(changes.replaced)
        outcome.n_unchanged += changes.n_unchanged
        outcome.n_added += changes.n_added
        outcome.n_removed += changes.n_removed
        outcome.n_untied += changes.n_untied
        show(outcome)
    outcome.n_issues = database.add_missing("issues", staging.issue_rows(), dry_run=dry_run)
    if not dry_run:
        database.finish_run(staging.run_id)


def _load_events(database: Database, rows: EventRows, outcome: Outcome, dry_run: bool, coming: Coming | None) -> None:
    if not dry_run:
        database.prepare()
    changes = database.write_events(rows, dry_run=dry_run, coming=coming)
    outcome.events = changes
    if changes.n_missing:
        message = (
            f"{changes.n_missing:,} records of these events are not in the table 'records': they are of an older "
            f"extraction, or were never loaded. `events.n_gone` counts them; {changes.n_untold:,} events that no other "
            "record tells were left out. Load the records, or group anew, and load the events again."
        )
        issue = Issue("event-records-missing", message, "warning", str(rows.source))
        outcome.issues.append(issue)
        outcome.n_issues += database.add_missing("issues", issue_rows([asdict(issue)], rows.run_id), dry_run=dry_run)
    if not dry_run:
        counts = {"n_stories": rows.n_stories, "n_records": rows.n_records, "n_events": len(rows.events)}
        database.add_missing("runs", _run_row(rows.run_id, [rows.source], None, counts))
        database.finish_run(rows.run_id)


def _run_row(run_id: str, paths: Sequence[Path], model_version: str | None, counts: Mapping[str, int]) -> pa.Table:
    row = {
        "run_id": run_id,
        "source": ", ".join(map(str, paths)).encode("utf-8", "replace").decode(),
        "wireledger_version": __version__,
        "model_version": model_version,
        "started_at": datetime.now(UTC).replace(tzinfo=None),
        "finished_at": None,
        **counts,
    }
    return pa.Table.from_pylist([row], arrow_schema(RUNS))
