"""Options of this project's test runs."""

from pathlib import Path

import pytest

from wireledger import Story

CORPORA = Path(__file__).parents[1] / "corpora"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/ from what the code gives now")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def own_stories() -> list[Story]:
    """Return every story of corpora/."""
    from wireledger.readers import read_stories

    return [item for item in read_stories([CORPORA / "wire"]) if isinstance(item, Story)]
