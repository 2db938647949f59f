"""The progress line on stderr: only on a terminal, silent elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wireledger.cli.tally import Tally

if TYPE_CHECKING:
    from wireledger.readers.source import Meter

_EVERY = 0.1  # seconds between two looks at the counts


@contextmanager
def progress(tally: Tally, meter: "Meter") -> Iterator[Callable[[], None]]:
    """Show how far the run is; yields a function to be called after each story, which is cheap.

    Args:
        tally: The counts to show; they are read, not changed.
        meter: How many bytes have been read, and of how many.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    known = meter.n_bytes_total is not None
    columns = [TextColumn("{task.fields[counts]}"), TimeElapsedColumn()]
    if known:
        columns = [BarColumn(bar_width=20), TaskProgressColumn(), columns[0], columns[1], TimeRemainingColumn()]
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=meter.n_bytes_total, counts="")
        shown = 0.0

        def update() -> None:
            nonlocal shown
            now = tally.seconds()
            if now - shown >= _EVERY:
                shown = now
                display.update(task, completed=meter.n_bytes, counts=_counts(tally))

        yield update


def _counts(tally: Tally) -> str:
    n_records = tally.actions.total()
    return (
        f"{tally.n_stories:,} stories ({tally.per_second(tally.n_stories):,.0f}/s, "
        f"{tally.per_second(tally.n_words):,.0f} words/s), {n_records:,} records"
    )
