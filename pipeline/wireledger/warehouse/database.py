"""`Database`: what a load needs of a database; and `open_database`, which knows who speaks with which.

In: an `Address`. Out: an open `Database`. Every method either does all of what it says or nothing: it is one
transaction. What a driver raises comes out as `DatabaseError`, without secrets.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from wireledger.errors import ConfigError
from wireledger.warehouse.address import Address

if TYPE_CHECKING:
    import pyarrow as pa

    from wireledger.warehouse.changes import Changes
    from wireledger.warehouse.event_changes import EventChanges
    from wireledger.warehouse.event_rows import EventRows
    from wireledger.warehouse.staging import Batch, Coming

WAIT = 60.0  # seconds


class Database(Protocol):
    """A database with the tables of `tables.py`; a context manager that closes it."""

    def prepare(self) -> None:
        """Make the tables that aren't there, and check those that are.

        Raises:
            DatabaseError: They are another version's, or somebody else's, or there is no right to make them.
        """
        ...

    def write(self, batch: "Batch", *, dry_run: bool = False) -> "Changes":
        """Replace the stories of a batch that are new or changed, with all their records; in one transaction.

        Rows of `event_records` that pointed to records which go, go with them.

        Args:
            batch: Whole stories.
            dry_run: Only say what would change.
        """
        ...

    def write_events(
        self, rows: "EventRows", *, dry_run: bool = False, coming: "Coming | None" = None
    ) -> "EventChanges":
        """Write the events of a file that are new or changed, with their records; in one transaction.

        Args:
            rows: The file; see `event_changes.py` for what becomes of events that it doesn't have.
            dry_run: Only say what would change.
            coming: What would have been loaded before, in a dry run.
        """
        ...

    def add_missing(self, table: str, rows: "pa.Table", *, dry_run: bool = False) -> int:
        """Add the rows whose key isn't there yet, or as a dry run only count them; return how many that were."""
        ...

    def finish_run(self, run_id: str) -> None:
        """Note that all of a run is there, if that isn't noted yet."""
        ...

    def withdraw(self, story_ids: Sequence[str], *, back: bool = False, dry_run: bool = False) -> list[str]:
        """Mark stories as withdrawn, or take the mark back; return the ids that no story has.

        Nothing is marked if there is such an id. A story that is marked already keeps its time. Events that no other
        story tells are marked with it.
        """
        ...

    def read(self, table: str) -> "pa.Table":
        """Return a whole table as Arrow, in the order of its key."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_database(
    address: Address, schema: str | None = None, *, wait: float = WAIT, read_only: bool = False
) -> Database:
    """Open a database.

    Args:
        address: See `parse_address`.
        schema: Schema of the tables; None: `main` in DuckDB, `wireledger` elsewhere.
        wait: Seconds to wait for somebody else who holds what is needed.
        read_only: Change nothing, not even by making a file.

    Raises:
        ConfigError: The address makes no sense, or what speaks with it isn't installed.
        DatabaseError: It cannot be reached.
    """
    try:
        if address.family == "duckdb":
            from wireledger.warehouse.duckdb_file import DuckDBFile

            return DuckDBFile(address, schema or "main", wait=wait, read_only=read_only)
        if address.family == "postgresql":
            from wireledger.warehouse.postgres import Postgres

            return Postgres(address, schema or "wireledger", wait=wait, read_only=read_only)
        from wireledger.warehouse.dlt_destination import DltDestination

        return DltDestination(address, schema or "wireledger")
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error.name} is not installed; databases need it: pip install 'wireledger[db]'.") from None
