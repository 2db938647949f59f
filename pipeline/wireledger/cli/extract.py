"""`wireledger extract`: stories in, records out, and a summary of what was read, skipped and why."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.cli.archive import DONE_WITH_FAILURES, ArchiveOptions, is_folder, run_into_folder
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
from wireledger.readers.columns import Columns
from wireledger.stage import Stage

if TYPE_CHECKING:
    from wireledger.cli.issue_log import IssueLog
    from wireledger.cli.tally import Tally
    from wireledger.readers import Inputs
    from wireledger.story import Story
    from wireledger.writers import Writer

_ARCHIVES = "Archive runs (-o RUN/)"


def extract(
    inputs: InputsArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="File for the records: .jsonl, .csv (both also .gz, .zst) or .parquet; or a folder, RUN/, for an "
            "archive run that can be stopped and resumed. Default: JSON lines on stdout.",
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
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes. Default: one a core.", rich_help_panel=_ARCHIVES),
    ] = None,
    triage: Annotated[
        bool | None,
        typer.Option(
            "--triage/--no-triage",
            help="Pass over stories without a trigger unread. Default: yes.",
            show_default=False,
            rich_help_panel=_ARCHIVES,
        ),
    ] = None,
    dedupe: Annotated[
        bool | None,
        typer.Option(
            "--dedupe/--no-dedupe",
            help="Of stories with nearly the same words, extract one. Default: yes.",
            show_default=False,
            rich_help_panel=_ARCHIVES,
        ),
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed.", rich_help_panel=_ARCHIVES)
    ] = False,
    restart: Annotated[
        bool,
        typer.Option("--restart", help="Throw away what is in the folder and begin anew.", rich_help_panel=_ARCHIVES),
    ] = False,
    story_timeout: Annotated[
        float | None,
        typer.Option(
            min=0.1, metavar="SECONDS", help="Give up a story after this time. Default: 60.", rich_help_panel=_ARCHIVES
        ),
    ] = None,
    shard_mb: Annotated[
        float | None,
        typer.Option(min=0.001, metavar="MB", help="Size of a shard. Default: 32.", rich_help_panel=_ARCHIVES),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(metavar="ENGINE", help="`local` or `ray`. Default: local.", rich_help_panel=_ARCHIVES),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Ray cluster. Default: one on this machine.", rich_help_panel=_ARCHIVES),
    ] = None,
) -> None:
    """Extract the records of stories.

    Exit code 0: done. 1: done, but some stories could not be read or processed. 2: wrong use.
    """
    columns = Columns(id=id_, text=text, title=title, published=published, publisher=publisher, url=url)
    archive = ArchiveOptions(workers, triage, dedupe, retry_failed, restart, story_timeout, shard_mb, engine, address)
    if output is not None and is_folder(output):
        run_into_folder(inputs, output, stage, columns, archive)
        return
    archive.refuse(output)
    _extract_to_file(inputs, output, stage, issues, columns)


def _extract_to_file(
    inputs: list[str], output: Path | None, stage: Stage, issues: Path | None, columns: Columns
) -> None:
    from wireledger.cli.issue_log import IssueLog
    from wireledger.cli.summary import print_summary
    from wireledger.writers import open_writer

    found = find_given_inputs(inputs)
    issues_path = issues or (issues_path_for(output) if output else None)
    _refuse_overwriting(found, output, issues_path)
    with open_writer(output) as writer, IssueLog(issues_path, is_named=issues is not None) as log:
        tally = _run(found, columns, stage, writer, log)
    print_summary(tally, log, output)
    if log.n("failed"):
        raise typer.Exit(DONE_WITH_FAILURES)


def issues_path_for(output: Path) -> Path:
    """Return where the issues of a run go that writes `output`: `records.jsonl.gz` -> `records.issues.jsonl`."""
    stem = output.name.removesuffix(".gz").removesuffix(".zst")
    return output.with_name(Path(stem).stem + ".issues.jsonl")


def _run(found: "Inputs", columns: Columns, stage: Stage, writer: "Writer", log: "IssueLog") -> "Tally":
    from wireledger.cli.progress import progress
    from wireledger.cli.tally import Tally
    from wireledger.readers import read_inputs
    from wireledger.readers.source import Meter

    tally, meter = Tally(), Meter()
    items = read_inputs(found, columns, meter)
    pipeline = load_pipeline(stage)
    with progress(tally, meter) as update:
        for extraction in pipeline.extract_all(_stories(items, log)):
            writer.write(extraction.records)
            log.add(extraction.issues)
            tally.add(extraction.story, extraction.records)
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
