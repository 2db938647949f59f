"""Scores as tables for a terminal: rich renderables, and plain sentences for single mistakes.

In: `Scores`. Out: things that a rich `Console` can print. Nothing is printed here, and no figure is made here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich import box
from rich.markup import escape
from rich.table import Table

from wireledger.scoring.bootstrap import Interval
from wireledger.scoring.calibration import Bin, Calibration
from wireledger.scoring.figures import Counts, LabelFigures
from wireledger.scoring.scored import ScoredRecord
from wireledger.scoring.scorer import Scores
from wireledger.scoring.slots import SLOTS, slot_value
from wireledger.scoring.story_score import Mistake, StoryScore

_HEADLINES: tuple[tuple[str, str, Callable[[Scores], float]], ...] = (
    ("record F1", "record_f1", lambda scores: scores.records.f1),
    ("record precision", "record_p", lambda scores: scores.records.precision),
    ("record recall", "record_r", lambda scores: scores.records.recall),
    ("slot F1", "slot_f1", lambda scores: scores.slot.f1),
    ("core exact", "core_exact", lambda scores: scores.core_exact),
    ("story false alarms", "false_alarms", lambda scores: scores.false_alarms),
)
"""What is told first: label, key of the interval, figure."""
_BAR_CELLS = 20
_STYLES = {"missed": "yellow", "false": "red", "wrong": "magenta"}


def headline_table(scores: Scores, intervals: Mapping[str, Interval], *, plain: bool) -> Table:
    """Return the figures of RECORDS.md's table *The score*, each with its 95 % interval."""
    table = _table("Score", ("figure", "value", "95 % interval"), plain=plain)
    for label, key, value in _HEADLINES:
        interval = intervals.get(key)
        spread = f"{interval.low:.3f} to {interval.high:.3f}" if interval else ""
        style = "bold" if label == "record F1" else None
        table.add_row(label, f"{value(scores):.3f}", spread, style=style)
    return table


def slot_table(scores: Scores, *, plain: bool) -> Table:
    """Return precision, recall, F1 and counts per slot, and over all slots."""
    table = _table("Slots", ("slot", "P", "R", "F1", "right", "false", "missed"), plain=plain)
    for slot, counts in (*scores.slots.items(), ("all slots", scores.slot)):
        is_empty = counts == Counts()
        rates = ("-" if is_empty else f"{rate:.3f}" for rate in (counts.precision, counts.recall, counts.f1))
        numbers = (counts.right, counts.false, counts.missed)
        style = "bold" if slot == "all slots" else None
        table.add_row(slot, *rates, *map(str, numbers), style=style)
    return table


def label_table(title: str, figures: Iterable[LabelFigures], *, plain: bool) -> Table:
    """Return record figures per action type or status; "same" are the pairs that agree in the label, too."""
    columns = (title.lower(), "P", "R", "F1", "gold", "found", "predicted", "sound", "same")
    table = _table(f"Records by {title.lower()}", columns, plain=plain)
    for row in figures:
        rates = (f"{rate:.3f}" for rate in (row.precision, row.recall, row.f1))
        numbers = map(str, (row.n_gold, row.n_found, row.n_predicted, row.n_sound, row.n_same))
        table.add_row(escape(row.label), *rates, *numbers)
    return table


def calibration_table(calibration: Calibration, *, plain: bool) -> Table:
    """Return a reliability diagram: a row for each bin, its bar the share that is right, `|` where it should end."""
    title = f"Calibration (expected error {calibration.error:.3f})"
    columns = ("confidence", "records", "mean confidence", "share right", "gap", "share right, | = confidence")
    table = _table(title, columns, plain=plain)
    table.columns[5].justify = "left"
    for row in calibration.bins:
        if row.n:
            gap = f"{row.accuracy - row.confidence:+.3f}"
            means = (f"{row.confidence:.3f}", f"{row.accuracy:.3f}")
            table.add_row(
                f"{row.low:.1f} to {row.high:.1f}", str(row.n), *means, gap, _bar(row, "#." if plain else "█·")
            )
    return table


def _bar(row: Bin, marks: str) -> str:
    cells = [marks[0] if cell < row.accuracy * _BAR_CELLS - 0.5 else marks[1] for cell in range(_BAR_CELLS)]
    cells[min(int(row.confidence * _BAR_CELLS), _BAR_CELLS - 1)] = "|"
    return "".join(cells)


