import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from wireledger.issues import Issue
from wireledger.records import Amount, Authority, Evidence, Record, SpanRef, Target
from wireledger.story import Story

ROOT = Path(__file__).parents[2]
FINE = re.compile(
    r"The (?P<authority>[A-Z]\w+ Board) fined (?P<target>[A-Z]\w+ [A-Z]\w+) \$(?P<millions>\d+) million\."
)


@dataclass(frozen=True)
class FakeExtraction:
    story: Story
    records: tuple[Record, ...]
    issues: tuple[Issue, ...] = ()


class FakePipeline:
    """Reads one kind of sentence; `Bonjour` is another language, `Crash` fails, `Interrupt` is the user's Ctrl-C."""

    note = ""

    def extract(self, story):
        if "Interrupt" in story.text:
            raise KeyboardInterrupt
        for word, code, severity in (("Bonjour", "other-language", "skipped"), ("Crash", "story-failed", "failed")):
            if word in story.text:
                return FakeExtraction(story, (), (Issue(code, f"{word} was said.", severity, story_id=story.id),))
        return FakeExtraction(story, tuple(map(self._record, FINE.finditer(story.text), [story] * 9)))

    def extract_all(self, stories):
        return map(self.extract, stories)

    def _record(self, match, story):
        places = {name: SpanRef(start=match.start(name), end=match.end(name)) for name in ("authority", "target")}
        return Record(
            record_id=f"{story.id}-{match.start()}",
            story_id=story.id,
            publisher=story.publisher,
            published=story.published,
            action="penalty",
            status="imposed",
            background=False,
            authority=(Authority(name=match["authority"], country="NL"),),
            target=Target(name=match["target"], type="organization"),
            amount=Amount(value=int(match["millions"]) * 10**6, currency="USD", text=f"${match['millions']} million"),
            evidence=(Evidence(start=match.start(), end=match.end(), text=match[0]),),
            spans={"target": places["target"], "authority.0": places["authority"]},
            confidence=0.75,
            slot_confidence={},
            method={},
        )


@pytest.fixture(autouse=True)
def stages(request, monkeypatch):
    """Put the fake pipeline in the place of the real one; yields the stages that were asked for."""
    asked = []

    def load(stage="auto", model=None):
        asked.append(stage)
        return FakePipeline()

    module = ModuleType("wireledger.nlp")
    module.load = load
    monkeypatch.setitem(sys.modules, "wireledger.nlp", module)
    return asked


@pytest.fixture
def wireledger():
    """Run the command line in this process."""
    from wireledger.cli.app import app

    def run(*arguments, **options):
        return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="wireledger", **options)

    return run


@pytest.fixture
def wireledger_process():
    """Start the command line in a process of its own, with the real pipeline."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pipeline")}

    def start(*arguments, python=(), **options):
        command = [sys.executable, *python, "-m", "wireledger", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment, "text": True} | options
        return subprocess.Popen(command, **pipes)

    return start


STORIES = (
    ("s1", "Board fines Brindle", "HARBOUR - The Harbour Board fined Brindle Ore $11 million. It was late."),
    ("s2", "Nothing", "Nothing happened in the harbour."),
    ("s3", "", "The Harbour Board fined Ardent Tin $2 million. The Harbour Board fined Corvid Zinc $3 million."),
)


@pytest.fixture
def stories(tmp_path):
    """A file with three sound stories, two of them with records."""
    path = tmp_path / "stories.jsonl"
    lines = [{"id": i, "title": title, "text": text, "published": "2021-03-04"} for i, title, text in STORIES]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path
