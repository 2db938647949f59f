"""Arguments and options that several commands share, each defined once."""

from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.stage import Stage, find_model, why_no_model

if TYPE_CHECKING:
    from pathlib import Path

    from wireledger.nlp import Pipeline
    from wireledger.readers import Inputs


_COLUMNS = "Columns (guessed where not given)"


def _column(part: str, what: str) -> object:
    help_text = f"Column or JSON field that holds {what}."
    return typer.Option(f"--{part}-column", metavar="NAME", help=help_text, rich_help_panel=_COLUMNS)


InputsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Files (.jsonl, .json, .csv, .tsv, .txt, .html, .warc, NewsML-G2 or NITF .xml, .tar; also .gz, .zst; "
        ".parquet, .arrow, .zip), folders, globs, addresses (s3://...), hf:FOLDER for a saved data set, or - for JSON "
        "lines on stdin.",
        show_default=False,
    ),
]
StageOption = Annotated[
    Stage,
    typer.Option(
        "--stage",
        help="rules: patterns alone; model: the trained model alone; auto: both where there is a model.",
    ),
]
TextColumn = Annotated[str | None, _column("text", "the story's body")]
IdColumn = Annotated[str | None, _column("id", "its identifier")]
TitleColumn = Annotated[str | None, _column("title", "its headline")]
PublishedColumn = Annotated[str | None, _column("published", "its date")]
PublisherColumn = Annotated[str | None, _column("publisher", "the agency's or paper's name")]
UrlColumn = Annotated[str | None, _column("url", "its address")]


def load_pipeline(stage: Stage, model: "Path | None" = None) -> "Pipeline":
    """Return a pipeline, of `model` or of the model that is in use; where it must do without, stderr says why.

    Raises:
        ConfigError: See `wireledger.load`.
    """
    from wireledger.nlp import load

    pipeline = load(stage, model)
    if pipeline.note:
        typer.echo(f"note: {pipeline.note}", err=True)
    return pipeline


def find_usable_model(stage: Stage) -> str | None:
    """Return the model folder for a stage that others load; the same check and the same note as `load_pipeline`."""
    load_pipeline(stage)
    return None if stage == "rules" or why_no_model(model := find_model()) else str(model)


def find_given_inputs(inputs: list[str]) -> "Inputs":
    """Return what the arguments mean; `-` is this process's stdin.

    Raises:
        ReadError: If one of them is nothing that can be read.
    """
    import sys

    from wireledger.readers import find_inputs

    return find_inputs(inputs, sys.stdin.buffer if "-" in inputs else None)
