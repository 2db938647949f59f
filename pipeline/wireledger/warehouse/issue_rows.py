"""Issues as rows of the table `issues`."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from wireledger.warehouse.nul import without_nul
from wireledger.warehouse.schema import arrow_schema
from wireledger.warehouse.tables import ISSUES

_NAMES = [name for name in ISSUES.names if name not in ("issue_id", "run_id")]


def issue_rows(issues: Iterable[Mapping[str, Any]], run_id: str) -> pa.Table:
    """Return a row for each different issue, given as the fields of `Issue`."""
    rows = {}
    for issue in issues:
        row = {name: without_nul(issue[name]) for name in _NAMES}
        key = hashlib.md5(repr([row[name] for name in _NAMES]).encode("utf-8", "replace")).hexdigest()
        rows[key] = {"issue_id": key, "run_id": run_id, **row}
    return pa.Table.from_pylist(list(rows.values()), arrow_schema(ISSUES))
