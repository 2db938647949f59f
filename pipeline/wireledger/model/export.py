"""A trained reader -> the folder that runs: int8 ONNX network, tokenizer, settings with the hash of each file.

The network is quantised dynamically to 8 bits. The settings may be set anew without another export.
"""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from wireledger.model.network import INPUTS, Reader
from wireledger.model.runtime import FORMAT, LAYOUT

FILES = ("network.onnx", "tokenizer.json")


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
        quantize_dynamic(full, out / "network.onnx", weight_type=QuantType.QInt8)
    (out / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    set_settings(out, settings)


def set_settings(out: Path, settings: dict[str, Any]) -> None:
    """Write `model.json` of the exported folder `out`: `settings` beside what the runtime needs."""
    table = {
        "format": FORMAT,
        **LAYOUT,
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES},
        **settings,
    }
    (out / "model.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
