"""`wireledger corpus ...`: check gold, make it of decisions, compare two people's, hand it to other tools and back."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from wireledger.cli.review import DecisionsOption, RecordsArgument, StoriesOption
from wireledger.corpus import check_gold, read_gold
from wireledger.errors import ConfigError

PROBLEMS = 1


def check(
    gold: Annotated[list[Path], typer.Argument(help="Annotated stories, JSON lines.", show_default=False)],
) -> None:
    """Check annotated stories: what is no gold at all stops the command, what is doubtful is listed."""
    n_problems = 0
    ids: dict[str, Path] = {}
    for path in gold:
        n_stories = n_records = n_without = 0
        for item in read_gold(path):
            n_stories += 1
            n_records += sum(len(action.targets) for action in item.actions)
            n_without += not item.actions
            problems = check_gold(item)
            if (first := ids.setdefault(item.story.id, path)) != path:
                problems.append(f"story '{item.story.id}': stands in {first}, too; two splits must not share a story")
            n_problems += len(problems)
            for problem in problems:
                typer.echo(f"{path}: {problem}")
        typer.echo(f"{path}: {n_stories} stories, {n_without} without actions, {n_records} records")
    typer.echo("all sound" if not n_problems else f"{n_problems} problems")
    if n_problems:
        raise typer.Exit(PROBLEMS)


def export(
    records: RecordsArgument,
    reviewed: Annotated[
        Path, typer.Option("--reviewed", metavar="OUT.jsonl", help="Where the gold goes.", show_default=False)
    ],
    stories: StoriesOption = None,
    decisions: DecisionsOption = None,
) -> None:
    """Make gold of the stories that were decided on the review page."""
    from wireledger.cli.review import open_desk
    from wireledger.review import decisions_beside, reviewed_gold

    place = decisions or decisions_beside(records)
    if not place.exists():
        raise ConfigError(f"{place}: no decisions yet; `wireledger review {records}` opens the page.")
    desk = open_desk(records, stories, decisions, who="", read_only=True)
    left_out: Counter[str] = Counter()
    n_stories = _write_rows(reviewed, reviewed_gold(desk.states(), left_out))
    typer.echo(f"{reviewed}: {n_stories} stories")
    for reason, n in left_out.items():
        typer.echo(f"left out, {reason}: {n}", err=True)
    if desk.n_stray:
        typer.echo(f"decided, but not among these stories: {desk.n_stray}", err=True)


def agree(
    one: Annotated[Path, typer.Argument(metavar="A", help="Gold of one person.", show_default=False)],
    other: Annotated[
        Path, typer.Argument(metavar="B", help="Gold of another on the same stories.", show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Say how far two people agree: record F1, and per slot the share that is equal and Cohen's kappa."""
    from wireledger.scoring.agreement import agreement

    found = agreement(read_gold(one), read_gold(other))
    if as_json:
        typer.echo(json.dumps(found.to_dict()))
        return
    typer.echo(f"{found.n_stories} stories by both, {found.n_single} by one alone")
    typer.echo(f"record F1 {found.records.f1:.3f}  ({found.n_one} and {found.n_other} records)")
    typer.echo(f"{'slot':<12} {'pairs':>6} {'equal':>6} {'kappa':>6}")
    for slot, figures in found.slots.items():
        kappa = "-" if figures.kappa is None else f"{figures.kappa:.3f}"
        typer.echo(f"{slot:<12} {figures.n:>6} {figures.equal:>6.3f} {kappa:>6}")


def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="Gold: .jsonl, .standoff.jsonl, .json (Label Studio), .spacy.")
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The same in another format, by its suffix.")],
    texts: Annotated[
        Path | None, typer.Option("--texts", help="The stories of a .standoff.jsonl, which holds none.")
    ] = None,
) -> None:
    """Hand gold to Label Studio or spaCy, or take it back from there; or part it from texts that stay at home."""
    from wireledger.corpus.exchange import read_any, write_any

    n_stories = write_any(target, read_any(source, texts))
    typer.echo(f"{target}: {n_stories} stories")


def _write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    from wireledger.writers.whole_file import whole_file

    n_rows = 0
    with whole_file(path) as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            n_rows += 1
    return n_rows
