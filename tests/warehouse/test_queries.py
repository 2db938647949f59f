"""docs/queries.md: every query runs on both databases and gives what the page says."""

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pytest
from typer.testing import CliRunner

from wireledger.cli.app import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "queries.md"
BLOCK = re.compile(r"```sql\n(?P<sql>.*?)```\n(?P<result>(?:\n\|[^\n]*)*\n?)", re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder in which the page's commands were run, all but the last, which loads."""
    folder = tmp_path_factory.mktemp("demo")
    for command in _commands()[:-1]:
        _call(folder, command)
    return folder


def _commands():
    (block,) = re.findall(r"```\n(wireledger .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [line.split() for line in block.splitlines()]


def _call(folder, command, *more):
    names = ("records.jsonl", "events.jsonl")
    words = [str(folder / word) if word in names else word for word in command[1:]]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # where the page's paths begin
        result = CliRunner().invoke(app, [*words, *more])
    assert result.exit_code == 0, result.output


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


def test_the_page_holds_the_questions():
    assert len(BLOCK.findall(PAGE.read_text(encoding="utf-8"))) == 7


def test_every_query_gives_what_the_page_says(url, demo, update_golden):
    _call(demo, _commands()[-1], "--to", url)
    page = PAGE.read_text(encoding="utf-8")
    results = _run(url, [match["sql"] for match in BLOCK.finditer(page)])
    if update_golden:
        fresh = iter(results)
        page = BLOCK.sub(lambda match: f"```sql\n{match['sql']}```\n{next(fresh)}", page)
        PAGE.write_text(page, encoding="utf-8")
    assert [match["result"] for match in BLOCK.finditer(page)] == results
