"""Load the YAML tables under `resources/`: a file name comes in, plain dicts, lists, strings and numbers go out.

Does not check or reshape anything; each table's own module does, once, behind a `functools.cache`.
"""

from pathlib import Path
from typing import Any

from wireledger.tables import read_table

RESOURCES = Path(__file__).parent / "resources"


def load_table(name: str) -> Any:
    """Read `resources/<name>.yaml`. Use only behind a cache: parsing takes milliseconds."""
    return read_table(RESOURCES / f"{name}.yaml")
