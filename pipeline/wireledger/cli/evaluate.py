"""`wireledger evaluate`: how good are the records? Gold against a file of records, or against the pipeline itself.

In: a gold file, and a file of predicted records or the stages to run. Out: tables or JSON on stdout; progress and
remarks on stderr. Exit codes: 0; 1 where a figure is below its floor; 2 for wrong use.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from wireledger.cli.comparison import extract, open_console, print_sides, score_sides
from wireledger.corpus import GoldStory, read_gold
from wireledger.errors import ConfigError, WireledgerError
from wireledger.scoring import (
    FloorSet,
    Interval,
    Scores,
    hash_of,
    intervals,
    read_floors,
    read_predicted,
    score,
    tables,
)
from wireledger.stage import Stage

DEFAULT_FLOORS = Path("configs/floors.toml")


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated stories: JSON lines in the gold format.")],
    predicted: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PREDICTED]",
            help="Records as `extract` writes them (JSON lines), or a second annotator's gold. "
            "Without it, the pipeline reads the stories of GOLD.",
        ),
    ] = None,
    stage: Annotated[
        Stage, typer.Option(help="Without PREDICTED: `rules` alone, or the model where it is present and sure.")
    ] = "auto",
    compare: Annotated[
        bool, typer.Option("--compare", help="Show rules, model and both together side by side; needs a model.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
    worst: Annotated[int, typer.Option(min=0, metavar="N", help="Show the N stories with the most errors.")] = 5,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="List the first N errors.")] = 0,
    floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fail (exit code 1) where a figure is below its floor.")
    ] = None,
    floor_set: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Section of the floors file; else the one with this gold's hash and stage. "
            f"Without --floors, of {DEFAULT_FLOORS}.",
        ),
    ] = None,
) -> None:
    """Score records against gold: records found, slots right, false alarms, calibration, and what is wrong where."""
    try:
        floor = _chosen_floor(floors, floor_set, gold, stage)
        stories = list(read_gold(gold))
        if compare:
            _compare(stories, predicted, as_json)
            return
        records = list(read_predicted(predicted)) if predicted else extract(stories, stage)
        scores = score(stories, records)
    except WireledgerError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error
    if scores.n_stray:
        typer.echo(f"note: {scores.n_stray} records of stories that are not in {gold} are not scored", err=True)
    _print_json(scores, worst, errors) if as_json else _print_tables(scores, worst, errors)
    failures = floor.failures(scores) if floor else []
    for failure in failures:
        typer.echo(f"below floor: {failure}", err=True)
    if failures:
        raise typer.Exit(1)


def _compare(stories: Sequence[GoldStory], predicted: Path | None, as_json: bool) -> None:
    if predicted is not None:
        raise ConfigError(f"--compare reads the stories itself; leave out {predicted}, or --compare")
    sides = score_sides(stories)
    if as_json:
        typer.echo(json.dumps({side: scores.to_dict() for side, scores in sides.items()}, indent=1))
    else:
        print_sides(sides)


def _chosen_floor(path: Path | None, name: str | None, gold: Path, stage: Stage) -> FloorSet | None:
    """Find the floors to hold against, before anything slow is done; None where none are asked for."""
    if path is None and name is None:
        return None
    path = path or DEFAULT_FLOORS
    sets, digest = read_floors(path), hash_of(gold)
    if name is None:
        fitting = [floor for floor in sets.values() if floor.sha256 == digest and floor.stage == stage]
        if not fitting:
            raise ConfigError(
                f"{path}: no section has stage = '{stage}' and the hash of {gold} ({digest}); add one, or name it with "
                "--floor-set"
            )
        return fitting[0]
    if name not in sets:
        raise ConfigError(f"{path}: there is no section [corpora.{name}]; sections: {', '.join(sets) or 'none'}")
    if sets[name].sha256 != digest:
        raise ConfigError(
            f"{path}: [corpora.{name}] was measured on a file with sha256 {sets[name].sha256}, and {gold} has "
            f"{digest}; measure anew and pin the new hash"
        )
    return sets[name]


def _print_json(scores: Scores, worst: int, errors: int) -> None:
    spread: dict[str, Interval] = intervals(scores)
    result = scores.to_dict() | {
        "intervals": {figure: [interval.low, interval.high] for figure, interval in spread.items()},
        "worst": [
            {
                "story": story.story_id,
                "n_errors": story.n_errors,
                "errors": [tables.mistake_dict(mistake) for mistake in story.mistakes],
            }
            for story in scores.worst(worst)
        ],
        "errors": [tables.mistake_dict(mistake) for mistake in scores.mistakes()[:errors]],
    }
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1))


def _print_tables(scores: Scores, worst: int, errors: int) -> None:
    console, plain = open_console()
    console.print(f"{len(scores.stories)} stories, {scores.n_gold} gold records, {scores.n_predicted} predicted\n")
    parts = [
        tables.headline_table(scores, intervals(scores), plain=plain),
        tables.slot_table(scores, plain=plain),
        tables.label_table("Action", scores.actions, plain=plain),
        tables.label_table("Status", scores.statuses, plain=plain),
    ]
    if scores.calibration:
        parts.append(tables.calibration_table(scores.calibration, plain=plain))
        parts.append(tables.threshold_table(scores.calibration, plain=plain))
    if worst and scores.mistakes():
        parts.append(tables.worst_table(scores.worst(worst), plain=plain))
    if errors and scores.mistakes():
        parts.append(tables.mistake_table(scores.mistakes()[:errors], plain=plain))
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(part)
