"""`wireledger status RUN`: how far an archive run is, how fast it went, and what failed."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wireledger.archive import RunFolder, is_run
from wireledger.archive.ledger import Ledger, Standing
from wireledger.archive.lock import holder_of
from wireledger.errors import ConfigError

_MOST_FAILURES = 10


def status(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of an archive run.", show_default=False)],
) -> None:
    """Show what of an archive run is done, how fast, and what failed; the run may be going on."""
    if not is_run(folder):
        raise ConfigError(f"{folder}: is not the folder of an archive run; `wireledger extract ... -o RUN/` makes one.")
    with Ledger(RunFolder(folder).ledger, read_only=True) as ledger:
        standing, counts = ledger.standing(), ledger.counts()
        failures = [issue for _, _, issue in ledger.issues() if issue.severity == "failed"]
    console = Console(highlight=False)
    holder = holder_of(folder)
    console.print(f"{escape(str(folder))}: " + (f"process {holder} is at work" if holder else "nobody is at work"))
    console.print(_table(standing))
    console.print(
        f"{counts['stories']:,} stories seen, {counts['stories worth reading']:,} worth reading, "
        f"{counts['stories extracted']:,} extracted, {counts['records']:,} records"
    )
    for issue in failures[:_MOST_FAILURES]:
        console.print(f"[red]failed[/] {escape(str(issue))}", soft_wrap=True)
    if len(failures) > _MOST_FAILURES:
        console.print(f"... and {len(failures) - _MOST_FAILURES:,} failures more")


def _table(standing: list[Standing]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("phase", "shards done", "failed", "seconds a shard", "last one (UTC)"):
        table.add_column(name, justify="left" if name == "phase" else "right")
    for one in standing:
        table.add_row(
            {"screen": "reading", "extract": "extracting"}[one.phase],
            f"{one.n_done:,} of {one.n_shards:,}",
            f"{one.n_failed:,}",
            f"{one.seconds / one.n_done:.2f}" if one.n_done else "",
            one.last.strftime("%Y-%m-%d %H:%M:%S") if one.last else "",
        )
    return table
