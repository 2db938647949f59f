from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

from wireledger.frames import arrow_table, pandas_frame, polars_frame
from wireledger.records import Amount, Evidence, Record, Target


@pytest.fixture
def records():
    amount = Amount(value=Decimal("1.25"), currency="USD", text="$1.25")
    return [
        Record(
            record_id=f"r{n}",
            story_id="s",
            action="penalty",
            status="imposed",
            background=False,
            target=Target(name=f"Firm {n}", type="organization", nationality=("NL",)),
            amount=amount if n else None,
            evidence=(Evidence(start=0, end=4, text="Text"),),
            spans={},
            confidence=0.5,
            slot_confidence={"target": 0.5},
            method={"target": "rules"},
        )
        for n in range(3)
    ]


def test_frames_have_a_row_a_record(records):
    table = arrow_table(records)
    assert table.column_names == list(Record.model_fields)
    assert polars_frame(records)["target"].struct.field("name").to_list() == ["Firm 0", "Firm 1", "Firm 2"]
    frame = pandas_frame(records)
    assert frame["amount"].iloc[1]["value"] == Decimal("1.25")
    assert frame["record_id"].tolist() == ["r0", "r1", "r2"]


def test_a_table_is_taken_as_it_is_and_columns_are_shared(records):
    table = arrow_table(records)
    assert arrow_table(table) is table
    column = table.column("confidence").chunk(0)
    shared = polars_frame(table)["confidence"].to_arrow()
    assert shared.buffers()[1].address == column.buffers()[1].address
    frame = pandas_frame(table)
    assert isinstance(frame["confidence"].dtype, pd.ArrowDtype)
    inner = frame["confidence"].array.__arrow_array__().chunk(0)
    assert inner.buffers()[1].address == column.buffers()[1].address
    assert isinstance(polars_frame(table), pl.DataFrame)
