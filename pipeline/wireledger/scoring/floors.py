"""Quality floors: figures that may not fall, each pinned to the hash of the corpus that it was measured on.

In: `configs/floors.toml` and `Scores`. Out: what has fallen below. A floor is raised when quality rises, and lowered
only on purpose, by hand, in a commit that says why.
"""

import hashlib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from wireledger.errors import ConfigError, ReadError
from wireledger.scoring.scorer import Scores


@dataclass(frozen=True, slots=True)
class FloorSet:
    """The floors of one corpus file, for one way to fill the stages.

    Attributes:
        name: Name of the section in the file.
        path: The corpus file, relative to the root of the repository.
        sha256: Hash of that file, in hex; floors say nothing about any other content.
        stage: `rules` or `auto`, as in `wireledger evaluate --stage`.
        record_f1: Least record F1.
        slot_f1: Least slot F1.
        core_exact: Least share of core exact records.
        false_alarms: Greatest share of false alarms.
    """

    name: str
    path: str
    sha256: str
    stage: str = "rules"
    record_f1: float = 0.0
    slot_f1: float = 0.0
    core_exact: float = 0.0
    false_alarms: float = 1.0

    def failures(self, scores: Scores) -> list[str]:
        """Say which figures are below their floors (or above, for false alarms); empty where all hold."""
        least = {
            "record_f1": (scores.records.f1, self.record_f1),
            "slot_f1": (scores.slot.f1, self.slot_f1),
            "core_exact": (scores.core_exact, self.core_exact),
        }
        failed = [
            f"{self.name}: {figure} is {value:.4f}, below its floor of {floor:.4f}"
            for figure, (value, floor) in least.items()
            if value < floor
        ]
        if scores.false_alarms > self.false_alarms:
            failed.append(
                f"{self.name}: false_alarms is {scores.false_alarms:.4f}, above its ceiling of {self.false_alarms:.4f}"
            )
        return failed


def read_floors(path: Path | str) -> dict[str, FloorSet]:
    """Read a floors file.

    Raises:
        ReadError: The file cannot be opened.
        ConfigError: It is no TOML, or a key is unknown, missing or of the wrong type.
    """
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); give the path of a floors file") from error
    except ValueError as error:
        raise ConfigError(f"{path}: no TOML ({error})") from error
    corpora = table.pop("corpora", {})
    if table or not isinstance(corpora, dict):
        raise ConfigError(f"{path}: every section is [corpora.NAME]; found {', '.join(table) or 'corpora'}")
    return {name: _floor_set(f"{path}, [corpora.{name}]", name, section) for name, section in corpora.items()}


def hash_of(path: Path | str) -> str:
    """Return the sha256 of a file, in hex.

    Raises:
        ReadError: The file cannot be opened.
    """
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error


def _floor_set(place: str, name: str, section: object) -> FloorSet:
    types = {field.name: field.type for field in fields(FloorSet) if field.name != "name"}
    if not isinstance(section, dict):
        raise ConfigError(f"{place}: a section with keys is wanted, not {section!r}")
    for key, value in section.items():
        if key not in types:
            raise ConfigError(f"{place}: key '{key}' is unknown; allowed: {', '.join(types)}")
        wanted = (int, float) if types[key] is float else str
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise ConfigError(
                f"{place}: '{key}' is {value!r}; wanted is a {'number' if wanted is not str else 'string'}"
            )
    missing = [key for key in ("path", "sha256") if key not in section]
    if missing:
        raise ConfigError(f"{place}: key '{missing[0]}' is missing; the floors need to know their corpus")
    return FloorSet(name=name, **section)
