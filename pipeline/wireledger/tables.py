"""Read YAML tables: a path comes in, plain dicts, lists, strings and numbers go out.

Does not check or reshape anything; each table's own module does, once, behind a `functools.cache`.
"""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

# Without libyaml the pure Python loader reads the same, 8 times slower.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_table(path: Path | Traversable) -> Any:
    """Read one table. Use only behind a cache: parsing takes milliseconds."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)
