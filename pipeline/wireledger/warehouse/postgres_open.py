"""Connecting to PostgreSQL, and what to do when it says no.

In: an `Address`. Out: a connection, or for what the driver raised a sentence of advice.
"""

from typing import Any

import psycopg
from psycopg import sql

from wireledger.warehouse.address import Address


def connect(address: Address, wait: float, *, read_only: bool) -> "psycopg.Connection[tuple[Any, ...]]":
    """Return a connection that waits `wait` seconds for locks and keeps time in UTC; raises what psycopg does."""
    database = psycopg.connect(autocommit=True, **_parameters(address))
    database.read_only = read_only
    database.execute(sql.SQL("set lock_timeout = {}").format(sql.Literal(f"{max(1, int(wait * 1000))}ms")))
    database.execute("set timezone = 'UTC'")
    return database


def advice(error: psycopg.Error, schema: str, wait: float, *, is_open: bool) -> str:
    """Return what to do about an error; `is_open` tells whether there was a connection already."""
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return (
            f'The user needs CREATE on the database once, to make the schema, or on the schema "{schema}"; then '
            "SELECT, INSERT, UPDATE and DELETE on its tables. Nothing was changed by this step."
        )
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return f"Somebody else held it for more than {wait:g} s (--wait); repeat the command when they are done."
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        if not is_open:
            return "Check host, port, user, password and database of the URL, and that the server is running."
        return "The connection was lost. Batches that were loaded before are whole; repeat the command to go on."
    return "What was loaded before is whole; repeat the command when that is mended."


def _parameters(address: Address) -> dict[str, Any]:
    parts = {
        "host": address.host,
        "port": address.port,
        "user": address.user,
        "password": address.password,
        "connect_timeout": 15,
        "application_name": "wireledger",
    }
    # As in libpq, what stands behind the question mark goes before what stands in front of it.
    given = {key: value for key, value in parts.items() if value} | dict(address.options)
    return given | {"dbname": address.path}
