"""Annotated stories read by the pipeline and scored: by one stage, or by rules, model and both side by side.

What `evaluate` and `train` share.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import typer
from rich.console import Console
from rich.progress import track

from wireledger.cli.options import load_pipeline
from wireledger.corpus import GoldStory
from wireledger.scoring import ScoredRecord, Scores, intervals, parse_predicted, score, tables
from wireledger.stage import Stage

PLAIN_WIDTH = 160  # of tables that go into a file or a pipe
_SIDES: tuple[Stage, ...] = ("rules", "model", "auto")


def extract(stories: Sequence[GoldStory], stage: Stage, model: Path | None = None) -> list[ScoredRecord]:
    """Return the records that a stage finds; stderr tells how many stories failed.

    Raises:
        ConfigError: See `wireledger.load`.
    """
    pipeline = load_pipeline(stage, model)
    records: list[ScoredRecord] = []
    n_failed = 0
    console = Console(stderr=True)
    given = (gold.story for gold in stories)
    for extraction in track(
        pipeline.extract_all(given), "reading stories", total=len(stories),
        console=console, transient=True, disable=not console.is_terminal,
    ):  # fmt: skip
        records += (parse_predicted(record.to_dict()) for record in extraction.records)
        n_failed += any(issue.severity == "failed" for issue in extraction.issues)
    if n_failed:
        typer.echo(f"note: {n_failed} stories failed and count as stories without records", err=True)
    return records


def score_sides(stories: Sequence[GoldStory], model: Path | None = None) -> dict[str, Scores]:
    """Return the scores by rules, by model and by both.

    Raises:
        ConfigError: there is no sound model.
    """
    return {stage: score(stories, extract(stories, stage, model)) for stage in _SIDES}


def print_sides(sides: Mapping[str, Scores], file: IO[str] | None = None) -> None:
    """Print the scores side by side, on stdout or into a file."""
    console, plain = open_console(file)
    by_side = {side: (scores, intervals(scores)) for side, scores in sides.items()}
    console.print(tables.comparison_table(by_side, plain=plain))


def open_console(file: IO[str] | None = None) -> tuple[Console, bool]:
    """Return a console on stdout or a file, and whether it is no terminal: then tables are plain."""
    file = file or sys.stdout
    plain = not file.isatty()
    return Console(file=file, width=PLAIN_WIDTH if plain else None, highlight=False), plain
