"""The commands put together, and what happens to errors that reach the top."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated

import typer

from wireledger.cli.extract import extract
from wireledger.cli.schema import schema
from wireledger.cli.show import show
from wireledger.errors import WireledgerError

WRONG_USE = 2
INTERRUPTED = 130
NOBODY_READS = 141  # 128 + SIGPIPE, as other tools report it

app = typer.Typer(
    name="wireledger",
    help="Typed records of sanctions, freezes, forfeitures and penalties from news wire stories.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        from wireledger.version import __version__

        typer.echo(f"wireledger {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Typed records of sanctions, freezes, forfeitures and penalties from news wire stories."""


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Return `command` with what it raises on purpose turned into a line on stderr and an exit code."""

    @wraps(command)
    def run(*args: object, **kwargs: object) -> None:
        try:
            command(*args, **kwargs)
        except WireledgerError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(WRONG_USE) from None
        except BrokenPipeError:
            # Python would complain when it flushes stdout at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(NOBODY_READS) from None
        except KeyboardInterrupt:
            typer.echo("interrupted; no output file was changed", err=True)
            raise typer.Exit(INTERRUPTED) from None

    return run


for _command in (extract, show, schema):
    app.command()(_guarded(_command))


# Stand-ins that hand their arguments on: what these commands import is not for those who extract or ask for help.
_HANDED_ON = {"add_help_option": False, "context_settings": {"allow_extra_args": True, "ignore_unknown_options": True}}


@app.command("evaluate", help="Score records against gold.", **_HANDED_ON)  # type: ignore[arg-type]
def _evaluate(context: typer.Context) -> None:
    from wireledger.cli.evaluate import evaluate

    _hand_on(context, "evaluate", {None: evaluate})


@app.command("corpus", help="Check annotated stories.", **_HANDED_ON)  # type: ignore[arg-type]
def _corpus(context: typer.Context) -> None:
    from wireledger.cli.corpus import check

    _hand_on(context, "corpus", {"check": check})


@app.command("train", help="Train a model from annotated stories.", **_HANDED_ON)  # type: ignore[arg-type]
def _train(context: typer.Context) -> None:
    from wireledger.cli.train import train

    _hand_on(context, "train", {None: train})


@app.command("load", help="Load records into a database.", **_HANDED_ON)  # type: ignore[arg-type]
def _load(context: typer.Context) -> None:
    from wireledger.cli.load import load

    _hand_on(context, "load", {None: load})


def _hand_on(context: typer.Context, name: str, commands: dict[str | None, Callable[..., None]]) -> None:
    inner = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    if None not in commands:
        inner.callback()(lambda: None)  # with it, a lone command keeps its name
    for command_name, command in commands.items():
        inner.command(command_name)(_guarded(command))
    inner(args=context.args, prog_name=f"wireledger {name}")


def main() -> None:
    """Run the command line and exit."""
    app(prog_name="wireledger")
