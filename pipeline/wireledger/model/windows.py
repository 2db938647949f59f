"""Proposals and targets -> windows: what the network reads of a story at a time.

A window of a trigger has its sentence with the trigger's words marked, the sentences around, the headline and the lead.
A window of a target has the sentences that mention it, with its mentions marked. Both carry what the rules found
(names, bodies, sums ...) as marks. Free of torch: training and running cut windows by the same code.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wireledger.annotations import Mention
from wireledger.model.pieces import CASES, Cutter
from wireledger.rules.proposals import Proposal
from wireledger.rules.references import Read
from wireledger.segment import Sentence
from wireledger.spans import Span

LONGEST = 320  # pieces
_LONGEST_OWN, _LONGEST_NEXT, _LONGEST_HEAD, _LONGEST_TOLD = 160, 56, 40, 80  # pieces of one sentence
_MOST_TOLD = 4  # sentences of a target's window

MARKS = (
    "none", "trigger", "other-trigger", "target",
    "name-person", "name-organization", "name-vessel", "name-aircraft", "name-unknown",
    "group", "country", "authority", "money", "date", "program",
)  # fmt: skip
"""What a piece belongs to; the number is its row in the network's mark embedding."""
ZONES = ("own", "before", "after", "headline", "lead", "told")
"""Where a piece's sentence stands to the trigger's; `told` is any sentence of a target's window."""
_TRIGGER, _OTHER, _TARGET = (MARKS.index(name) for name in ("trigger", "other-trigger", "target"))

Marked = list[tuple[int, int, int]]  # start, end in the sentence, number in MARKS


@dataclass(slots=True)
class Window:
    """What is read at a time.

    Attributes:
        ids, cases, marks, zones: Of each piece; of equal length, at most `LONGEST`.
        firsts: The first piece of each word, in order.
        spans: Where each word stands in the story.
        sentences: For each word, the number of its sentence in the window.
        focus: The first piece of the trigger; 0 in the window of a target.
        parts: The sentences that it is cut from, in order.
        mentions: What the rules found in these.
    """

    ids: list[int]
    cases: list[int]
    marks: list[int]
    zones: list[int]
    firsts: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    focus: int = 0
    parts: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def words_in(self, span: Span) -> list[int]:
        """Return the numbers of the words that share a character with a span."""
        return [i for i, word in enumerate(self.spans) if word.overlaps(span)]

    def text_of(self, span: Span) -> str:
        """Return the characters of a span that lies in one of its sentences."""
        part = next(part for part in self.parts if part.span.covers(span))
        return part.text[slice(*part.place_of(span))]


