"""Fixtures over the two stories of `invented.py`."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent))

from invented import desk, hand, log  # noqa: F401


@pytest.fixture
def wireledger():
    """Run the command line in this process."""
    from wireledger.cli.app import app

    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])
