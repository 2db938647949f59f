"""Counts -> inline SVG: bars lying down for kinds, columns for months. No scripts, no fonts, no network.

Every bar carries its number in words, so that a chart can be read without colours, and read aloud.
"""

from collections.abc import Sequence
from html import escape

_WIDTH = 520
_BAR, _GAP = 18, 7
_LABEL = 190  # room for names, in the same units as the width
_COLUMNS_HEIGHT = 150
_MOST_LABELS = 12

Counted = Sequence[tuple[str, int]]


def bars(title: str, counted: Counted, note: str = "") -> str:
    """Return lying bars, one a row, in the order given, with a note below; a line says so where there is nothing."""
    if not counted:
        return _nothing(title, note)
    most = max(n for _, n in counted)
    room = _WIDTH - _LABEL - 70
    height = len(counted) * (_BAR + _GAP)
    rows = []
    for number, (label, n) in enumerate(counted):
        top = number * (_BAR + _GAP)
        width = max(1.0, n / most * room)
        middle = top + _BAR / 2 + 4.5
        rows.append(
            f'<text class="name" x="{_LABEL - 8}" y="{middle:.1f}" text-anchor="end">{escape(_short(label))}'
            f"<title>{escape(label)}</title></text>"
            f'<rect class="bar" x="{_LABEL}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2"/>'
            f'<text class="n" x="{_LABEL + width + 6:.1f}" y="{middle:.1f}">{n:,}</text>'
        )
    return _figure(title, counted, f'viewBox="0 0 {_WIDTH} {height}"', "".join(rows), note=note)


def columns(title: str, counted: Counted) -> str:
    """Return standing columns, for a series in time; labels are thinned out where they would touch."""
    if not counted:
        return _nothing(title)
    most = max(n for _, n in counted)
    step = (_WIDTH * 2 - 50) / len(counted)
    every = -(-len(counted) // _MOST_LABELS)
    parts = [
        f'<line class="axis" x1="44" x2="{_WIDTH * 2}" y1="{_COLUMNS_HEIGHT}" y2="{_COLUMNS_HEIGHT}"/>',
        f'<line class="grid" x1="44" x2="{_WIDTH * 2}" y1="8" y2="8"/>',
        f'<text class="n" x="38" y="12" text-anchor="end">{most:,}</text>',
        f'<text class="n" x="38" y="{_COLUMNS_HEIGHT}" text-anchor="end">0</text>',
    ]
    for number, (label, n) in enumerate(counted):
        left = 46 + number * step
        height = n / most * (_COLUMNS_HEIGHT - 8)
        width = min(40.0, max(1.0, step - min(3.0, step * 0.25)))
        parts.append(
            f'<rect class="bar" x="{left:.1f}" y="{_COLUMNS_HEIGHT - height:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}"><title>{escape(label)}: {n:,}</title></rect>'
        )
        if number % every == 0:
            parts.append(f'<text class="name" x="{left:.1f}" y="{_COLUMNS_HEIGHT + 17}">{escape(label)}</text>')
    return _figure(title, counted, f'viewBox="0 0 {_WIDTH * 2} {_COLUMNS_HEIGHT + 24}"', "".join(parts), wide=True)


def _figure(title: str, counted: Counted, box: str, content: str, *, wide: bool = False, note: str = "") -> str:
    said = "; ".join(f"{label}: {n:,}" for label, n in counted[:40])
    return (
        f"<figure{' class=wide' if wide else ''}><figcaption>{escape(title)}</figcaption>"
        f'<svg {box} role="img" aria-label="{escape(f"{title}. {said}")}">{content}</svg>{_note(note)}</figure>'
    )


def _nothing(title: str, note: str = "") -> str:
    return f"<figure><figcaption>{escape(title)}</figcaption>{_note('Nothing to show.')}{_note(note)}</figure>"


def _note(note: str) -> str:
    return f'<p class="soft">{escape(note)}</p>' if note else ""


def _short(label: str) -> str:
    return label if len(label) <= 25 else label[:24] + "…"
