from pathlib import Path

import duckdb
import pytest

from wireledger.records import Record
from wireledger.warehouse.table_page import table_page
from wireledger.warehouse.tables import RECORDS, TABLES
from wireledger.writers.parquet import SCHEMA

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_the_page_says_what_the_schema_says(update_golden):
    if update_golden:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(table_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == table_page()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_columns_that_are_never_empty(table):
    columns = {column.name: column for column in table.columns}
    assert all(not columns[name].nullable for name in table.key)
    assert all(name == name.lower() for name in columns)
    duckdb.connect().execute(table.create("duckdb", "main"))


def test_every_slot_of_a_record_has_its_columns():
    elsewhere = {"url", "publisher", "published", "evidence"}  # in the tables stories and evidence
    flat = {"target": "target_name"}
    for slot in Record.model_fields.keys() - elsewhere:
        assert flat.get(slot, slot) in RECORDS.names
    assert set(SCHEMA.names) == Record.model_fields.keys()
