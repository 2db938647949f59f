"""`wireledger show`: stories as a reader wants to see them, each with its records as tables."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.cli.options import (
    IdColumn,
    InputsArgument,
    PublishedColumn,
    PublisherColumn,
    StageOption,
    TextColumn,
    TitleColumn,
    UrlColumn,
    find_given_inputs,
    load_pipeline,
)
from wireledger.errors import ConfigError
from wireledger.issues import Issue

if TYPE_CHECKING:
    from wireledger.readers import Columns, Inputs
    from wireledger.story import Story

DONE_WITH_FAILURES = 1


def show(
    inputs: InputsArgument,
    story: Annotated[
        str | None, typer.Option("--story", metavar="ID", help="Only the story with this id.", show_default=False)
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help="Stop after N stories shown.", show_default=False),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show stories without records, too.")] = False,
    stage: StageOption = "auto",
    text: TextColumn = None,
    id_: IdColumn = None,
    title: TitleColumn = None,
    published: PublishedColumn = None,
    publisher: PublisherColumn = None,
    url: UrlColumn = None,
) -> None:
    """Show stories with their evidence highlighted, and their records as tables."""
    from rich.console import Console

    from wireledger.cli.record_view import records_view
    from wireledger.cli.story_view import story_view
    from wireledger.readers import Columns

    console = Console(highlight=False)
    found = find_given_inputs(inputs)
    columns = Columns(id=id_, text=text, title=title, published=published, publisher=publisher, url=url)
    pipeline = load_pipeline(stage)
    n_shown = n_without = n_failed = 0
    for item in _wanted(found, columns, story):
        if isinstance(item, Issue):
            n_failed += _say(item)
            continue
        extraction = pipeline.extract(item)
        n_failed += sum(_say(issue) for issue in extraction.issues)
        if not (extraction.records or all_ or story):
            n_without += 1
            continue
        console.print(story_view(item, extraction.records, in_colour=console.is_terminal))
        console.print()
        console.print(records_view(extraction.records))
        n_shown += 1
        if n_shown == limit:
            break
    if story is not None and not n_shown:
        raise ConfigError(f"no story has the id '{story}'.")
    if n_without:
        typer.echo(f"{n_without:,} without records not shown; --all shows them", err=True)
    if n_failed:
        raise typer.Exit(DONE_WITH_FAILURES)


def _wanted(found: "Inputs", columns: "Columns", story_id: str | None) -> Iterator["Story | Issue"]:
    from wireledger.readers import read_inputs

    for item in read_inputs(found, columns):
        if isinstance(item, Issue):
            yield item
        elif story_id is None or item.id == story_id:
            yield item
            if story_id is not None:
                return  # ids are unique within a run


def _say(issue: Issue) -> bool:
    if issue.severity != "note":
        typer.echo(f"{issue.severity}: {issue}", err=True)
    return issue.severity == "failed"
