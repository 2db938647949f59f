"""A trained reader -> the folder that runs: int8 ONNX encoder, head, tokenizer, settings with the hash of each file.

The encoder is quantised dynamically to 8 bits. The settings may be set anew without another export.
"""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file
from torch import Tensor, nn

from wireledger.model.network import Reader
from wireledger.model.windows import CASES, MARKS, PLACES, ROLES
from wireledger.records import ACTIONS, STATUSES

FILES = ("encoder.onnx", "head.safetensors", "tokenizer.json")


class _Encoder(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, cases: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        return self.reader.encode(ids, cases, marks, mask)


def export(reader: Reader, tokenizer: Path, out: Path, settings: dict[str, Any]) -> None:
    """Write the model folder `out`; `settings` goes into its `model.json` beside what the runtime needs."""
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        sample = tuple(torch.ones(2, 9, dtype=torch.long) for _ in range(4))
        axes = {name: {0: "window", 1: "piece"} for name in ("ids", "cases", "marks", "mask", "hidden")}
        torch.onnx.export(
            _Encoder(reader), sample, str(full), input_names=["ids", "cases", "marks", "mask"],
            output_names=["hidden"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(full, out / "encoder.onnx", weight_type=QuantType.QInt8)
    head = {name: value.contiguous() for name, value in reader.state_dict().items() if not name.startswith("bert.")}
    save_file(
        {name: value for name, value in head.items() if name.startswith(("head.", "item_"))}, out / "head.safetensors"
    )
    (out / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    set_settings(out, settings)


def set_settings(out: Path, settings: dict[str, Any]) -> None:
    """Write `model.json` of the exported folder `out`: `settings` beside what the runtime needs."""
    table = {
        "format": 1,
        "roles": ROLES, "actions": ACTIONS, "statuses": STATUSES, "marks": MARKS, "cases": CASES, "places": PLACES,
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES},
        **settings,
    }  # fmt: skip
    (out / "model.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
