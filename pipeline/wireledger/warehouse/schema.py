"""What a table of the warehouse is made of: columns with a kind, a unit and a meaning, and the SQL types they become.

In: nothing. Out: `Column`, `Table`, and for each kind its type in DuckDB, PostgreSQL and Arrow. Arrays and structs are
native where the database has them, JSON elsewhere. Which tables there are stands in `tables.py`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal[
    "text", "texts", "integer", "number", "sum", "boolean", "day", "time", "bodies", "targets", "places",
    "numbers_by_slot", "texts_by_slot",
]  # fmt: skip
Dialect = Literal["duckdb", "postgresql"]

_BODY = "STRUCT(name VARCHAR, id VARCHAR, country VARCHAR)"
_TARGET = (
    'STRUCT("name" VARCHAR, "type" VARCHAR, aliases VARCHAR[], nationality VARCHAR[], "role" VARCHAR, "count" BIGINT, '
    "record_ids VARCHAR[])"
)
_PLACE = 'STRUCT("start" BIGINT, "end" BIGINT, field VARCHAR)'
SQL_TYPES: dict[Kind, dict[Dialect, str]] = {
    "text": {"duckdb": "VARCHAR", "postgresql": "text"},
    "texts": {"duckdb": "VARCHAR[]", "postgresql": "text[]"},
    "integer": {"duckdb": "BIGINT", "postgresql": "bigint"},
    "number": {"duckdb": "DOUBLE", "postgresql": "double precision"},
    "sum": {"duckdb": "DECIMAL(38,8)", "postgresql": "numeric(38,8)"},
    "boolean": {"duckdb": "BOOLEAN", "postgresql": "boolean"},
    "day": {"duckdb": "DATE", "postgresql": "date"},
    "time": {"duckdb": "TIMESTAMP", "postgresql": "timestamp without time zone"},
    "bodies": {"duckdb": f"{_BODY}[]", "postgresql": "jsonb"},
    "targets": {"duckdb": f"{_TARGET}[]", "postgresql": "jsonb"},
    "places": {"duckdb": f"MAP(VARCHAR, {_PLACE})", "postgresql": "jsonb"},
    "numbers_by_slot": {"duckdb": "MAP(VARCHAR, DOUBLE)", "postgresql": "jsonb"},
    "texts_by_slot": {"duckdb": "MAP(VARCHAR, VARCHAR)", "postgresql": "jsonb"},
}
"""Kind -> dialect -> type, spelt as the database's own catalogue spells it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its name; lower case, so that no database needs quotes to find it.
        kind: What it holds.
        meaning: A sentence for `docs/tables.md`.
        nullable: Whether it may be empty.
        unit: Of numbers and times; empty where there is none.
    """

    name: str
    kind: Kind
    meaning: str
    nullable: bool = True
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: Its name.
        meaning: What one row is.
        key: The columns that name a row.
        columns: In their order.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns, in their order."""
        return [column.name for column in self.columns]

    def create(self, dialect: Dialect, schema: str) -> str:
        """Return the SQL that makes the table in `schema`, which is a checked name."""
        lines = [
            f'"{column.name}" {SQL_TYPES[column.kind][dialect]}{"" if column.nullable else " NOT NULL"}'
            for column in self.columns
        ]
        key = ", ".join(f'"{name}"' for name in self.key)
        return f'CREATE TABLE "{schema}"."{self.name}" ({", ".join(lines)}, PRIMARY KEY ({key}))'


def arrow_types() -> "dict[Kind, pa.DataType]":
    """Return the Arrow type of each kind."""
    import pyarrow as pa

    text = pa.string()
    target = pa.struct(
        [
            ("name", text),
            ("type", text),
            ("aliases", pa.list_(text)),
            ("nationality", pa.list_(text)),
            ("role", text),
            ("count", pa.int64()),
            ("record_ids", pa.list_(text)),
        ]
    )
    place = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("field", text)])
    return {
        "text": text,
        "texts": pa.list_(text),
        "integer": pa.int64(),
        "number": pa.float64(),
        "sum": pa.decimal128(38, 8),
        "boolean": pa.bool_(),
        "day": pa.date32(),
        "time": pa.timestamp("us"),
        "bodies": pa.list_(pa.struct([("name", text), ("id", text), ("country", text)])),
        "targets": pa.list_(target),
        "places": pa.map_(text, place),
        "numbers_by_slot": pa.map_(text, pa.float64()),
        "texts_by_slot": pa.map_(text, text),
    }


def arrow_schema(table: Table) -> "pa.Schema":
    """Return the Arrow schema of a table, for whoever hands its rows over."""
    import pyarrow as pa

    types = arrow_types()
    return pa.schema([pa.field(column.name, types[column.kind], column.nullable) for column in table.columns])
