"""What the README shows is what happens."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wireledger.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ") for line in README.splitlines() if line.removeprefix("$ ").startswith("wireledger ")
]


def test_the_python_example_prints_what_it_says() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (printed,) = re.findall(r"prints\n\n```\n(.*?)```", README, re.DOTALL)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    assert out.getvalue() == printed


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that stands for out/: what a command writes there is what a later one reads."""
    return tmp_path_factory.mktemp("out")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command: str, monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    monkeypatch.chdir(ROOT)
    words = [word.replace("out/", f"{out}/") for word in shlex.split(command)[1:]]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)$", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_path_of_the_tree_exists() -> None:
    table = README.split("## Where things are")[1]
    for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE):
        paths = re.findall(r"`([^`]+)`", cell)
        for path in paths:
            assert (ROOT / path).exists() or (ROOT / "pipeline/wireledger" / path).exists(), path
