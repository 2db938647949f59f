"""The model that ships reads windows at the same time, and each as if it were alone."""

from pathlib import Path

import numpy as np
import pytest

from wireledger import Story
from wireledger.rules.extract import propose
from wireledger.segment import segment_story

SHIPPED = Path(__file__).parents[2] / "models" / "wire"
TEXT = (
    "BRUSSELS, March 4 - The European Union imposed sanctions on Orlan Bank and on Viktor Sarnov, its chairman.\n\n"
    "Britain fined Pemberton Trust $45 million last year, and a court in Lyon seized the yacht Marlu on Monday.\n\n"
    "Washington had blacklisted the bank in 2019."
)


@pytest.mark.parametrize("n_threads", ["1", "3"])
def test_windows_read_at_the_same_time_read_as_alone(monkeypatch, n_threads):
    pytest.importorskip("tokenizers", reason="pip install -e '.[model]'")
    pytest.importorskip("onnxruntime", reason="pip install -e '.[model]'")
    from wireledger.model.pieces import Cutter
    from wireledger.model.runtime import Model
    from wireledger.model.windows import cut_trigger

    monkeypatch.setenv("OMP_NUM_THREADS", n_threads)
    model = Model(SHIPPED)
    story = Story("s", TEXT)
    proposed = propose(story, segment_story(story))
    cutter = Cutter(model.tokenizer)
    windows = [cut_trigger(cutter, proposed.read, proposal, [proposal]) for proposal in proposed.proposals]
    assert len(windows) >= 4
    for together, alone in zip(model.read_all(windows), [model.read(window) for window in windows], strict=True):
        assert np.array_equal(together.tags, alone.tags)
        assert np.array_equal(together.told, alone.told)
