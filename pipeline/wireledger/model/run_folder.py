"""What a training run leaves beside its model, so that a reader of the figures knows what they are of.

`run.json`: the resolved configuration, each corpus with its hash, the versions. `epochs.json`, `curve.svg`: the losses.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _FOOT = 520, 260, 44, 30


@dataclass(frozen=True, slots=True)
class Epoch:
    """The losses of an epoch, means over its labels, and the seconds that it took."""

    loss: float
    held_out: float
    seconds: float


def write_configuration(out: Path, configuration: Mapping[str, Any], corpora: Iterable[Path]) -> None:
    """Write `run.json` into a run's folder, which is made if need be."""
    out.mkdir(parents=True, exist_ok=True)
    table = {
        "configuration": configuration,
        "corpora": {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in corpora},
        "versions": {name: version(name) for name in ("wireledger", "torch", "transformers", "onnxruntime")},
    }
    (out / "run.json").write_text(json.dumps(table, indent=1, default=str) + "\n", encoding="utf-8")


def write_epochs(out: Path, epochs: Sequence[Epoch]) -> None:
    """Write `epochs.json` and `curve.svg` into a run's folder, in place of those of the epoch before."""
    (out / "epochs.json").write_text(json.dumps([asdict(epoch) for epoch in epochs], indent=1) + "\n", encoding="utf-8")
    (out / "curve.svg").write_text(draw_curve(epochs), encoding="utf-8")


def draw_curve(epochs: Sequence[Epoch]) -> str:
    """Return the learning curve as SVG: the losses by epoch, on stories to learn from and on those held out."""
    series = {"learned": [epoch.loss for epoch in epochs], "held out": [epoch.held_out for epoch in epochs]}
    most = max(max(values) for values in series.values()) or 1.0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img"><title>Loss by epoch</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
    ]
    for share in (0.0, 0.5, 1.0):
        y = _y(share)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 80}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{most * share:.2f}</text>')
    for number in range(len(epochs)):
        x = _x(number, len(epochs))
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{number + 1}</text>')
    for (name, values), colour in zip(series.items(), ("#1f5f99", "#b3541e"), strict=True):
        points = [(_x(number, len(values)), _y(value / most)) for number, value in enumerate(values)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        parts.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    return "".join(parts) + "</svg>\n"


def _x(number: int, n: int) -> float:
    return _LEFT + 10 + number * (_WIDTH - 100 - _LEFT) / max(1, n - 1)


def _y(share: float) -> float:
    return 12 + (1 - share) * (_HEIGHT - _FOOT - 24)
