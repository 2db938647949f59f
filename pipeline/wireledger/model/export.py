"""A trained reader -> the folder that runs: int8 ONNX network, tokenizer, settings with the hash of each file.

The network is quantised dynamically to 8 bits. The settings may be set anew without another export. Golden windows,
with what the network says of them here, go into the settings: wherever it is loaded it must say the same.
"""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from wireledger.model.network import INPUTS, Reader
from wireledger.model.pieces import Cutter
from wireledger.model.runtime import FORMAT, LAYOUT, Model, summarise
from wireledger.model.windows import by_sentence, cut_trigger
from wireledger.rules.extract import propose
from wireledger.segment import segment_story
from wireledger.story import Story

FILES = ("network.onnx", "tokenizer.json")
_GOLDEN = (
    "WASHINGTON, May 6 - The U.S. Treasury on Thursday imposed sanctions on Orlan-Trade LLC and its owner Oleg Drubin, "
    "a Russian businessman, for shipping oil to the Marlu group.",
    "LONDON - Pemberton Trust agreed to pay $45 million to settle charges by the financial regulator, which had sought "
    "a fine of twice that sum.",
)
_READ = ("ids", "cases", "marks", "zones", "firsts", "focus")  # what a model reads of a window


def export(reader: Reader, tokenizer: Path, out: Path, settings: dict[str, Any]) -> None:
    """Write the model folder `out`; `settings` goes into its `model.json` beside what the runtime needs."""
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        sample = tuple(torch.ones(2, 9, dtype=torch.long) for _ in INPUTS)
        axes = {name: {0: "window", 1: "piece"} for name in (*INPUTS, "tags", "told")}
        torch.onnx.export(
            reader, sample, str(full), input_names=list(INPUTS), output_names=["tags", "told"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        # A scale for each row more than halves the error; 7 bits keep processors without VNNI from overflowing.
        quantize_dynamic(full, out / "network.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    (out / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    (out / "model.json").unlink(missing_ok=True)
    set_settings(out, settings)
    set_settings(out, {"golden": _golden(Model(out))})


def set_settings(out: Path, settings: dict[str, Any]) -> None:
    """Write `model.json` of the exported folder `out`: `settings` beside what the runtime needs.

    What the old one holds and `settings` do not stays.
    """
    path = out / "model.json"
    table = {
        **(json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}),
        "format": FORMAT,
        **LAYOUT,
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES},
        **settings,
    }
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _golden(model: Model) -> list[dict[str, Any]]:
    """Return windows of made-up stories, each with what the model says of it."""
    golden = []
    for text in _GOLDEN:
        story = Story("golden", text)
        proposed = propose(story, segment_story(story))
        siblings = by_sentence(proposed.proposals)[0]
        window = cut_trigger(Cutter(model.tokenizer), proposed.read, siblings[0], siblings)
        assert window is not None, text
        expected = {name: [round(p, 3) for p in values] for name, values in summarise(model.read(window)).items()}
        golden.append({"window": {name: getattr(window, name) for name in _READ}, "expected": expected})
    return golden
