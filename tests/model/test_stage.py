import pytest

from wireledger import load
from wireledger.errors import ConfigError


def test_the_model_stage_needs_a_model(monkeypatch):
    monkeypatch.delenv("WIRELEDGER_MODEL", raising=False)
    with pytest.raises(ConfigError, match="name its folder in WIRELEDGER_MODEL"):
        load("model")


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    pytest.importorskip("tokenizers", reason="pip install -e '.[model]'")
    pytest.importorskip("onnxruntime", reason="pip install -e '.[model]'")
    with pytest.raises(ConfigError, match="is no model folder"):
        load("auto", tmp_path)
