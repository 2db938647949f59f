"""Progress of an archive run on stderr: a bar on a terminal, a plain line every half minute elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wireledger.archive.run import Progress

_LINE_EVERY = 30.0  # seconds
_NAMES = {"screen": "reading", "extract": "extracting"}


class _Rates:
    """Speeds of this session, phase by phase."""

    def __init__(self) -> None:
        self._phase = ""
        self._started = 0.0
        self._first: Progress | None = None

    def text(self, progress: "Progress") -> str:
        if progress.phase != self._phase:
            self._phase, self._started, self._first = progress.phase, monotonic(), progress
        first, seconds = self._first, max(monotonic() - self._started, 1e-9)
        assert first is not None
        what = "stories" if progress.phase == "screen" else "stories extracted"
        n_stories = progress.counts[what]
        rate = (n_stories - first.counts[what]) / seconds
        parts = [f"{n_stories:,} {what} ({rate:,.0f}/s)"]
        if progress.phase == "screen":
            megabytes = (progress.n_bytes_done - first.n_bytes_done) / 1e6 / seconds
            parts.append(f"{megabytes:,.0f} MB/s")
            parts.append(f"{progress.counts['stories worth reading']:,} worth reading")
        else:
            parts.append(f"{progress.counts['records']:,} records")
        if progress.n_failures:
            parts.append(f"{progress.n_failures:,} failures")
        left = self._time_left(progress, first, seconds)
        return ", ".join(parts) + (f", {left} left" if left else "")

    def _time_left(self, progress: "Progress", first: "Progress", seconds: float) -> str:
        done = progress.n_done - first.n_done
        if not done or progress.n_done == progress.n_shards:
            return ""
        left = seconds / done * (progress.n_shards - progress.n_done)
        return f"{left / 3600:.1f} h" if left > 5400 else f"{left / 60:.0f} min" if left > 90 else f"{left:.0f} s"


@contextmanager
def progress() -> Iterator[Callable[["Progress"], None]]:
    """Yield a function that shows how far the run is; to be called after every task."""
    rates = _Rates()
    if not sys.stderr.isatty():
        shown = monotonic()

        def line(state: "Progress") -> None:
            nonlocal shown
            text = rates.text(state)
            if monotonic() - shown >= _LINE_EVERY:
                shown = monotonic()
                name = _NAMES[state.phase]
                print(f"{name}: {state.n_done:,} of {state.n_shards:,} shards, {text}", file=sys.stderr, flush=True)  # noqa: T201

        yield line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), MofNCompleteColumn())
    with Bar(*columns, TextColumn("{task.fields[text]}"), console=Console(stderr=True), transient=True) as display:
        task = display.add_task("", total=None, text="")

        def bar(state: "Progress") -> None:
            display.update(
                task,
                description=_NAMES[state.phase],
                completed=state.n_done,
                total=state.n_shards,
                text=rates.text(state),
            )

        yield bar
