"""One training run by its configuration: read, cut, train, arbitrate, export. What `wireledger train` does."""

import hashlib
import tomllib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wireledger.corpus import GoldStory, read_gold
from wireledger.errors import ConfigError
from wireledger.model.arbitrate import UNFITTED, fit_arbitration
from wireledger.model.examples import build_examples
from wireledger.model.export import export, set_settings
from wireledger.model.runtime import Model
from wireledger.model.train import TrainingConfig, train

_HELD_OUT_OF = 6
_KEYS = {
    "train",
    "split",
    "held_out",
    "encoder",
    "out",
    "epochs",
    "rate",
    "head_rate",
    "dropout",
    "pieces",
    "seed",
    "bf16",
}


def run(path: Path, say: Callable[[str], None]) -> Path:
    """Run a configuration and return the model folder that it wrote.

    Raises:
        ConfigError: the configuration cannot be read, has an unknown or a missing key, or names what is not there.
    """
    table = _read(path)
    root = path.parent
    training, held_out = _stories(root, table, "train"), _stories(root, table, "held_out")
    for gold in _stories(root, table, "split"):
        (held_out if _is_held_out(gold) else training).append(gold)
    shared = {gold.story.id for gold in training} & {gold.story.id for gold in held_out}
    if shared:
        raise ConfigError(f"{path}: {len(shared)} stories are both trained on and held out, e.g. {min(shared)!r}")
    encoder = _encoder(root, str(table["encoder"]))
    config = TrainingConfig(
        encoder,
        root / table["out"],
        **{
            key: table[key]
            for key in ("epochs", "rate", "head_rate", "dropout", "pieces", "seed", "bf16")
            if key in table
        },
    )
    tokenizer = encoder / "tokenizer.json"
    examples = [example for story in build_examples(training, tokenizer) for example in story]
    held = [example for story in build_examples(held_out, tokenizer) for example in story]
    say(f"{len(training)} stories give {len(examples)} windows; {len(held_out)} held out give {len(held)}")
    reader = train(config, examples, held, say)
    folder = config.out / "model"
    export(reader, tokenizer, folder, UNFITTED)
    settings = fit_arbitration(Model(folder), held_out)
    set_settings(folder, settings)
    say(f"wrote {folder}: {settings}")
    return folder


def _read(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as a configuration ({error})") from error
    unknown, missing = set(table) - _KEYS, {"train", "encoder", "out"} - set(table)
    if unknown:
        raise ConfigError(f"{path}: unknown key {min(unknown)!r}; allowed are {', '.join(sorted(_KEYS))}")
    if missing:
        raise ConfigError(f"{path}: key {min(missing)!r} is missing; see configs/train-small.toml for a whole one")
    return table


def _stories(root: Path, table: dict[str, Any], key: str) -> list[GoldStory]:
    return [gold for name in table.get(key, []) for gold in read_gold(root / name)]


def _is_held_out(gold: GoldStory) -> bool:
    """Tell whether a story of a `split` file is held out: one in `_HELD_OUT_OF`, the same ones in every run."""
    return int(hashlib.sha256(gold.story.id.encode()).hexdigest(), 16) % _HELD_OUT_OF == 0


def _encoder(root: Path, name: str) -> Path:
    """Return an encoder's folder: one beside the configuration, or `package:NAME/FOLDER` of an installed package."""
    if name.startswith("package:"):
        package, _, inside = name.removeprefix("package:").partition("/")
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ConfigError(f"encoder {name!r}: package {package} is not installed; pip install 'wireledger[train]'")
        return Path(spec.origin).parent / inside
    folder = root / name
    if not (folder / "model.safetensors").is_file():
        raise ConfigError(f"encoder {folder}: no model.safetensors there; give the folder of a BERT")
    return folder