def by_sentence(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """Return the proposals of each sentence, in order."""
    groups: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault(id(proposal.sentence), []).append(proposal)
    return list(groups.values())


def cut_trigger(cutter: Cutter, read: Read, proposal: Proposal, siblings: Iterable[Proposal]) -> Window | None:
    """Return the window of a proposal's trigger; None where too little room is left for the trigger.

    `siblings` are the proposals of the same sentence.
    """
    at = next(i for i, (sentence, _) in enumerate(read) if sentence is proposal.sentence)
    zones = {at: "own"}
    for place, zone in ((at - 1, "before"), (at + 1, "after"), (at + 2, "after"), (0, "headline"), (1, "lead")):
        if 0 <= place < len(read):
            zones.setdefault(place, zone)
    window = _open(cutter)
    trigger = (proposal.trigger.start, proposal.trigger.end)
    for place in sorted(zones):
        sentence, mentions = read[place]
        if place != at:
            _append(window, cutter, sentence, mentions, [], zones[place])
            continue
        others = [(p.trigger.start, p.trigger.end, _OTHER) for p in siblings if p is not proposal]
        _append(window, cutter, sentence, mentions, [*others, (*trigger, _TRIGGER)], "own")
    window.focus = next((i for i, mark in enumerate(window.marks) if mark == _TRIGGER), 0)
    return window if window.focus else None


def cut_target(cutter: Cutter, read: Read, told: list[Span], forms: list[str], at: Span) -> Window | None:
    """Return the window of a target: the sentences that mention it, its mentions marked; None where none does.

    Args:
        cutter: Cuts the sentences.
        read: The read sentences with their mentions.
        told: The sentences that tell the action; they come first.
        forms: What the target is called, longest first; none for a group.
        at: Where the target's own mention stands.
    """
    mentioning = []
    for sentence, mentions in read:
        places = [(*sentence.place_of(at), _TARGET)] if sentence.span.covers(at) else []
        places += [(start, end, _TARGET) for start, end in occurrences(sentence.text, forms)]
        if places:
            mentioning.append((sentence, mentions, places))
    chosen = sorted(mentioning, key=lambda row: (row[0].span not in told, row[0].index))[:_MOST_TOLD]
    window = _open(cutter)
    for sentence, mentions, places in sorted(chosen, key=lambda row: row[0].index):
        _append(window, cutter, sentence, mentions, places, "told")
    return window if window.firsts else None


def cut_sentence(cutter: Cutter, sentence: Sentence, places: Marked) -> Window:
    """Return the window of one sentence alone, the places marked; of a sentence too long, what is around the last."""
    window = _open(cutter)
    _append(window, cutter, sentence, [], places, "own")
    return window


def _open(cutter: Cutter) -> Window:
    return Window([cutter.cls], [CASES.index("mark")], [0], [0])


_ROOM = {"own": _LONGEST_OWN, "before": _LONGEST_NEXT, "after": _LONGEST_NEXT, "told": _LONGEST_TOLD}


def _append(
    window: Window, cutter: Cutter, sentence: Sentence, mentions: list[Mention], places: Marked, zone: str
) -> None:
    """Add a sentence to a window, mentions and then `places` marked; of one too long, what is around the last place."""
    cut = cutter.cut(sentence)
    room = min(_ROOM.get(zone, _LONGEST_HEAD), LONGEST - len(window.ids) - 1)
    if room <= 0:
        return
    marked = [*((*sentence.place_of(mention.span), _mark(mention)) for mention in mentions), *places]
    first, last = _keep(cut.offsets, places[-1][0] if places else 0, room)
    base = len(window.ids) - first
    number = len(window.parts)
    window.parts.append(sentence)
    window.mentions += mentions
    window.ids += [*cut.ids[first:last], cutter.sep]
    window.cases += [*cut.cases[first:last], CASES.index("mark")]
    window.zones += [ZONES.index(zone)] * (last - first + 1)
    marks = [0] * (last - first + 1)
    for start, end, mark in marked:  # the last that covers a piece wins
        for i in range(first, last):
            if cut.offsets[i][1] > start and cut.offsets[i][0] < end:
                marks[i - first] = mark
    window.marks += marks
    for i in range(first, last):
        if i > first and cut.words[i] == cut.words[i - 1]:
            continue
        end = i
        while end + 1 < last and cut.words[end + 1] == cut.words[i]:
            end += 1
        window.firsts.append(base + i)
        window.spans.append(sentence.span_at(cut.offsets[i][0], cut.offsets[end][1]))
        window.sentences.append(number)


def _keep(offsets: list[tuple[int, int]], middle: int, room: int) -> tuple[int, int]:
    """Return the first and the end of the pieces to keep: those around offset `middle`."""
    if len(offsets) <= room:
        return 0, len(offsets)
    at = next((i for i, (_, end) in enumerate(offsets) if end > middle), 0)
    first = max(0, min(at - room // 2, len(offsets) - room))
    return first, first + room


def _mark(mention: Mention) -> int:
    if mention.label == "name":
        kind = mention.attributes.get("type")
        return MARKS.index(f"name-{kind}") if f"name-{kind}" in MARKS else MARKS.index("name-unknown")
    return MARKS.index(mention.label)


def occurrences(text: str, forms: list[str]) -> list[tuple[int, int]]:
    """Return where whole words of `text` read as one of the forms; an earlier form goes before a later one."""
    found: list[tuple[int, int]] = []
    for form in forms:
        start = text.find(form) if form else -1
        while start >= 0:
            end = start + len(form)
            whole = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
            if whole and not any(start < right and left < end for left, right in found):
                found.append((start, end))
            start = text.find(form, end)
    return sorted(found)
