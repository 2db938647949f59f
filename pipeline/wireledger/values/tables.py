"""Load the YAML tables under `resources/`: a file name comes in, plain dicts, lists, strings and numbers go out.

Does not check or reshape anything; each table's own module does, once, behind a `functools.cache`.
"""

from pathlib import Path
from typing import Any

import yaml

_RESOURCES = Path(__file__).parent / "resources"
# Without libyaml the pure Python loader reads the same, 8 times slower.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_table(name: str) -> Any:
    """Read `resources/<name>.yaml`. Use only behind a cache: parsing takes milliseconds."""
    with (_RESOURCES / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)
