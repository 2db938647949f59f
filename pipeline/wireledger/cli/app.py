"""The commands put together, and what happens to errors that reach the top."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Annotated

import typer

from wireledger.cli.archive import INTERRUPTED
from wireledger.cli.extract import extract
from wireledger.cli.schema import schema
from wireledger.cli.show import show
from wireledger.errors import WireledgerError

WRONG_USE = 2
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


# Commands that are imported only when they are asked for: what they need is not for those who extract or ask for help.
# Name -> help, and the functions of its module in `wireledger.cli`; of several each is a command of its own below it.
_LATE: dict[str, tuple[str, tuple[str, ...]]] = {
    "evaluate": ("Score records against gold.", ("evaluate",)),
    "status": ("Show how far an archive run is.", ("status",)),
    "report": ("Figures and charts of records, as one file to mail.", ("report",)),
    "review": ("See and correct records on a page.", ("review",)),
    "events": ("Group records that tell the same decision.", ("events",)),
    "load": ("Load records into a database.", ("load",)),
    "export": ("Export records to other models: FollowTheMoney.", ("export",)),
    "corpus": ("Annotated stories: check, compare, export, convert.", ("check", "agree", "export", "convert")),
    "train": ("Train a model from annotated stories.", ("train",)),
}


def _stand_in(name: str, functions: tuple[str, ...]) -> Callable[[typer.Context], None]:
    """Return a command that hands its arguments on to the functions of `wireledger.cli.<name>`."""

    def hand_on(context: typer.Context) -> None:
        module = import_module(f"wireledger.cli.{name}")
        inner = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        for function in functions:
            inner.command(function)(_guarded(getattr(module, function)))
        inner(args=context.args, prog_name=f"wireledger {name}")

    return hand_on


for _name, (_help, _functions) in _LATE.items():
    app.command(
        _name,
        help=_help,
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(_stand_in(_name, _functions))


def main() -> None:
    """Run the command line and exit."""
    app(prog_name="wireledger")
