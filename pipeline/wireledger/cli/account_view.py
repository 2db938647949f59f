"""The account of an archive run as a table, on stderr."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from wireledger.archive import Account


def print_account(account: "Account", folder: Path, console: Console | None = None) -> None:
    """Print what was seen, passed over, read, found, and what failed."""
    console = console or Console(stderr=True, highlight=False)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim", overflow="fold")
    for name, value, remark, style in _rows(account):
        table.add_row(name, value, remark, style=style)
    console.print(table)
    console.print(f"Records: {escape(str(folder))}/records/*.parquet", soft_wrap=True)
    console.print(f"Report:  {escape(str(folder))}/report.html", soft_wrap=True)
    if account.n("failed") + account.n("skipped") + account.n("warning"):
        console.print(f"Issues:  {escape(str(folder))}/issues.jsonl", soft_wrap=True)


def _rows(account: "Account") -> list[tuple[str, str, str, str]]:
    read, extract = account.seconds.get("screen", 0.0), account.seconds.get("extract", 0.0)
    issues = account.issues
    n_failures = account.n("failed")
    work = (
        f"reading {read:,.1f} ({account.n_bytes / 1e6 / max(read, 0.1):,.0f} MB/s), "
        f"extracting {extract:,.1f} ({account.n_words / max(extract, 0.1):,.0f} words/s a worker)"
    )
    size = f"{account.n_bytes / 1e6:,.1f} MB in {account.n_inputs:,} files"
    return [
        ("Stories seen", f"{account.n_stories:,}", size, ""),
        ("  passed over, first look", f"{account.n_passed_first:,}", "no trigger in the bytes", ""),
        ("  passed over, second look", f"{account.n_passed_second:,}", "no trigger near a party or a sum", ""),
        ("  unreadable", f"{account.n_unreadable:,}", "", _alarm(account.n_unreadable)),
        ("  copies", f"{account.n_copies:,}", "extracted once; see duplicates.parquet", ""),
        ("  skipped", f"{account.n_skipped:,}", _counted(issues.get("skipped", {})), ""),
        ("  failed", f"{account.n_failed:,}", "", _alarm(account.n_failed)),
        ("  extracted", f"{account.n_extracted:,}", f"{account.n_words:,} words", ""),
        ("    read in part", f"{account.n_in_part:,}", _counted(account.in_part), ""),
        ("Stories with records", f"{account.n_with_records:,}", "", ""),
        ("Records", f"{account.n_records:,}", _counted(account.actions), ""),
        ("Failures", f"{n_failures:,}", _counted(issues.get("failed", {})), _alarm(n_failures)),
        ("Warnings", f"{account.n('warning'):,}", _counted(issues.get("warning", {})), ""),
        ("Seconds of work", f"{read + extract:,.1f}", work, ""),
    ]


def _alarm(n: int) -> str:
    return "bold red" if n else ""


def _counted(items: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in items.items())
