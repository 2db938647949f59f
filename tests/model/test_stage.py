from pathlib import Path

import pytest

from wireledger import load, stage
from wireledger.errors import ConfigError


@pytest.fixture
def bare(monkeypatch):
    """No model ships, and none is named."""
    monkeypatch.delenv("WIRELEDGER_MODEL", raising=False)
    monkeypatch.setattr(stage, "_SHIPPED", "nowhere")


def test_the_model_stage_needs_a_model(bare):
    with pytest.raises(ConfigError, match="name the folder of one in WIRELEDGER_MODEL"):
        load("model")


def test_auto_does_without_a_model(bare):
    assert load("auto").note == ""


def test_auto_does_without_the_packages_and_says_which(bare, monkeypatch, tmp_path):
    monkeypatch.setattr(stage, "_NEEDED", ("spacy", "no_such_package"))
    assert "needs no_such_package; pip install" in load("auto", tmp_path).note
    with pytest.raises(ConfigError, match="needs no_such_package"):
        load("model", tmp_path)


def test_the_environment_goes_before_what_ships(monkeypatch):
    monkeypatch.setenv("WIRELEDGER_MODEL", "mine")
    assert stage.find_model() == Path("mine")


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    pytest.importorskip("tokenizers", reason="pip install -e '.[model]'")
    pytest.importorskip("onnxruntime", reason="pip install -e '.[model]'")
    with pytest.raises(ConfigError, match="is no model folder"):
        load("auto", tmp_path)
