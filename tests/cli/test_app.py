import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from wireledger.records import Record
from wireledger.version import __version__

GOLDEN = Path(__file__).parents[1] / "golden" / "record.schema.json"
HEAVY = {"spacy", "pyarrow", "torch", "thinc", "transformers", "onnxruntime", "numpy", "hypothesis"}
COMMANDS = ["extract", "show", "schema", "evaluate"]


def imported(stderr):
    return {
        line.rsplit("|", 1)[1].strip().split(".")[0] for line in stderr.splitlines() if line.startswith("import time:")
    }


def test_schema_is_the_golden_copy(wireledger, update_golden):
    result = wireledger("schema")
    assert result.exit_code == 0
    if update_golden:
        GOLDEN.write_text(result.stdout)
    assert result.stdout == GOLDEN.read_text(), "the record's schema has changed; on purpose? pytest --update-golden"


def test_schema_names_every_field_of_a_record(wireledger):
    schema = json.loads(wireledger("schema").stdout)
    assert list(schema["properties"]) == list(Record.model_fields)
    assert schema["$schema"].endswith("2020-12/schema")


def test_version_is_printed(wireledger):
    assert wireledger("--version").stdout == f"wireledger {__version__}\n"


def test_help_lists_the_commands(wireledger):
    out = wireledger("--help").stdout
    assert [command for command in COMMANDS if not re.search(rf"│ {command} ", out)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(wireledger, command):
    result = wireledger(command, "--help")
    assert result.exit_code == 0
    assert "Usage: wireledger" in result.stdout


def test_unknown_command_is_wrong_use(wireledger):
    assert wireledger("extrakt").exit_code == 2


def test_arguments_of_evaluate_reach_it(wireledger):
    result = wireledger("evaluate", "gone.jsonl", "--json", "--worst", "3")
    assert result.exit_code == 2
    assert "gone.jsonl" in result.stderr


def test_help_imports_nothing_heavy(wireledger_process):
    process = wireledger_process("--help", python=("-X", "importtime"))
    _, stderr = process.communicate(timeout=60)
    assert imported(stderr) & HEAVY == set()


def test_extraction_to_stdout_imports_neither_pyarrow_nor_torch(wireledger_process, stories):
    process = wireledger_process("extract", stories, python=("-X", "importtime"))
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 0
    assert imported(stderr) & {"pyarrow", "torch", "transformers", "hypothesis"} == set()


def test_module_runs_as_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "wireledger", "--version"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2] / "pipeline",
    )
    assert done.stdout == f"wireledger {__version__}\n"
