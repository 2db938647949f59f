"""`wireledger events`: records of many stories in, one event per decision out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.errors import ConfigError

if TYPE_CHECKING:
    from wireledger.events import Event


def events(
    records: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[RECORDS|RUN]...",
            help="Records as `extract` writes them (.jsonl, also .gz and .zst; .parquet), or run folders of `archive`.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="EVENTS", help="File for the events: .jsonl (also .gz, .zst), .parquet."
        ),
    ] = None,
    onto: Annotated[
        Path | None,
        typer.Option(
            "--onto",
            metavar="EVENTS",
            help="Events of an earlier run: new stories join them, and they keep their ids. May be the output's file.",
            show_default=False,
        ),
    ] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option(
            "--undo",
            metavar="EVENT:RECORD",
            help="Take the story of a record out of an event of --onto, for good. May be repeated.",
            show_default=False,
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="EVENT", help="Print why each record is in this event.", show_default=False),
    ] = None,
) -> None:
    """Group records that tell the same decision into events.

    Exit code 0: done. 2: wrong use.
    """
    from wireledger.events import group, read_events, write_events
    from wireledger.events import undo as take_out
    from wireledger.events.files import check_name
    from wireledger.events.inputs import read_all, read_copies, stories_read

    paths = records or []
    splits = [_split(cell) for cell in undo or ()]
    if output is not None:
        check_name(output)
    if not paths and onto is None:
        raise ConfigError("nothing to group: name records files or run folders, or events with --onto.")
    if output is None and explain is None:
        raise ConfigError("nowhere to write: name a file with -o, or an event with --explain.")
    if splits and onto is None:
        raise ConfigError("--undo changes events of an earlier run; name their file with --onto.")
    if output in paths:
        raise ConfigError(f"{output}: is also an input and would be overwritten; name another output.")
    old = read_events(onto) if onto is not None else []
    for event_id, record_id in splits:
        old = take_out(old, event_id, record_id)
    told = {member.story_id for event in old for member in event.members}
    found = group(read_all(paths), old, read_copies(paths), stories_read(paths, told)) if paths else old
    if output is not None:
        write_events(output, found)
        _summarise(found, output)
    if explain is not None:
        _explain(found, explain)


def _split(cell: str) -> tuple[str, str]:
    event_id, colon, record_id = cell.partition(":")
    if not (event_id and colon and record_id):
        raise ConfigError(f"--undo {cell}: give an event and a record of it, as in ev-0a1b2c:8d9e0f.")
    return event_id, record_id


def _summarise(found: "list[Event]", output: Path) -> None:
    n_records = sum(event.n_records for event in found)
    n_retold = sum(event.n_stories > 1 for event in found)
    n_undone = sum(member.is_undone for event in found for member in event.members)
    text = f"{n_records:,} records tell {len(found):,} events, {n_retold:,} of them in several stories"
    typer.echo(text + (f"; {n_undone:,} merges undone" if n_undone else ""), err=True)
    typer.echo(f"Events: {output}", err=True)


def _explain(found: "list[Event]", event_id: str) -> None:
    event = next((event for event in found if event_id in (event.event_id, *event.former_ids)), None)
    if event is None:
        raise ConfigError(f"--explain {event_id}: there is no such event.")
    bodies = ", ".join(body.name for body in event.authority) or "nobody named"
    names = ", ".join(
        target.name or f"{target.count or ''} {target.role or target.type}".strip() for target in event.targets
    )
    typer.echo(f"{event.event_id}: {event.action} ({event.status}), {event.date or 'no date'}, by {bodies}, on {names}")
    typer.echo(f"{event.n_records} records, {event.n_stories} stories, {event.n_sources} independent sources")
    for slot in event.slots:
        against = f", against it {', '.join(slot.contradicts)}" if slot.contradicts else ""
        typer.echo(f"{slot.slot}: {len(slot.supports)} for it{against}")
    for member in event.members:
        score = "" if member.score is None else f" [{member.score:g}]"
        tie = f" -> {member.joined_to}" if member.joined_to else ""
        typer.echo(f"{'TAKEN OUT ' if member.is_undone else ''}{member.record_id}{tie}{score}: {member.reason}")
