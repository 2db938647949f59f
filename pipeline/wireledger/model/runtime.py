"""Windows -> what the network says of their words and of their trigger, by onnxruntime on the CPU. No torch.

In: a model folder and windows. Out: `Reading`s: probabilities of tags for each word, and of what the trigger tells. The
folder is checked when it is loaded: a missing or altered file is an error.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wireledger.errors import ConfigError
from wireledger.model.pieces import CASES, load_tokenizer
from wireledger.model.tags import CLASSES, TAGS, TOLD
from wireledger.model.windows import MARKS, ZONES, Window
from wireledger.records import STATUSES

Array = NDArray[np.float32]
FORMAT = 3
_TOLERANCE = 0.1
"""Of a golden probability: 8-bit sums differ a little from one kind of processor to the next, wrong ones by more."""
LAYOUT: dict[str, list[str]] = {
    "tags": list(TAGS), "told": list(TOLD), "statuses": list(STATUSES),
    "cases": list(CASES), "marks": list(MARKS), "zones": list(ZONES),
}  # fmt: skip
"""What a folder must list as this version does, since the network's rows are counted by it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one window.

    Attributes:
        tags: Words x `tags.TAGS`, probabilities; each row's sum is 1.
        told: In the order of `tags.TOLD`; sum 1, as the next two.
        statuses: In the order of `records.STATUSES`.
        background: No, yes.
    """

    tags: Array
    told: Array
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

        options = SessionOptions()
        # Windows are read at the same time rather than each by several threads, which its small matrices keep waiting.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # A pool's workers are pinned to one thread each by this variable; else all cores are taken.
        self.n_threads = int(os.environ.get("OMP_NUM_THREADS", "0").split(",")[0] or 0) or len(os.sched_getaffinity(0))
        self._threads = ThreadPoolExecutor(self.n_threads, "wireledger-model") if self.n_threads > 1 else None
        self._session = InferenceSession(str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"])
        self.tokenizer: Any = load_tokenizer(folder / "tokenizer.json")
        for number, golden in enumerate(self.settings.get("golden", ())):
            self._check_golden(folder, number, golden)

    def read(self, window: Window) -> Reading:
        """Return the reading of a window.

        One window at a time: the 8-bit network scales its numbers by all that it reads at once, so that in a batch a
        window's result, and sometimes a record, would depend on its neighbours.
        """
        feed = {name: np.array([getattr(window, name)], np.int64) for name in ("ids", "cases", "marks", "zones")}
        feed["mask"] = np.ones_like(feed["ids"])
        tags, told = self._session.run(["tags", "told"], feed)
        parts = np.split(told[0, window.focus], np.cumsum(CLASSES)[:-1])
        return Reading(_softmax(tags[0, window.firsts]), *(_softmax(part) for part in parts))

    def read_all(self, windows: Sequence[Window]) -> list[Reading]:
        """Return the readings of windows, in order, read at the same time on as many threads as there are."""
        if self._threads is None or len(windows) < 2:
            return [self.read(window) for window in windows]
        longest_first = sorted(range(len(windows)), key=lambda i: -len(windows[i].ids))
        futures = {i: self._threads.submit(self.read, windows[i]) for i in longest_first}
        return [futures[i].result() for i in range(len(windows))]

    def _check_golden(self, folder: Path, number: int, golden: dict[str, Any]) -> None:
        """Read a window whose probabilities are known."""
        read = summarise(self.read(Window(**golden["window"])))
        for name, expected in golden["expected"].items():
            apart = float(np.abs(np.subtract(read[name], expected)).max())
            if not apart <= _TOLERANCE:  # NaN is wrong, too
                import onnxruntime

                raise ConfigError(
                    f"{folder}: of golden window {number} the network's {name} is off by {apart:.2f}, where "
                    f"{_TOLERANCE} is allowed; onnxruntime {onnxruntime.__version__} computes it wrongly on this "
                    "machine: try another version of it, or use stage 'rules'"
                )


def summarise(reading: Reading) -> dict[str, list[float]]:
    """Return what is compared of a golden window: of each word the probability that it is of no label, and the told."""
    return {"words": [float(p) for p in reading.tags[:, 0]], "told": [float(p) for p in reading.told]}


def _check(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    if not path.is_file():
        raise ConfigError(
            f"{folder} is no model folder: it has no model.json; give the folder that `wireledger train` wrote"
        )
    settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name, wanted in {"format": FORMAT, **LAYOUT}.items():
        if settings.get(name) != wanted:
            raise ConfigError(f"{path}: {name} is not what this version of Wireledger reads; train the model anew")
    for name, wanted in settings["files"].items():
        file = folder / name
        if not file.is_file():
            raise ConfigError(f"{file} is missing; copy the whole model folder")
        if hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            raise ConfigError(f"{file} was altered after export (its hash is another); copy the model folder again")
    return settings


def _softmax(x: Array) -> Array:
    raised = np.exp(x - x.max(-1, keepdims=True))
    result: Array = (raised / raised.sum(-1, keepdims=True)).astype(np.float32)
    return result
