"""`wireledger report`: figures and charts of records, as one file to look at and to mail."""

import json
from pathlib import Path
from typing import Annotated

import typer

from wireledger.errors import ReadError


def report(
    records: Annotated[
        Path,
        typer.Argument(
            metavar="RUN|RECORDS", help="Folder of an archive run, or records (.jsonl, .parquet).", show_default=False
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.html", help="The report.", show_default=False)],
) -> None:
    """Write one HTML file with figures, charts, and the surest and the most doubtful records."""
    from wireledger.report import write_report
    from wireledger.writers.read_back import read_records

    if not records.exists():
        raise ReadError(f"{records}: no such file or folder.")
    if records.is_dir():
        write_run_report(records, output)
    else:
        write_report(output, read_records(records), title=records.name)
    typer.echo(f"Report: {output}")


def write_run_report(folder: Path, output: Path | None = None) -> None:
    """Write the report of an archive run, by default into its folder.

    Raises:
        ReadError: The folder holds no parts with records.
        WriteError: The file cannot be written.
    """
    from wireledger.archive import RunFolder, read_run_records
    from wireledger.report import write_report

    run = RunFolder(folder)
    if not run.record_parts():
        raise ReadError(f"{folder}: no run; a run's folder holds {run.records.name}/ with .parquet files.")
    write_report(output or run.report, read_run_records(run), _account(run.summary), title=folder.resolve().name)


def _account(path: Path) -> dict[str, int | float | str]:
    """Return the numbers of a run's summary; a run that has none yet, or is under way, has no account."""
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(summary, dict):
        return {}
    return {
        name.replace("_", " "): value
        for name, value in summary.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
