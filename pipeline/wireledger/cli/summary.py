"""The closing summary of `extract`, on stderr."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from wireledger.cli.issue_log import IssueLog
from wireledger.cli.tally import Tally
from wireledger.issues import Severity

_STYLES: dict[Severity, str] = {"failed": "bold red", "skipped": "yellow", "warning": "yellow", "note": "dim"}
_WORDS: dict[Severity, str] = {"failed": "failed", "skipped": "skipped", "warning": "warnings", "note": "notes"}


def print_summary(tally: Tally, log: IssueLog, output: Path | None) -> None:
    """Print what was read, found, skipped and why, and where it went."""
    console = Console(stderr=True, highlight=False)
    console.print(_figures(tally, log))
    _print_examples(console, log)
    if output is not None:
        console.print(f"Records: {escape(str(output))}", soft_wrap=True)
    if log.is_written():
        console.print(f"Issues:  {escape(str(log.path))}", soft_wrap=True)


def _figures(tally: Tally, log: IssueLog) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim", overflow="fold")
    table.add_row("Stories read", f"{tally.n_stories:,}", f"{tally.n_words:,} words")
    table.add_row("  with records", f"{tally.n_with_records:,}", "")
    table.add_row("  without", f"{tally.n_stories - tally.n_with_records:,}", "")
    table.add_row("Records", f"{tally.actions.total():,}", _counted(tally.actions.most_common()))
    for severity in ("skipped", "failed", "warning", "note"):
        codes = [(code, n) for (kind, code), n in log.counts.most_common() if kind == severity]
        if codes or severity in ("skipped", "failed"):
            style = _STYLES[severity] if codes else ""
            table.add_row(_WORDS[severity].capitalize(), f"{log.n(severity):,}", _counted(codes), style=style)
    table.add_row("Seconds", f"{tally.seconds():,.1f}", f"{tally.per_second(tally.n_words):,.0f} words/s")
    return table


def _counted(items: list[tuple[str, int]]) -> str:
    return ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in items)


def _print_examples(console: Console, log: IssueLog) -> None:
    if log.counts:
        console.print()
    for (severity, code), n in sorted(log.counts.items(), key=lambda item: list(_STYLES).index(item[0][0])):
        shown = log.examples[severity, code]
        console.print(f"[{_STYLES[severity]}]{code}[/] ({_WORDS[severity]})", soft_wrap=True)
        for issue in shown:
            about = f" (story {issue.story_id})" if issue.story_id and issue.story_id not in str(issue) else ""
            console.print(f"  {escape(' '.join(f'{issue}{about}'.split()))}", soft_wrap=True)
        if n > len(shown):
            console.print(f"  ... and {n - len(shown):,} more")
