"""The code of docs/archives.md does what the page says."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "archives.md"


@pytest.fixture
def extract_frames():
    pytest.importorskip("pandas", reason="the Spark recipe works on pandas frames; pip install pandas")
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    return names["extract_frames"]


@pytest.fixture
def frame(own_stories):
    import pandas as pd

    return pd.DataFrame([(s.id, s.title, s.text, s.published) for s in own_stories[:40]], columns=["id", "title", "text", "published"])  # fmt: skip


def test_spark_recipe_gives_records_of_frames(extract_frames, frame):
    (records,) = extract_frames(iter([frame]))
    assert len(records) > 30
    assert set(records.columns) == {"record_id", "story_id", "action", "record"}


@pytest.mark.slow
def test_spark_recipe_in_spark(extract_frames, frame, monkeypatch):
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed; pip install pyspark")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java; apt install default-jre-headless")
    # Else Spark takes the first python3 on the path, which knows neither pandas nor wireledger.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = sql.SparkSession.builder.master("local[2]").getOrCreate()
    schema = "record_id string, story_id string, action string, record string"
    records = session.createDataFrame(frame).mapInPandas(extract_frames, schema)
    (expected,) = extract_frames(iter([frame]))
    assert sorted(row.record_id for row in records.collect()) == sorted(expected.record_id)
    session.stop()
