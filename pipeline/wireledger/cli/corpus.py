"""`wireledger corpus check GOLD...`: is every annotation true to its text and to the format?"""

from pathlib import Path
from typing import Annotated

import typer

from wireledger.corpus import check_gold, read_gold

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
