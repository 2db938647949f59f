"""Arguments and options that several commands share, each defined once."""

from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.stage import Stage

if TYPE_CHECKING:
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
        help="rules: patterns alone; model: the trained model in WIRELEDGER_MODEL; auto: both where there is one.",
    ),
]
TextColumn = Annotated[str | None, _column("text", "the story's body")]
IdColumn = Annotated[str | None, _column("id", "its identifier")]
TitleColumn = Annotated[str | None, _column("title", "its headline")]
PublishedColumn = Annotated[str | None, _column("published", "its date")]
PublisherColumn = Annotated[str | None, _column("publisher", "the agency's or paper's name")]
UrlColumn = Annotated[str | None, _column("url", "its address")]


def find_given_inputs(inputs: list[str]) -> "Inputs":
    """Return what the arguments mean; `-` is this process's stdin.

    Raises:
        ReadError: If one of them is nothing that can be read.
    """
    import sys

    from wireledger.readers import find_inputs

    return find_inputs(inputs, sys.stdin.buffer if "-" in inputs else None)
