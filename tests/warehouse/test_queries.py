"""docs/queries.md: every query runs on both databases and gives what the page says."""

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest

import wireledger
from wireledger.readers import read_stories
from wireledger.warehouse import open_database, parse_address
from wireledger.warehouse.schema import arrow_schema
from wireledger.warehouse.tables import EVENT_RECORDS, EVENTS
from wireledger.writers import open_writer

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "queries.md"
BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?P<result>(?:\n\|[^\n]*)*\n?)", re.DOTALL)


@pytest.fixture(scope="module")
def records_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "records.jsonl"
    pipeline = wireledger.load("rules")
    with open_writer(path) as writer:
        for story in read_stories([ROOT / "corpora" / "wire" / "dev.jsonl"]):
            if isinstance(story, wireledger.Story):
                writer.write(pipeline.extract(story).records)
    return path


def _fill_events(database):
    groups = {}
    for row in database.read("records").to_pylist():
        key = tuple(row[name] for name in ("action", "status", "authority_id", "date", "amount", "currency"))
        groups.setdefault(key, []).append(row)
    events, links = [], []
    for number, (key, rows) in enumerate(sorted(groups.items(), key=str), 1):
        action, status, authority_id, date, amount, currency = key
        targets = sorted({row["target_name"] for row in rows if row["target_name"]})
        events.append(
            {
                "event_id": f"e{number:03d}", "action": action, "status": status, "authority_id": authority_id, "date": date,
                "amount": amount, "currency": currency, "targets": targets, "confidence": max(row["confidence"] for row in rows),
                "n_sources": len({row["story_id"] for row in rows}), "n_records": len(rows),
            }
        )  # fmt: skip
        for row in rows:
            link = {"event_id": f"e{number:03d}", "record_id": row["record_id"], "reason": "same", "is_undone": False}
            links.append(link)
    database.replace(
        {
            "events": pa.Table.from_pylist(events, arrow_schema(EVENTS)),
            "event_records": pa.Table.from_pylist(links, arrow_schema(EVENT_RECORDS)),
        }
    )


def _run(url, queries):
    if url.startswith("duckdb"):
        with duckdb.connect(url.removeprefix("duckdb:///")) as database:
            return [_table(database.execute(query)) for query in queries]
    with psycopg.connect(url, autocommit=True, options="-c search_path=wireledger") as database:
        return [_table(database.execute(query)) for query in queries]


def _table(cursor):
    names = [column[0] for column in cursor.description]
    lines = [names, ["---"] * len(names), *([_cell(value) for value in row] for row in cursor.fetchall())]
    return "".join(f"\n| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value):
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    return "" if value is None else str(value)


def test_the_page_holds_the_six_questions():
    assert len(BLOCK.findall(PAGE.read_text(encoding="utf-8"))) == 6


def test_every_query_gives_what_the_page_says(url, load, records_file, update_golden):
    load(url, records_file)
    with open_database(parse_address(url)) as database:
        _fill_events(database)
    page = PAGE.read_text(encoding="utf-8")
    results = _run(url, [match["sql"] for match in BLOCK.finditer(page)])
    if update_golden:
        fresh = iter(results)
        page = BLOCK.sub(lambda match: f"```sql\n{match['sql']}```\n{next(fresh)}", page)
        PAGE.write_text(page, encoding="utf-8")
    assert [match["result"] for match in BLOCK.finditer(page)] == results
