"""Records on the terminal: one heading per action, one table row per target.

In go the records of one story, out comes something that rich can print. Records that differ in their target alone are
shown as the one action that they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wireledger.records import Amount, Authority, Record, Target

_STATUS_STYLES = {"imposed": "bold green", "sought": "bold yellow", "proposed": "bold yellow", "rejected": "bold red"}
_QUALIFIERS = {"exact": "", "about": "~ ", "at_least": "≥ ", "at_most": "≤ "}


def records_view(records: Sequence[Record]) -> RenderableType:
    """Return the tables of one story's records."""
    if not records:
        return Text("No records.", "italic")
    actions: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        actions.setdefault(_action_key(record), []).append(record)
    return Group(*(_action_view(number, group) for number, group in enumerate(actions.values(), 1)))


def format_amount(amount: Amount) -> str:
    """Return a sum as people read it: `≥ USD 11,000,000`."""
    return f"{_QUALIFIERS[amount.qualifier]}{amount.currency or '?'} {amount.value.normalize():,f}"


def _action_key(record: Record) -> tuple[object, ...]:
    shared = None if record.amount is None or record.amount.scope == "target" else format_amount(record.amount)
    slots = (record.action, record.status, record.background, record.authority, record.measures)
    return (*slots, shared, record.asset, record.program, record.reason, record.date)


def _action_view(number: int, records: Sequence[Record]) -> RenderableType:
    first = records[0]
    heading = Text.assemble(
        (f"{number}. ", "dim"),
        (first.action.replace("_", " "), "bold"),
        "  ",
        (first.status, _STATUS_STYLES[first.status]),
        ("  background" if first.background else "", "dim"),
    )
    return Group(heading, Padding(_facts(first), (0, 0, 0, 3)), Padding(_targets(records), (0, 0, 0, 2)))


def _facts(record: Record) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    shared = record.amount if record.amount is not None and record.amount.scope == "action" else None
    facts = {
        "authority": ", ".join(_body(body) for body in record.authority),
        "amount": f"{format_amount(shared)}  “{shared.text}”" if shared else None,
        "asset": record.asset,
        "date": record.date,
        "program": record.program,
        "measures": ", ".join(measure.replace("_", " ") for measure in record.measures),
        "reason": record.reason,
    }
    for name, value in facts.items():
        if value:
            grid.add_row(name, Text(value))
    return grid


def _targets(records: Sequence[Record]) -> Table:
    columns = [
        _TARGET,
        _TYPE,
        *(column for column in _OPTIONAL if any(column.cell(r).plain for r in records)),
        _CONFIDENCE,
    ]
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    for column in columns:
        wraps = column.ratio is not None or column.max_width is not None
        table.add_column(
            column.name,
            ratio=column.ratio,
            min_width=len(column.name),
            max_width=column.max_width,
            justify="right" if column.is_number else "left",
            no_wrap=not wraps,
            overflow="fold" if wraps else "ellipsis",
        )
    for record in records:
        table.add_row(*(column.cell(record) for column in columns))
    return table


def _name(target: Target) -> Text:
    if target.name is None:
        return Text("a group" if target.count is None else f"a group of {target.count:,}", "italic")
    text = Text(target.name, "bold")
    if target.aliases:
        text.append("\nalso: " + "; ".join(target.aliases), "not bold dim")
    return text


def _body(body: Authority) -> str:
    return f"{body.name} ({body.country})" if body.country and body.country != body.name else body.name


def _own_amount(record: Record) -> Text:
    own = record.amount is not None and record.amount.scope == "target"
    return Text(format_amount(record.amount) if record.amount and own else "")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the target table; one with a `ratio` shares the width that the others leave."""

    name: str
    cell: Callable[[Record], Text]
    ratio: int | None = None
    max_width: int | None = None
    is_number: bool = False


_TARGET = _Column("target", lambda record: _name(record.target), ratio=4)
_TYPE = _Column("type", lambda record: Text(record.target.type))
_CONFIDENCE = _Column("conf.", lambda record: Text(f"{record.confidence:.2f}"), is_number=True)
_OPTIONAL = (  # left out where no target of the action has them
    _Column("nat.", lambda record: Text(" ".join(record.target.nationality)), max_width=8),
    _Column("role", lambda record: Text(record.target.role or ""), ratio=4),
    _Column("amount", _own_amount, is_number=True),
)
