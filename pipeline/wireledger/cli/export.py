"""`wireledger export --ftm OUT.ftm.json`: records of many stories as FollowTheMoney entities."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.errors import ConfigError, ReadError, WriteError

if TYPE_CHECKING:
    from wireledger.events import Event
    from wireledger.ftm import Entity

_EVENTS_SHOWN = 5


def export(
    records: Annotated[
        list[Path],
        typer.Argument(
            metavar="RECORDS|RUN|EVENTS...",
            help="Records, run folders of `archive`, or one file of `wireledger events`, whose grouping is then kept.",
            show_default=False,
        ),
    ],
    ftm: Annotated[
        Path, typer.Option("--ftm", metavar="OUT.ftm.json", help="File for the entities, JSON lines (also .gz, .zst).")
    ],
) -> None:
    """Export records as FollowTheMoney entities, each checked by FollowTheMoney itself.

    Exit code 0: done. 2: wrong use, or an entity that FollowTheMoney refuses.
    """
    from wireledger.ftm import convert, faults, require_ftm

    require_ftm()
    if ftm in records:
        raise ConfigError(f"{ftm}: is also an input and would be overwritten; name another output.")
    conversion = convert(_events(records))
    refused = list(faults(conversion.entities))
    if refused:
        shown = "; ".join(refused[:_EVENTS_SHOWN])
        raise WriteError(f"{ftm}: FollowTheMoney refuses {len(refused)} values, and nothing was written: {shown}.")
    _write(ftm, conversion.entities)
    typer.echo(f"{len(conversion.entities):,} entities, all valid: {ftm}", err=True)
    for reason, n in sorted(conversion.left_out.items()):
        typer.echo(f"left out: {n:,} records of {reason}, which FollowTheMoney cannot hold", err=True)


def _events(paths: list[Path]) -> "list[Event]":
    from wireledger.events import group, read_events
    from wireledger.events.inputs import read_all, read_copies

    if len(paths) == 1 and paths[0].is_file():
        try:
            return read_events(paths[0])
        except ReadError as error:
            if "not an event" not in str(error):
                raise
    return group(read_all(paths), copies=read_copies(paths))


def _write(path: Path, entities: "list[Entity]") -> None:
    from wireledger.writers.whole_file import whole_file

    with whole_file(path) as stream:
        for entity in entities:
            stream.write(json.dumps(entity.to_dict(), ensure_ascii=False).encode() + b"\n")
