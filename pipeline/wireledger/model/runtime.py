"""Windows -> what the network says of their items, by onnxruntime on the CPU. No torch.

In: a model folder and windows. Out: for each window an array, a row for each item: probabilities of `ROLES`, then of
actions, statuses and background. The folder is checked when it is loaded: a missing or altered file is an error.
"""

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wireledger.errors import ConfigError
from wireledger.model.windows import CASES, FARTHEST, MARKS, PLACES, Window, load_tokenizer

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ItemReading:
    """What the network says of one item; each attribute an array of probabilities.

    Attributes:
        roles: In the order of `windows.ROLES`, independent of each other.
        actions: In the order of `records.ACTIONS`; sum 1, as the next two.
        statuses: In the order of `records.STATUSES`.
        background: No, yes.
    """

    roles: Array
    actions: Array
    statuses: Array
    background: Array


class Model:
    """A model folder, ready to read windows."""

    def __init__(self, folder: Path) -> None:
        """Load and check a folder.

        Raises:
            ConfigError: a file is missing or altered, or the folder is of another format.
        """
        self.settings = _check(folder)
        from onnxruntime import InferenceSession, SessionOptions
        from safetensors.numpy import load_file

        options = SessionOptions()
        options.intra_op_num_threads = int(self.settings.get("threads", 2))
        options.inter_op_num_threads = 1
        self._session = InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        self._head = load_file(folder / "head.safetensors")
        self._sizes = [len(self.settings[name]) for name in ("roles", "actions", "statuses")]
        self.tokenizer: Any = load_tokenizer(folder / "tokenizer.json")

    def read(self, window: Window) -> list[ItemReading]:
        """Return the readings of a window's items, in order.

        One window at a time: the 8-bit encoder scales its numbers by all that it reads at once, so that in a batch a
        window's result, and sometimes a record, would depend on its neighbours.
        """
        feed = {name: np.array([getattr(window, name)], np.int64) for name in ("ids", "cases", "marks")}
        feed["mask"] = np.ones_like(feed["ids"])
        (hidden,) = self._session.run(["hidden"], feed)
        return self._items(hidden[0], window)

    def _items(self, hidden: Array, window: Window) -> list[ItemReading]:
        if not window.items:
            return []
        head = self._head
        trigger = hidden[window.trigger[0] : window.trigger[1]].mean(0)
        means = np.stack([hidden[item.start : item.end].mean(0) for item in window.items])
        firsts = np.stack([hidden[item.start] for item in window.items])
        beside = np.broadcast_to(trigger, means.shape)
        whole = np.broadcast_to(hidden[0], means.shape)
        marks = head["item_mark.weight"][[item.mark for item in window.items]]
        places = head["item_place.weight"][[item.place for item in window.items]]
        distances = head["item_distance.weight"][[item.distance + FARTHEST for item in window.items]]
        features = np.concatenate([beside, means, firsts, beside * means, whole, marks, places, distances], 1)
        inner = _gelu(features @ head["head.0.weight"].T + head["head.0.bias"])
        logits = inner @ head["head.3.weight"].T + head["head.3.bias"]
        ends = np.cumsum(self._sizes)
        roles, actions, statuses, background = np.split(logits, ends, 1)
        return [
            ItemReading(*parts)
            for parts in zip(_sigmoid(roles), _softmax(actions), _softmax(statuses), _softmax(background), strict=True)
        ]


def _check(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    if not path.is_file():
        raise ConfigError(
            f"{folder} is no model folder: it has no model.json; give the folder that `wireledger train` wrote"
        )
    settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    layout = {"format": 1, "marks": list(MARKS), "cases": list(CASES), "places": list(PLACES)}
    for name, wanted in layout.items():
        if settings.get(name) != wanted:
            raise ConfigError(f"{path}: {name} is not what this version of Wireledger reads; train the model anew")
    for name, wanted in settings["files"].items():
        file = folder / name
        if not file.is_file():
            raise ConfigError(f"{file} is missing; copy the whole model folder")
        if hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            raise ConfigError(f"{file} was altered after export (its hash is another); copy the model folder again")
    return settings


def _gelu(x: Array) -> Array:
    result: Array = (0.5 * x * (1 + _erf(x / math.sqrt(2)))).astype(np.float32)
    return result


def _erf(x: Array) -> Array:
    """Return the error function, to 1.5e-7 (Abramowitz and Stegun 7.1.26)."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    result: Array = (np.sign(x) * (1 - poly * np.exp(-x * x))).astype(np.float32)
    return result


def _sigmoid(x: Array) -> Array:
    result: Array = (1 / (1 + np.exp(-x))).astype(np.float32)
    return result


def _softmax(x: Array) -> Array:
    raised = np.exp(x - x.max(1, keepdims=True))
    result: Array = (raised / raised.sum(1, keepdims=True)).astype(np.float32)
    return result
