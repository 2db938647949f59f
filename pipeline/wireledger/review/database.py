"""A DuckDB ledger, as `wireledger load` writes it -> records, and stories without their texts.

In: the file. Out: records rebuilt from the tables `records`, `evidence` and `stories`. The ledger does not keep texts
(they may be somebody's property), so the stories come from a file; without one, records are judged by their evidence.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wireledger.errors import ConfigError, ReadError
from wireledger.records import Record

_QUERY = """
SELECT r.*, s.url, s.publisher, s.published FROM records r JOIN stories s USING (story_id)
WHERE s.withdrawn_at IS NULL ORDER BY r.story_id, r.record_id
"""
_EVIDENCE = "SELECT record_id, field, start_char, end_char, text FROM evidence ORDER BY record_id, number"
_SAME = (
    "record_id", "story_id", "url", "publisher", "published", "action", "status", "background", "authority", "measures",
    "asset", "program", "reason", "date", "confidence",
)  # fmt: skip


def read_ledger(path: Path) -> Iterator[Record]:
    """Yield the records of stories that stand.

    Raises:
        ConfigError: DuckDB is not installed.
        ReadError: The file is no ledger, or is held by another program.
    """
    try:
        import duckdb
    except ImportError as error:
        raise ConfigError("a ledger needs duckdb; pip install 'wireledger[db]'.") from error
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            schema = connection.execute(
                "SELECT table_schema FROM information_schema.tables WHERE table_name = 'evidence' "
                "ORDER BY table_schema LIMIT 1"
            ).fetchone()
            if schema is None:
                raise ReadError(f"{path}: no ledger; it has no table 'evidence'. `wireledger load` makes one.")
            connection.execute(f"USE {_quoted(schema[0])}")
            evidence: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
            for record_id, field, start, end, text in connection.execute(_EVIDENCE).fetchall():
                evidence[record_id].append({"field": field, "start": start, "end": end, "text": text})
            rows = connection.execute(_QUERY)
            names = [column[0] for column in rows.description or ()]
            while chunk := rows.fetchmany(1_000):
                for values in chunk:
                    yield _record(dict(zip(names, values, strict=True)), evidence, path)
    except duckdb.Error as error:
        raise ReadError(f"{path}: cannot be read as a ledger ({str(error).splitlines()[0]}).") from error


def _record(row: dict[str, Any], evidence: dict[str, list[dict[str, Any]]], path: Path) -> Record:
    amount = None
    if row["amount"] is not None:
        names = {
            "text": "amount_text",
            "qualifier": "amount_qualifier",
            "scope": "amount_scope",
            "currency": "currency",
        }
        amount = {"value": row["amount"]} | {name: row[column] for name, column in names.items()}
    target = {name: row[f"target_{name}"] for name in ("name", "type", "aliases", "nationality", "role", "count")}
    maps = {name: row[name] or {} for name in ("spans", "slot_confidence", "method")}
    fields = {name: row[name] for name in _SAME} | maps | {"target": target, "amount": amount}
    try:
        return Record.model_validate(fields | {"evidence": evidence[row["record_id"]]})
    except ValidationError as error:
        first = error.errors()[0]
        slot = ".".join(str(part) for part in first["loc"])
        raise ReadError(f"{path}: record {row['record_id']}: {slot}: {first['msg']}.") from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
