"""Gold in the formats of other tools, chosen by the file's name.

In: a path. Out: `GoldStory`s; or the other way round. `.jsonl` is RECORDS.md's own format, `.standoff.jsonl` the same
without texts, `.json` Label Studio's, `.spacy` spaCy's `DocBin`. Stories come one by one, but the last two formats are
one object a file: they are held whole.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from wireledger.corpus.gold import GoldStory
from wireledger.corpus.read import read_gold
from wireledger.corpus.rows import gold_to_dict
from wireledger.errors import ConfigError
from wireledger.writers.whole_file import whole_file

_STANDOFF = ".standoff.jsonl"
_ALLOWED = f"Allowed: .jsonl (gold), {_STANDOFF} (gold without texts), .json (Label Studio), .spacy (DocBin)."


def read_any(path: Path, texts: Path | None = None) -> Iterator[GoldStory]:
    """Yield the stories of `path`; those of a `.standoff.jsonl` with the texts in `texts`.

    Raises:
        ConfigError: Nobody knows the suffix, or texts are missing or given without need.
        ReadError: The file cannot be read.
        CorpusError: It holds something that is no gold.
    """
    if path.name.endswith(_STANDOFF) != (texts is not None):
        raise ConfigError(f"{path}: give the stories' texts with a {_STANDOFF}, and with no other kind of file")
    if texts is not None:
        from wireledger.corpus.standoff import read_standoff

        return read_standoff(path, texts)
    if path.suffix == ".json":
        from wireledger.corpus.label_studio import read_tasks

        return read_tasks(path)
    if path.suffix == ".spacy":
        from wireledger.corpus.docbin import read_docbin

        return read_docbin(path)
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return read_gold(path)
    raise ConfigError(f"{path}: nobody reads gold from this kind of file. {_ALLOWED}")


def write_any(path: Path, gold: Iterable[GoldStory]) -> int:
    """Write stories to `path`, which appears whole or not at all; return how many.

    Raises:
        ConfigError: Nobody knows the suffix.
        WriteError: The file cannot be written.
    """
    if path.suffix not in (".jsonl", ".json", ".spacy"):
        raise ConfigError(f"{path}: nobody writes gold to this kind of file. {_ALLOWED}")
    stories = list(gold)
    content = _bytes(path, stories)
    with whole_file(path) as stream:
        stream.write(content)
    return len(stories)


def _bytes(path: Path, stories: list[GoldStory]) -> bytes:
    if path.name.endswith(_STANDOFF):
        from wireledger.corpus.standoff import write_rows

        return write_rows(stories)
    if path.suffix == ".json":
        from wireledger.corpus.label_studio import to_tasks

        return json.dumps(list(to_tasks(stories)), ensure_ascii=False, indent=1).encode()
    if path.suffix == ".spacy":
        from wireledger.corpus.docbin import to_docbin

        return to_docbin(stories).to_bytes()
    return b"".join(json.dumps(gold_to_dict(story), ensure_ascii=False).encode() + b"\n" for story in stories)
