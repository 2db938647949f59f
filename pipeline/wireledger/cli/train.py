"""`wireledger train CONFIG`: from annotated stories to a model folder, and what it does on the stories held out."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from wireledger.cli.comparison import print_sides, score_sides
from wireledger.errors import ConfigError
from wireledger.rules.weights import use_weights


def train(
    config: Annotated[Path, typer.Argument(help="Configuration of the run, TOML.", show_default=False)],
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Take VALUE for a key of the configuration; may be repeated."),
    ] = None,
) -> None:
    """Train a model as the configuration says, going on from its last checkpoint where there is one."""
    try:
        from wireledger.model.run import run
    except ImportError as error:
        raise ConfigError(
            f"training needs more than is installed ({error.name}); pip install 'wireledger[train]'"
        ) from error
    outcome = run(config, lambda line: typer.echo(line, err=True), dict(map(_parse, changes or [])))
    if outcome.held_out:
        typer.echo(f"{len(outcome.held_out)} held-out stories (rules weighed by the others, arbitration by these):")
        use_weights(outcome.tables)
        sides = score_sides(outcome.held_out, outcome.folder)
        use_weights({})
        print_sides(sides)
        with (outcome.folder.parent / "held_out.txt").open("w", encoding="utf-8") as file:
            print_sides(sides, file)


def _parse(change: str) -> tuple[str, Any]:
    """Return the key and the value of `KEY=VALUE`; a value that is no TOML is a string."""
    key, separator, value = change.partition("=")
    if not separator:
        raise ConfigError(f"--set {change!r} has no '='; write it as --set epochs=3")
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value
