"""`docs/tables.md`, made from the tables: what a test compares the page with."""

from wireledger.warehouse.schema import SQL_TYPES, Column, Table
from wireledger.warehouse.tables import MOST_ID_CHARS, SCHEMA_VERSION, TABLES, VERSION_TABLE

_HEAD = f"""# Tables of the warehouse

Version {SCHEMA_VERSION}. Made from `pipeline/wireledger/warehouse/tables.py` by
`pytest tests/warehouse/test_tables.py --update-golden`; do not edit.

`wireledger load` makes them; what `wireledger events` found comes into `events` and `event_records` by `load --events`.
In DuckDB they stand in the schema `main`, in PostgreSQL in `wireledger`, if `--schema`
doesn't say otherwise. The table `{VERSION_TABLE.name}` holds the version. No text column has a limit, except that ids
have at most {MOST_ID_CHARS} characters, so that they can be indexed. The character NUL, which PostgreSQL cannot hold,
is replaced by U+FFFD, one for one, so that offsets stay true; `issues` says where.

Where an action hits three targets, its story has three records, and a sum with `amount_scope = 'action'` stands on
each: count it once. Records of withdrawn stories stay in the tables: join `stories` and ask for `withdrawn_at is null`.

A record tells one event at most. Loading events takes it out of the one that had it before, and an event that has no
record left is removed. When a story's records are replaced, rows of `event_records` that pointed to them go in the same
transaction; when it is withdrawn, they and the events that only it told are marked. `n_gone` says what an event has
lost since it was grouped: group and load again (`wireledger events`, `load --events`).
"""


def table_page() -> str:
    """Return the page as Markdown."""
    return _HEAD + "".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    head = f"\n## {table.name}\n\n{table.meaning} Key: {', '.join(f'`{name}`' for name in table.key)}.\n\n"
    rows = ["| column | DuckDB | PostgreSQL | unit | null | meaning |", "|---|---|---|---|---|---|"]
    return head + "\n".join(rows + [_row(column) for column in table.columns]) + "\n"


def _row(column: Column) -> str:
    types = SQL_TYPES[column.kind]
    cells = (
        f"`{column.name}`",
        f"`{types['duckdb']}`",
        f"`{types['postgresql']}`",
        column.unit,
        "yes" if column.nullable else "no",
        column.meaning,
    )
    return f"| {' | '.join(cells)} |"
