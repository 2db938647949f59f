"""`wireledger review`: a page on this machine to see and correct records."""

import getpass
import secrets
import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wireledger.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from wireledger.review import Desk

LOOPBACK = "127.0.0.1"

RecordsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="RUN|RECORDS|LEDGER",
        help="Folder of an archive run, records (.jsonl, .parquet), or a ledger (.duckdb).",
        show_default=False,
    ),
]
StoriesOption = Annotated[
    Path | None,
    typer.Option("--stories", metavar="FILE", help="The stories of a file of records.", show_default=False),
]
DecisionsOption = Annotated[
    Path | None,
    typer.Option(
        "--decisions", metavar="FILE", help="Where decisions are kept; else beside the records.", show_default=False
    ),
]


def review(
    records: RecordsArgument,
    stories: StoriesOption = None,
    decisions: DecisionsOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="RECORDS",
            help="Another extraction of the same stories, such as the rules' beside the model's: what it says "
            "otherwise is marked, and comes earlier.",
            show_default=False,
        ),
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What `wireledger events` made of these records: how many sources tell a decision, and which say "
            "otherwise; else events.jsonl or events.parquet in the run's folder, or the ledger's own.",
            show_default=False,
        ),
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; else your login name.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any free one.")] = 0,
    read_only: Annotated[bool, typer.Option("--read-only", help="Look, but change nothing.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Open a page on this machine to see and correct records."""
    try:
        import uvicorn

        from wireledger.review.server import make_app
    except ImportError as error:
        raise ConfigError(f"the review page needs {error.name}; pip install 'wireledger[review]'.") from error
    desk = open_desk(records, stories, decisions, who=who or _login(), read_only=read_only, against=against,
                     events=events)  # fmt: skip
    token = secrets.token_urlsafe(24)
    with _listening(port) as listener:
        address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/?token={token}"
        typer.echo(f"{desk.material.n_records:,} records of {len(desk.material.sheets):,} stories; Ctrl-C ends.")
        if desk.material.n_missing:
            typer.echo(f"{desk.material.n_missing:,} stories are not here; name them with --stories FILE.", err=True)
        typer.echo(address)
        if desk.material.events:
            n_told = desk.tellings.n_records
            typer.echo(f"{n_told:,} of the records are in one of {len(desk.material.events):,} events.", err=not n_told)
        if browser:
            webbrowser.open(address)
        config = uvicorn.Config(make_app(desk, token), log_level="warning", access_log=False, lifespan="off", ws="none")
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            desk.close()


def open_desk(
    records: Path,
    stories: Path | None,
    decisions: Path | None,
    *,
    who: str,
    read_only: bool = False,
    against: Path | None = None,
    events: Path | None = None,
) -> "Desk":
    """Read the material and the decisions on it.

    Raises:
        ReadError: One of the files is not what its name says.
    """
    from wireledger.review import DecisionLog, Desk, decisions_beside, read_material
    from wireledger.writers.read_back import read_records

    material = read_material(records, stories, events)
    log = DecisionLog(decisions or decisions_beside(records), read_only=read_only)
    return Desk(material, log, who, read_only=read_only, against=read_records(against) if against else None)


def _listening(port: int) -> socket.socket:
    # Named TCP, for asyncio turns off Nagle's delay on such sockets alone: without it an answer, sent as head and body,
    # waits some 45 ms for the browser's acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()  # whoever opens the address before the server is up waits rather than being refused
    except OSError as error:
        listener.close()
        raise ReadError(f"port {port} cannot be used ({error.strerror or error}); choose another, or 0.") from error
    return listener


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user table
        return "reviewer"
