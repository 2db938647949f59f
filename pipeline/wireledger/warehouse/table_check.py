"""Whether the tables that a database has are ours, of this version.

In: what its catalogue says. Out: nothing, or an error that says what to do. It is the same for every database.
"""

from collections.abc import Mapping

from wireledger.errors import DatabaseError
from wireledger.warehouse.schema import SQL_TYPES, Dialect
from wireledger.warehouse.tables import SCHEMA_VERSION, TABLES, VERSION_TABLE

Catalogue = Mapping[str, Mapping[str, str]]
"""Table -> column -> type, as the database spells it."""


def check_version(versions: list[int], place: str) -> None:
    """Check the rows of the version table.

    Raises:
        DatabaseError: If they say another version.
    """
    if versions != [SCHEMA_VERSION]:
        found = versions[0] if versions else "none"
        newer = bool(versions) and versions[0] > SCHEMA_VERSION
        hint = (
            "Update Wireledger, or load" if newer else "Load with the Wireledger that made it, or extract and load anew"
        )
        raise DatabaseError(
            f"{place}: its tables have version {found}, this Wireledger writes version {SCHEMA_VERSION}. {hint} into "
            "another schema (--schema NAME) or database. Nothing was changed."
        )


def check_tables(found: Catalogue, dialect: Dialect, place: str) -> bool:
    """Check the tables of one schema against ours.

    Args:
        found: The tables of that schema; others than ours are of no interest.
        dialect: How types are spelt.
        place: Name of database and schema, for messages.

    Returns:
        Whether ours are there; False: none of them.

    Raises:
        DatabaseError: If a table with one of our names is somebody else's.
    """
    ours = VERSION_TABLE.name in found
    for table in TABLES:
        if table.name not in found:
            if ours:
                raise DatabaseError(
                    f"{place}: table '{table.name}' was removed. Drop '{VERSION_TABLE.name}' and the others and load "
                    "again, or load into another schema (--schema NAME). Nothing was changed."
                )
            continue
        wanted = {column.name: _spelt(SQL_TYPES[column.kind][dialect]) for column in table.columns}
        columns = {name: _spelt(kind) for name, kind in found[table.name].items()}
        if not ours or columns != wanted:
            wrong = next((name for name in wanted if columns.get(name) != wanted[name]), None) or next(
                (name for name in columns if name not in wanted), None
            )
            detail = f" (column '{wrong}')" if wrong else ""
            raise DatabaseError(
                f"{place}: the table '{table.name}' there is not Wireledger's{detail}. Load into another schema "
                "(--schema NAME) or database, or rename that table. Nothing was changed."
            )
    return ours


def _spelt(kind: str) -> str:
    # Which names inside a struct get quotes differs between versions of DuckDB.
    return kind.replace('"', "")
