"""Opening a DuckDB file: one process has it at a time, so who comes second waits; and what to do where it cannot be."""

import time
from pathlib import Path
from typing import Any

import duckdb

from wireledger.errors import DatabaseError
from wireledger.warehouse.address import Address

_LOOK_EVERY = 0.1  # seconds, at a file that somebody else has


def open_file(address: Address, wait: float, *, read_only: bool) -> Any:
    """Return a connection to the file; to an empty database in memory where none is there and none is to be made.

    Raises:
        DatabaseError: If it cannot be opened within `wait` seconds.
    """
    is_absent = read_only and not Path(address.path).exists()
    path = ":memory:" if is_absent else address.path
    until = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(path, read_only=read_only and not is_absent)
        except duckdb.Error as error:
            text = " ".join(str(error).split())
            if "lock" in text and time.monotonic() < until:
                time.sleep(_LOOK_EVERY)
                continue
            raise DatabaseError(_why(text, address, wait)) from None


def _why(text: str, address: Address, wait: float) -> str:
    path = Path(address.path)
    if "lock" in text:
        return (
            f"{address}: another process has the file open ({text.partition('. See')[0]}). Close it there and repeat "
            f"the command; it was waited for {wait:g} s (--wait)."
        )
    if not path.parent.is_dir():
        return f"{address}: the folder {path.parent} does not exist; make it, or name another file."
    if path.is_dir():
        return f"{address}: is a folder; name a file in it."
    if "not a valid DuckDB" in text:
        return f"{address}: is no DuckDB file; name another one."
    return f"{address}: cannot be opened ({text})."
