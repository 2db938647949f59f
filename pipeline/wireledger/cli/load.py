"""`wireledger load`: records and events into a database, again and again without harm; stories withdrawn from it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from wireledger.warehouse import Database, Outcome
    from wireledger.warehouse.load import Show

URL_VARIABLE = "WIRELEDGER_DATABASE"
INTERRUPTED = 130
DEFAULT_URL = "duckdb:///ledger.duckdb"


def load(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="RECORDS|RUN...", help="Records files (.jsonl, .parquet) or folders of archive runs."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="duckdb:///FILE, postgresql://USER@HOST/DATABASE, or dlt+DESTINATION://... Default: the variable "
            f"{URL_VARIABLE}, which keeps a password off the command line; without it {DEFAULT_URL}.",
            show_default=False,
        ),
    ] = None,
    schema: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Schema of the tables. Default: main in DuckDB, else wireledger.", show_default=False
        ),
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(
            metavar="EVENTS",
            help="What `wireledger events` made of the records (.jsonl, .parquet); loaded after them.",
            show_default=False,
        ),
    ] = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            metavar="IDS",
            help="Mark stories as withdrawn: ids with commas between, or @FILE with an id a line.",
            show_default=False,
        ),
    ] = None,
    reinstate: Annotated[
        list[str] | None,
        typer.Option(metavar="IDS", help="Take that mark back.", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    model_version: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="What extracted the records of files; runs say it themselves.", show_default=False
        ),
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Wait for others who hold the database.")
    ] = 60.0,
) -> None:
    """Load records and events into a database. Loading again changes nothing; what a story had before is replaced.

    Exit code 0: done. 2: wrong use, or the database refused; what was loaded before that is whole.
    """
    from wireledger.warehouse import find_inputs_to_load, load_into, open_database, parse_address, read_event_rows
    from wireledger.warehouse.address import check_schema_name

    paths = inputs or []
    if not paths and events is None and not withdraw and not reinstate:
        raise ConfigError("nothing to load: name records files or run folders, --events EVENTS, or --withdraw IDS.")
    address = parse_address(to or os.environ.get(URL_VARIABLE) or DEFAULT_URL)
    if schema is not None:
        check_schema_name(schema)
    found = find_inputs_to_load(paths, model_version)
    event_rows = read_event_rows(events) if events is not None else None
    with open_database(address, schema, wait=wait, read_only=dry_run) as database:
        if found or event_rows is not None:
            try:
                with _progress() as show:
                    outcome = load_into(database, found, events=event_rows, dry_run=dry_run, show=show)
            except KeyboardInterrupt:
                typer.echo("interrupted; what was loaded is whole, the same command goes on", err=True)
                raise typer.Exit(INTERRUPTED) from None
            _print_outcome(outcome, f"{address}", dry_run)
        for given, back in ((withdraw, False), (reinstate, True)):
            if given:
                _mark(database, _ids(given), back, dry_run)


def _mark(database: "Database", story_ids: list[str], back: bool, dry_run: bool) -> None:
    unknown = database.withdraw(story_ids, back=back, dry_run=dry_run)
    if unknown:
        shown = ", ".join(f"'{story_id}'" for story_id in unknown[:5])
        more = f" and {len(unknown) - 5:,} more" if len(unknown) > 5 else ""
        raise ConfigError(f"no story has the id {shown}{more}; none was marked. Ids are those of the table 'stories'.")
    done = "would be " if dry_run else ""
    typer.echo(f"{len(story_ids):,} stories {done}{'reinstated' if back else 'withdrawn'}", err=True)


def _ids(given: list[str]) -> list[str]:
    ids: dict[str, None] = {}
    for part in given:
        if not part.startswith("@"):
            ids |= dict.fromkeys(word.strip() for word in part.split(",") if word.strip())
            continue
        try:
            lines = Path(part[1:]).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(f"{part[1:]}: cannot be read ({getattr(error, 'strerror', None) or error}).") from None
        ids |= dict.fromkeys(line.strip() for line in lines if line.strip())
    return list(ids)


def _print_outcome(outcome: "Outcome", place: str, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    lines = [f"{place}:"]
    if outcome.n_stories or outcome.events is None:
        lines += [
            f"{outcome.n_stories:,} stories with {outcome.n_records:,} records",
            f"  {outcome.n_new:,} stories {would}new, {outcome.n_replaced:,} {would}replaced, "
            f"{outcome.n_unchanged:,} unchanged",
            f"  {outcome.n_added:,} records {would}written, {outcome.n_removed:,} {would}removed",
        ]
    if outcome.n_untied:
        lines.append(f"  {outcome.n_untied:,} of those {would}taken from their events; group and load the events again")
    if (changes := outcome.events) is not None:
        lines += [
            f"{changes.n_new + changes.n_replaced + changes.n_unchanged:,} events",
            f"  {changes.n_new:,} events {would}new, {changes.n_replaced:,} {would}replaced, "
            f"{changes.n_unchanged:,} unchanged, {changes.n_removed:,} {would}removed",
        ]
    if outcome.n_issues:
        lines.append(f"  {outcome.n_issues:,} issues {would}added to the table 'issues'")
    lines += [f"  {issue.severity}: {issue}" for issue in outcome.issues[:10]]
    if len(outcome.issues) > 10:
        lines.append(f"  ... and {len(outcome.issues) - 10:,} more; see the table 'issues'")
    typer.echo("\n".join(lines), err=True)


@contextmanager
def _progress() -> "Iterator[Show]":
    """Yield what shows the state after each batch: a bar on a terminal, silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=None, counts="reading")
        started = 0.0

        def show(outcome: "Outcome") -> None:
            nonlocal started
            started = started or monotonic()
            rate = outcome.n_added / max(monotonic() - started, 1e-9)
            counts = f"{outcome.n_added:,} records written ({rate:,.0f}/s), {outcome.n_unchanged:,} stories unchanged"
            display.update(task, total=outcome.n_stories, completed=outcome.n_done, counts=counts)

        yield show
