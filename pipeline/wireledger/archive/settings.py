"""What decides the records of a run, and the fingerprints by which a change is noticed.

In: options and inputs. Out: `Settings`, and short hashes of settings, code and inputs. How a run is carried out (number
of workers, time limits) is not part of them: it changes no record.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from wireledger.readers import Columns
from wireledger.readers.source import Source
from wireledger.readers.stories import GUESS_ALL
from wireledger.stage import Stage

SHARD_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the records of a run.

    Attributes:
        stage: See `wireledger.load`.
        model: Folder of the model, or None.
        columns: Names of columns as the user gave them.
        triage: Whether stories without a trigger are passed over unread.
        dedupe: Whether of stories with nearly the same words one is extracted.
        shard_bytes: About how many bytes a shard has.
    """

    stage: Stage = "auto"
    model: str | None = None
    columns: Columns = GUESS_ALL
    triage: bool = True
    dedupe: bool = True
    shard_bytes: int = SHARD_BYTES

    def fingerprints(self, sources: Iterable[Source]) -> dict[str, str]:
        """Return a hash for each thing whose change would mix records of two kinds in one run."""
        return {
            "options": _hash(json.dumps(asdict(self), sort_keys=True, default=str).encode()),
            "code": _code(),
            "model": _folder_hash(Path(self.model)) if self.model else "none",
            "inputs": _hash("\n".join(_state(source) for source in sources).encode("utf-8", "surrogateescape")),
        }


def _state(source: Source) -> str:
    # Size and time, not content: hashing terabytes before each resume would cost more than it saves.
    if source.path is None:
        return f"{source.name}\0{source.n_bytes()}"
    try:
        state = os.stat(source.path)
    except OSError:
        return f"{source.name}\0absent"
    return f"{source.name}\0{state.st_size}\0{state.st_mtime_ns}"


@cache
def _code() -> str:
    return _folder_hash(Path(__file__).parents[1], ("*.py", "*.yaml"))


def _folder_hash(folder: Path, patterns: tuple[str, ...] = ("*",)) -> str:
    files = sorted({path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()})
    digest = hashlib.blake2b(digest_size=8)
    for path in files:
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()
