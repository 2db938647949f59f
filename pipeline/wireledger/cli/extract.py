"""`wireledger extract`: stories in, records out, and a summary of what was read, skipped and why."""

from collections.abc import Iterator
from pathlib import Path
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
)
from wireledger.errors import ConfigError
from wireledger.issues import Issue
from wireledger.stage import Stage

if TYPE_CHECKING:
    from wireledger.cli.issue_log import IssueLog
    from wireledger.cli.tally import Tally
    from wireledger.readers import Columns, Inputs
    from wireledger.story import Story
    from wireledger.writers import Writer

DONE_WITH_FAILURES = 1


def extract(
    inputs: InputsArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="File for the records: .jsonl, .csv (both also .gz, .zst) or .parquet. Default: JSON lines on stdout.",
            show_default=False,
        ),
    ] = None,
    stage: StageOption = "auto",
    issues: Annotated[
        Path | None,
        typer.Option(
            "--issues",
            metavar="FILE",
            help="File for everything that was wrong with the data (JSON lines). Default with -o: OUT's name with "
            ".issues.jsonl, if there is anything to say.",
            show_default=False,
        ),
    ] = None,
    text: TextColumn = None,
    id_: IdColumn = None,
    title: TitleColumn = None,
    published: PublishedColumn = None,
    publisher: PublisherColumn = None,
    url: UrlColumn = None,
) -> None:
    """Extract the records of stories.

    Exit code 0: done. 1: done, but some stories could not be read or processed. 2: wrong use.
    """
    from wireledger.cli.issue_log import IssueLog
    from wireledger.cli.summary import print_summary
    from wireledger.readers import Columns
    from wireledger.writers import open_writer

    found = find_given_inputs(inputs)
    issues_path = issues or (issues_path_for(output) if output else None)
    _refuse_overwriting(found, output, issues_path)
    columns = Columns(id=id_, text=text, title=title, published=published, publisher=publisher, url=url)
    with open_writer(output) as writer, IssueLog(issues_path, is_named=issues is not None) as log:
        tally = _run(found, columns, stage, writer, log)
    print_summary(tally, log, output)
    if log.n("failed"):
        raise typer.Exit(DONE_WITH_FAILURES)


def issues_path_for(output: Path) -> Path:
    """Return where the issues of a run go that writes `output`: `records.jsonl.gz` -> `records.issues.jsonl`."""
    stem = output.name.removesuffix(".gz").removesuffix(".zst")
    return output.with_name(Path(stem).stem + ".issues.jsonl")


def _run(found: "Inputs", columns: "Columns", stage: Stage, writer: "Writer", log: "IssueLog") -> "Tally":
    from wireledger.cli.progress import progress
    from wireledger.cli.tally import Tally
    from wireledger.nlp import load
    from wireledger.readers import read_inputs
    from wireledger.readers.source import Meter

    tally, meter = Tally(), Meter()
    items = read_inputs(found, columns, meter)
    pipeline = load(stage)
    with progress(tally, meter) as update:
        for story in _stories(items, log):
            extraction = pipeline.extract(story)
            writer.write(extraction.records)
            log.add(extraction.issues)
            tally.add(story, extraction.records)
            update()
    return tally


def _stories(items: Iterator["Story | Issue"], log: "IssueLog") -> Iterator["Story"]:
    for item in items:
        if isinstance(item, Issue):
            log.add([item])
        else:
            yield item


def _refuse_overwriting(found: "Inputs", *outputs: Path | None) -> None:
    inputs = {source.path.resolve() for source in found.sources if source.path is not None}
    for output in outputs:
        if output is not None and output.resolve() in inputs:
            raise ConfigError(f"{output}: is also an input and would be overwritten; name another output.")