def threshold_table(calibration: Calibration, *, plain: bool) -> Table:
    """Return how many records are left, and how many of them are right, for who keeps only the surer ones."""
    table = _table("Precision by least confidence", ("confidence", "records", "precision"), plain=plain)
    for row in calibration.above:
        table.add_row(f"{row.threshold:g} and more", str(row.n), f"{row.precision:.3f}" if row.n else "-")
    return table


def comparison_table(by_stage: Mapping[str, tuple[Scores, Mapping[str, Interval]]], *, plain: bool) -> Table:
    """Return the headline figures side by side, a column for each way to fill the stages."""
    table = _table("Side by side, with 95 % intervals", ("figure", *by_stage), plain=plain)
    for label, key, value in _HEADLINES:
        cells = []
        for scores, intervals in by_stage.values():
            interval = intervals.get(key)
            spread = f" ({interval.low:.3f} to {interval.high:.3f})" if interval else ""
            cells.append(f"{value(scores):.3f}{spread}")
        table.add_row(label, *cells, style="bold" if key == "record_f1" else None)
    errors = [scores.calibration.error if scores.calibration else None for scores, _ in by_stage.values()]
    table.add_row("calibration error", *("-" if error is None else f"{error:.3f}" for error in errors))
    for slot in SLOTS:
        table.add_row(f"{slot} F1", *(f"{scores.slots[slot].f1:.3f}" for scores, _ in by_stage.values()))
    return table


def worst_table(stories: Iterable[StoryScore], *, plain: bool) -> Table:
    """Return the given stories, each with all that is wrong with its records."""
    table = _table("Worst stories", ("story", "errors", "what is wrong"), plain=plain)
    table.columns[2].justify = "left"
    for story in stories:
        for number, mistake in enumerate(story.mistakes):
            name, errors = (escape(story.story_id), str(story.n_errors)) if number == 0 else ("", "")
            table.add_row(name, errors, _styled(mistake))
    return table


def mistake_table(mistakes: Iterable[Mistake], *, plain: bool) -> Table:
    """Return single mistakes, one a row."""
    table = _table("Errors", ("story", "what is wrong"), plain=plain)
    table.columns[1].justify = "left"
    for mistake in mistakes:
        table.add_row(escape(mistake.story_id), _styled(mistake))
    return table


def describe(mistake: Mistake) -> str:
    """Say in one line what is wrong: `missed: imposed designation of Acme`, `wrong: Acme: role 'mill' for 'ship'`."""
    gold, predicted = mistake.gold, mistake.predicted
    if gold is not None and predicted is not None:
        slots = (f"{slot} {_shown(predicted, slot)} for {_shown(gold, slot)}" for slot in mistake.slots)
        return f"{mistake.kind}: {gold.label}: {'; '.join(slots)}"
    record = gold or predicted
    return f"{mistake.kind}: {_summary(record) if record else ''}"


def mistake_dict(mistake: Mistake) -> dict[str, Any]:
    """Return a mistake in plain JSON types; `slots` maps a wrong slot to its gold and predicted value, as text."""
    gold, predicted = mistake.gold, mistake.predicted
    record = gold or predicted
    slots = {slot: [_shown(gold, slot), _shown(predicted, slot)] for slot in mistake.slots if gold and predicted}
    return {
        "story": mistake.story_id,
        "kind": mistake.kind,
        "record": _summary(record) if record else None,
        "slots": slots,
    }


def _table(title: str, columns: Iterable[str], *, plain: bool) -> Table:
    look = None if plain else box.SIMPLE_HEAD
    table = Table(
        title=title, title_style="bold cyan", title_justify="left", box=look, pad_edge=False, collapse_padding=True
    )
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", overflow="fold", no_wrap=number == 0)
    return table


def _styled(mistake: Mistake) -> str:
    kind, rest = describe(mistake).split(":", 1)
    return f"[{_STYLES[mistake.kind]}]{kind}[/]:{escape(rest)}"


def _summary(record: ScoredRecord) -> str:
    background = ", background" if record.background else ""
    return f"{record.status} {record.action} of {record.label}{background}"


def _shown(record: ScoredRecord, slot: str) -> str:
    value = slot_value(record, slot)
    if value is None:
        return "nothing"
    if slot == "authority":
        return " + ".join(f"'{body.name}' ({body.country or '??'})" for body in value)
    if slot == "amount":
        return f"{value[0]:,.2f} {value[1] or '???'}".replace(".00 ", " ")
    if slot in ("nationality", "aliases"):
        return ", ".join(sorted(value))
    return f"'{value}'" if isinstance(value, str) else str(value).lower()
