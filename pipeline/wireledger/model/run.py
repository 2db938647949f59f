"""One training run by its configuration: read, cut, train, arbitrate, export. What `wireledger train` does."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wireledger.corpus import GoldStory, split_by_event
from wireledger.corpus.exchange import read_any
from wireledger.errors import ConfigError
from wireledger.model.arbitrate import UNFITTED, fit_arbitration
from wireledger.model.conll04 import run_conll04
from wireledger.model.examples import Corpus, Course, build_examples
from wireledger.model.export import export, set_settings
from wireledger.model.rule_weights import Tables, fit_rounds
from wireledger.model.run_folder import write_configuration
from wireledger.model.runtime import Model
from wireledger.model.train import TrainingConfig, train
from wireledger.rules.weights import use_weights

_SETTINGS = ("layers", "epochs", "rate", "head_rate", "dropout", "pieces", "seed", "bf16")  # of `TrainingConfig`
_TASKS: dict[str, tuple[set[str], set[str]]] = {
    "records": ({"train", "encoder", "out"}, {"split", "held_out", "swap"}),
    "conll04": ({"train", "dev", "test", "encoder", "out"}, set()),
}
"""The values of `task`, each with the keys that its configuration needs, and may have beside `_SETTINGS`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave.

    Attributes:
        folder: The model; of a benchmark the folder with its scores.
        held_out: The stories that nothing was learned from but how far to trust rules and reader.
        tables: Weights of the rules that know as little of these; empty where there were too few stories to fit any.
    """

    folder: Path
    held_out: list[GoldStory]
    tables: Tables


def run(path: Path, say: Callable[[str], None], changes: Mapping[str, Any] | None = None) -> Outcome:
    """Run a configuration, `changes` in place of what it says for their keys.

    Raises:
        ConfigError: the configuration cannot be read, has an unknown or a missing key, or names what is not there.
    """
    table = _read(path, changes or {})
    root = path.parent
    encoder = _encoder(root, str(table["encoder"]))
    recipe = {key: table[key] for key in _SETTINGS if key in table}
    if table.get("task") == "conll04":
        files = {split: root / str(table[split]) for split in ("train", "dev", "test")}
        config = TrainingConfig(encoder, root / table["out"], **recipe)
        run_conll04(config, files, say)
        write_configuration(config.out, table | asdict(config), files.values())
        return Outcome(config.out, [], {})
    training, held_out = _sides(path, table)
    swap = float(table.get("swap", 0.0))
    config = TrainingConfig(
        encoder,
        root / table["out"],
        hashlib.sha256(repr((swap, training)).encode()).hexdigest(),
        **recipe,
    )
    tokenizer = encoder / "tokenizer.json"
    course = Course(training, tokenizer, swap, config.seed)
    kept = [gold for corpus in held_out for gold in corpus.stories]
    held = build_examples(kept, tokenizer)
    n_learned = sum(len(corpus.stories) for corpus in training)
    say(f"{n_learned} stories to learn from; {len(kept)} held out give {len(held)} windows")
    reader = train(config, course.examples, held, say)
    write_configuration(config.out, table | asdict(config), _files(root, table))
    folder = config.out / "model"
    export(reader, tokenizer, folder, UNFITTED)
    say("fitting how far to trust rules and reader")
    tables = _rule_tables(training) if kept else {}
    use_weights(tables)
    weighed = [(gold, corpus.share) for corpus in held_out for gold in corpus.stories]
    settings = fit_arbitration(Model(folder), weighed)
    use_weights({})
    set_settings(folder, settings)
    say(f"wrote {folder}")
    return Outcome(folder, kept, tables)


def _sides(path: Path, table: dict[str, Any]) -> tuple[list[Corpus], list[Corpus]]:
    """Return what is learned from and what is held out."""
    training, held_out = _corpora(path.parent, table, "train"), _corpora(path.parent, table, "held_out")
    to_split = _corpora(path.parent, table, "split")
    kept = _ids_of(split_by_event(gold for corpus in to_split for gold in corpus.stories)[1])
    for corpus in to_split:
        training.append(Corpus([gold for gold in corpus.stories if gold.story.id not in kept], corpus.share))
        held_out.append(Corpus([gold for gold in corpus.stories if gold.story.id in kept], corpus.share))
    learned, kept = ({id_ for corpus in side for id_ in _ids_of(corpus.stories)} for side in (training, held_out))
    if shared := learned & kept:
        raise ConfigError(f"{path}: {len(shared)} stories are both trained on and held out, e.g. {min(shared)!r}")
    return training, held_out


def _ids_of(stories: Iterable[GoldStory]) -> set[str]:
    return {gold.story.id for gold in stories}


def _rule_tables(training: list[Corpus]) -> Tables:
    """Fit the rules' weights on the stories to learn from alone: those that ship may know the held-out ones."""
    least = min(corpus.share for corpus in training)
    stories = [(gold, round(corpus.share / least)) for corpus in training for gold in corpus.stories]
    return fit_rounds([gold for gold, _ in stories], [weight for _, weight in stories])


def _read(path: Path, changes: Mapping[str, Any]) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")) | dict(changes)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read as a configuration ({error})") from error
    task = str(table.get("task", "records"))
    if task not in _TASKS:
        raise ConfigError(f"{path}: unknown task {task!r}; allowed are {', '.join(_TASKS)}")
    needed, optional = _TASKS[task]
    allowed = {"task", *needed, *optional, *_SETTINGS}
    unknown, missing = set(table) - allowed, needed - set(table)
    if unknown:
        raise ConfigError(f"{path}: unknown key {min(unknown)!r}; allowed are {', '.join(sorted(allowed))}")
    if missing:
        raise ConfigError(f"{path}: key {min(missing)!r} is missing; see configs/train-small.toml for a whole one")
    return table


def _corpora(root: Path, table: dict[str, Any], key: str) -> list[Corpus]:
    return [
        Corpus(
            tuple(read_any(root / entry["path"], root / entry["texts"] if "texts" in entry else None)), entry["share"]
        )
        for entry in _entries(table, key)
    ]


def _entries(table: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """Yield the corpora of a key: path, share of it that an epoch has, the file of its texts where it holds none."""
    for entry in table.get(key, []):
        row: dict[str, Any] = {"share": 1.0, **({"path": entry} if isinstance(entry, str) else entry)}
        if "path" not in row or set(row) - {"path", "share", "texts"} or not 0 < row["share"] <= 1:
            raise ConfigError(
                f"{key}: {entry!r} is no corpus; give a path, or {{path = ..., share = 0 to 1, texts = ...}}"
            )
        yield row


def _files(root: Path, table: dict[str, Any]) -> list[Path]:
    return [root / entry["path"] for key in ("train", "split", "held_out") for entry in _entries(table, key)]


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
        raise ConfigError(f"encoder {folder}: no model.safetensors there; give the folder of an encoder")
    return folder
