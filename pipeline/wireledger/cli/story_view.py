"""A story on the terminal: its text with evidence and slots marked.

In go a story and its records, out comes something that rich can print. On a terminal the text that isn't evidence is
dim and the values of slots are coloured; where there are no colours, evidence stands between « and ».
"""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from wireledger.records import Record
from wireledger.spans import Field
from wireledger.story import Story

SLOT_STYLES = {
    "target": "bold green",
    "aliases": "green",
    "role": "italic green",
    "authority": "bold blue",
    "amount": "bold yellow",
    "asset": "yellow",
    "program": "bold magenta",
    "reason": "italic magenta",
    "date": "bold cyan",
}
_OTHER_SLOT = "underline"

# One visible character for each control character, so that offsets hold and no text commands the terminal.
_VISIBLE = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"}
_VISIBLE |= dict.fromkeys(range(0x7F, 0xA0), "\ufffd") | {ord("\r"): " "}


def story_view(story: Story, records: Sequence[Record], in_colour: bool) -> RenderableType:
    """Return headline, source and text of `story` in a frame, and a legend below if there is something to explain."""
    title = _marked(story.title, "title", records, in_colour)
    title.stylize_before("bold")
    source = Text(" · ".join(part for part in (story.publisher, story.published, story.id, story.url) if part), "cyan")
    body = _marked(story.text, "text", records, in_colour)
    head = [title, source, Text()] if story.title else [source, Text()]
    panel = Panel(Group(*head, body), padding=(1, 2), border_style="dim")
    return Group(panel, _legend(records, in_colour)) if records else panel


def _marked(content: str, field: Field, records: Sequence[Record], in_colour: bool) -> Text:
    visible = content.translate(_VISIBLE)
    evidence = _merged((s.start, s.end) for record in records for s in record.evidence if s.field == field)
    return _coloured(visible, field, records, evidence) if in_colour else Text(_bracketed(visible, evidence))


def _coloured(visible: str, field: Field, records: Sequence[Record], evidence: list[tuple[int, int]]) -> Text:
    text = Text(visible)
    if field == "text" and evidence:
        for start, end in _gaps(evidence, len(visible)):
            text.stylize("dim", start, end)
    for record in records:
        for slot, span in record.spans.items():
            if span.field == field:
                text.stylize(SLOT_STYLES.get(_slot(slot), _OTHER_SLOT), span.start, span.end)
    return text


def _bracketed(visible: str, evidence: list[tuple[int, int]]) -> str:
    for start, end in reversed(evidence):
        visible = f"{visible[:start]}«{visible[start:end]}»{visible[end:]}"
    return visible


def _legend(records: Sequence[Record], in_colour: bool) -> Text:
    if not in_colour:
        return Text(" « » evidence")
    used = {_slot(slot) for record in records for slot in record.spans}
    words = [Text("evidence"), Text("other text", "dim")]
    words += [Text(slot, style) for slot, style in SLOT_STYLES.items() if slot in used]
    if others := sorted(used - SLOT_STYLES.keys()):
        words.append(Text(", ".join(others), _OTHER_SLOT))
    return Text(" ") + Text("  ").join(words)


def _slot(key: str) -> str:
    return key.split(".", 1)[0]


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _gaps(ranges: list[tuple[int, int]], length: int) -> Iterable[tuple[int, int]]:
    edge = 0
    for start, end in ranges:
        yield edge, start
        edge = end
    yield edge, length
