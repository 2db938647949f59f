"""Training end to end on a handful of stories with a made-up encoder: no package with weights is needed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("torch", reason="pip install -e '.[train]'")
pytest.importorskip("transformers", reason="pip install -e '.[train]'")
pytest.importorskip("tokenizers", reason="pip install -e '.[train]'")
pytest.importorskip("onnxruntime", reason="pip install -e '.[train]'")
pytest.importorskip("sklearn", reason="pip install -e '.[train]'")

from wireledger import Story, load
from wireledger.cli.app import app
from wireledger.errors import ConfigError
from wireledger.model.run import run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]

CORPUS = Path(__file__).parents[2] / "corpora/wire"
STORY = Story("s", "WASHINGTON - The U.S. Treasury on Thursday sanctioned Orlan-Trade LLC.", "", "2021-05-06")


@pytest.fixture(scope="module")
def root(tmp_path_factory, write_encoder):
    """Return a folder with an encoder, twelve stories to train on, six held out, and a configuration."""
    root = tmp_path_factory.mktemp("training")
    lines = (CORPUS / "train.jsonl").read_text(encoding="utf-8").splitlines()
    (root / "train.jsonl").write_text("\n".join(lines[:12]) + "\n", encoding="utf-8")
    (root / "held.jsonl").write_text("\n".join(lines[12:18]) + "\n", encoding="utf-8")
    words = sorted({word.lower() for line in lines[:40] for word in json.loads(line)["text"].split() if word.isalpha()})
    write_encoder(root / "encoder", words, 1)
    return root


def configure(root, out, **keys):
    table = {"encoder": "encoder", "out": out, "epochs": 2, "rate": 1e-3, "swap": 0.5, "seed": 3} | keys
    lines = ['train = ["train.jsonl"]', 'held_out = ["held.jsonl"]', *(f"{k} = {v!r}" for k, v in table.items())]
    path = root / f"{out}.toml"
    path.write_text("\n".join(lines).replace("'", '"') + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(root):
    return run(configure(root, "whole"), lambda line: None).folder


def test_the_folder_extracts(trained):
    records = load("model", trained).extract(STORY)
    assert records.issues == ()


def test_the_same_seed_gives_the_same_weights(root, trained):
    again = run(configure(root, "again"), lambda line: None).folder
    head = "network.onnx"
    assert (trained / head).read_bytes() == (again / head).read_bytes()


def test_a_killed_run_ends_as_an_undisturbed_one(root, trained, monkeypatch):
    import wireledger.model.train as module

    def die_after_the_first_epoch(config, reader, optimizer, state):
        write(config, reader, optimizer, state)
        if len(state["epochs"]) == 1:
            raise KeyboardInterrupt

    write = module._checkpoint
    path = configure(root, "killed")
    monkeypatch.setattr(module, "_checkpoint", die_after_the_first_epoch)
    with pytest.raises(KeyboardInterrupt):
        run(path, lambda line: None)
    monkeypatch.setattr(module, "_checkpoint", write)
    resumed = run(path, lambda line: None).folder
    assert (resumed / "network.onnx").read_bytes() == (trained / "network.onnx").read_bytes()


def test_a_checkpoint_of_another_configuration_is_refused(root, trained):
    with pytest.raises(ConfigError, match="another configuration"):
        run(configure(root, "whole", seed=4), lambda line: None)


def test_the_run_folder_says_what_was_run(trained):
    told = json.loads((trained.parent / "run.json").read_text(encoding="utf-8"))
    assert told["configuration"]["epochs"] == 2
    assert {len(digest) for digest in told["corpora"].values()} == {64}
    epochs = json.loads((trained.parent / "epochs.json").read_text(encoding="utf-8"))
    assert len(epochs) == 2
    assert (trained.parent / "curve.svg").read_text(encoding="utf-8").count("<circle") == 4


def test_a_network_that_computes_something_else_is_refused(trained, tmp_path):
    import shutil

    copy = shutil.copytree(trained, tmp_path / "model")
    table = json.loads((copy / "model.json").read_text(encoding="utf-8"))
    assert len(table["golden"]) == 2
    told = table["golden"][1]["expected"]["told"]
    told[0] += 0.2
    (copy / "model.json").write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"golden window 1 the network's told is off by 0\.2"):
        load("auto", copy)


def test_the_command_takes_changes_and_scores_the_held_out_stories(root, tmp_path):
    out = tmp_path / "run"
    path = configure(root, "changed")
    result = CliRunner().invoke(app, ["train", str(path), "--set", "epochs=1", "--set", f"out={out}"])
    assert result.exit_code == 0, result.output
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["configuration"]["epochs"] == 1
    assert "record F1" in (out / "held_out.txt").read_text(encoding="utf-8")
    assert "6 held-out stories" in result.output


def test_a_change_without_a_value_is_refused(root):
    result = CliRunner().invoke(app, ["train", str(configure(root, "valueless")), "--set", "epochs"])
    assert result.exit_code == 2
    assert "write it as --set epochs=3" in result.output


def test_an_altered_file_is_refused(trained, tmp_path):
    import shutil

    copy = shutil.copytree(trained, tmp_path / "model")
    (copy / "network.onnx").write_bytes(b"x")
    with pytest.raises(ConfigError, match=r"network\.onnx was altered"):
        load("auto", copy)


def test_a_missing_file_is_refused(trained, tmp_path):
    import shutil

    copy = shutil.copytree(trained, tmp_path / "model")
    (copy / "network.onnx").unlink()
    with pytest.raises(ConfigError, match=r"network\.onnx is missing"):
        load("auto", copy)


@pytest.mark.parametrize(
    ("line", "message"),
    [("speed = 3", "unknown key 'speed'"), ('encoder = "nowhere"', "no model.safetensors there")],
)
def test_a_wrong_configuration_says_what_is_wrong(root, line, message):
    key = line.split()[0]
    text = "\n".join(row for row in configure(root, "wrong").read_text().splitlines() if not row.startswith(key))
    path = root / "wrong.toml"
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        run(path, lambda row: None)


def test_a_share_of_a_corpus_that_is_none_is_refused(root):
    path = configure(root, "share")
    path.write_text(
        path.read_text().replace('["train.jsonl"]', '[{path = "train.jsonl", share = 2}]'), encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="share = 0 to 1"):
        run(path, lambda row: None)


def test_annotations_without_texts_are_learned_from(root):
    from wireledger.corpus.exchange import read_any, write_any

    write_any(root / "train.standoff.jsonl", read_any(root / "train.jsonl"))
    path = configure(root, "standoff", epochs=1)
    entry = '[{path = "train.standoff.jsonl", texts = "train.jsonl"}]'
    path.write_text(path.read_text().replace('["train.jsonl"]', entry), encoding="utf-8")
    same = run(path, lambda line: None).folder
    plain = run(configure(root, "plain", epochs=1), lambda line: None).folder
    assert (same / "network.onnx").read_bytes() == (plain / "network.onnx").read_bytes()


def test_an_encoder_that_is_no_bert_is_trained(root, write_encoder):
    from transformers import MPNetConfig, MPNetModel

    write_encoder(root / "mpnet", ["sanctions", "on"], 2, MPNetConfig, MPNetModel)
    folder = run(configure(root, "of-mpnet", encoder="mpnet", epochs=1, layers=1), lambda line: None).folder
    assert load("model", folder).extract(STORY).issues == ()


def test_more_layers_than_there_are_are_refused(root):
    with pytest.raises(ConfigError, match=r"layers = 5, but .*encoder has 1"):
        run(configure(root, "deep", layers=5), lambda line: None)


def test_one_event_in_six_of_a_split_file_is_held_out(root):
    said = []
    path = configure(root, "split", epochs=1)
    lines = (CORPUS / "train.jsonl").read_text(encoding="utf-8").splitlines()[18:36]
    (root / "split.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.write_text('split = ["split.jsonl"]\n' + path.read_text(), encoding="utf-8")
    run(path, said.append)
    n_training, n_held_out = (int(word) for word in said[0].split() if word.isdigit() and int(word) < 36)
    assert n_training + n_held_out == 12 + 6 + 18
    assert n_held_out > 6


def test_a_story_on_both_sides_is_refused(root):
    path = configure(root, "both")
    path.write_text(path.read_text().replace("held.jsonl", "train.jsonl"), encoding="utf-8")
    with pytest.raises(ConfigError, match="both trained on and held out"):
        run(path, lambda row: None)
