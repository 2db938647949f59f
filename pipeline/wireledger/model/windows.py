"""Proposals -> windows: what the network reads of a story, one window for each trigger.

In: a story's read sentences and its proposals. Out: `Window`s: pieces with their case and marks, and the places of the
trigger and of every mention in them. Free of torch: training and running cut windows by the same code.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wireledger.annotations import Mention
from wireledger.rules.extract import Proposed
from wireledger.rules.proposals import Proposal
from wireledger.rules.references import Read
from wireledger.segment import Sentence

LONGEST = 320  # pieces
WORTH_READING = 0.06  # the rules' confidence in a trigger's best candidate; below it no window is cut
_LONGEST_OWN, _LONGEST_OTHER = 160, 48  # pieces of the trigger's sentence, of each other one

FARTHEST = 3  # sentences between an item and the trigger, either way; what is farther counts as this far

ROLES = ("target", "authority", "amount", "date", "program")
"""What an item may be to its trigger; the network gives a probability for each."""
MARKS = (
    "none", "trigger", "other-trigger",
    "name-person", "name-organization", "name-vessel", "name-aircraft", "name-unknown",
    "group", "country", "authority", "money", "date", "program",
)  # fmt: skip
"""What a piece belongs to; the number is its row in the network's mark embedding."""
CASES = ("lower", "title", "upper", "mixed", "digits", "mark", "inner")
"""How a piece is written: the vocabulary itself is of lower case only."""
PLACES = ("0", "1", "2", "3", "loose", "prev1", "prev2", "next1", "none")
"""Where a candidate stands, by the rules."""


@dataclass(frozen=True, slots=True)
class Item:
    """One mention in a window.

    Attributes:
        mention: The mention.
        start: Its first piece.
        end: One past its last piece.
        mark: Number in `MARKS`.
        place: Number in `PLACES`, of a candidate for target; the last where it is none.
        distance: Sentences from the trigger's, at most `FARTHEST` either way.
    """

    mention: Mention
    start: int
    end: int
    mark: int
    place: int
    distance: int


@dataclass(frozen=True, slots=True)
class Window:
    """What is read for one trigger. `ids`, `cases` and `marks` are of equal length, at most `LONGEST`."""

    ids: list[int]
    cases: list[int]
    marks: list[int]
    trigger: tuple[int, int]
    items: list[Item]


@cache
def load_tokenizer(path: Path) -> Any:
    """Return the tokenizer of a `tokenizer.json`."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cut_windows(tokenizer: Any, proposed: Proposed) -> list[Window | None]:
    """Return the window of each proposal; None where it is not worth reading, or `LONGEST` cuts off its trigger."""
    read, proposals = proposed.read, proposed.proposals
    worth = {draft.order for draft in proposed.drafts if draft.confidence >= WORTH_READING}
    pieces = _Pieces(tokenizer)
    at = {id(sentence): i for i, (sentence, _) in enumerate(read)}
    by_sentence: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        by_sentence.setdefault(id(proposal.sentence), []).append(proposal)
    return [
        _window(pieces, read, at[id(p.sentence)], p, by_sentence[id(p.sentence)]) if order in worth else None
        for order, p in enumerate(proposals)
    ]


class _Pieces:
    """The pieces of each sentence, cut once."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[int, tuple[list[int], list[tuple[int, int]], list[int]]] = {}
        self.cls, self.sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

    def of(self, sentence: Sentence) -> tuple[list[int], list[tuple[int, int]], list[int]]:
        """Return ids, offsets in the sentence, and cases."""
        if id(sentence) not in self._known:
            encoding = self._tokenizer.encode(sentence.text, add_special_tokens=False)
            cases = [_case(sentence.text, start, end) for start, end in encoding.offsets]
            self._known[id(sentence)] = (encoding.ids, encoding.offsets, cases)
        return self._known[id(sentence)]


def _case(text: str, start: int, end: int) -> int:
    word = text[start:end]
    if start and text[start - 1].isalnum():
        name = "inner"
    elif word.isdigit():
        name = "digits"
    elif not word[:1].isalpha():
        name = "mark"
    elif word.islower():
        name = "lower"
    elif len(word) > 1 and word.isupper():
        name = "upper"
    else:
        name = "title" if word[0].isupper() else "mixed"
    return CASES.index(name)


def _window(pieces: _Pieces, read: Read, at: int, proposal: Proposal, siblings: list[Proposal]) -> Window | None:
    places = [place for place in (at - 1, at, at + 1) if 0 <= place < len(read)]
    head = [place for place in (0, 1) if place < len(read) and place not in places]
    ids, cases, marks = [pieces.cls], [CASES.index("mark")], [0]
    items: list[Item] = []
    trigger: tuple[int, int] | None = None
    candidates = {candidate.mention.span: candidate.place for candidate in proposal.candidates}
    for place in (*head, *places):
        sentence, mentions = read[place]
        new_ids, offsets, new_cases = pieces.of(sentence)
        first, last = _cut(
            offsets, proposal.trigger.start if place == at else 0, _LONGEST_OWN if place == at else _LONGEST_OTHER
        )
        base = len(ids) - first
        ids += new_ids[first:last]
        cases += new_cases[first:last]
        marks += [0] * (last - first)

        def locate(start: int, end: int) -> tuple[int, int] | None:
            inside = [i for i in range(first, last) if offsets[i][1] > start and offsets[i][0] < end]  # noqa: B023
            return (base + inside[0], base + inside[-1] + 1) if inside else None  # noqa: B023

        for mention in _with_candidates(mentions, proposal, sentence):
            found = locate(*sentence.place_of(mention.span))
            if found is None:
                continue
            mark = _mark(mention)
            marks[found[0] : found[1]] = [mark] * (found[1] - found[0])
            role = PLACES.index(candidates.get(mention.span, "none"))
            items.append(Item(mention, *found, mark, role, max(-FARTHEST, min(FARTHEST, place - at))))
        if place == at:
            for sibling in siblings:
                found = locate(sibling.trigger.start, sibling.trigger.end)
                if found is not None and sibling is not proposal:
                    marks[found[0] : found[1]] = [MARKS.index("other-trigger")] * (found[1] - found[0])
            trigger = locate(proposal.trigger.start, proposal.trigger.end)
        ids.append(pieces.sep)
        cases.append(CASES.index("mark"))
        marks.append(0)
    if trigger is None or trigger[1] > LONGEST:
        return None
    marks[trigger[0] : trigger[1]] = [MARKS.index("trigger")] * (trigger[1] - trigger[0])
    return Window(ids[:LONGEST], cases[:LONGEST], marks[:LONGEST], trigger, [i for i in items if i.end <= LONGEST])


def _cut(offsets: list[tuple[int, int]], at: int, longest: int) -> tuple[int, int]:
    """Return the first and the end of the pieces to keep: the beginning, or those around offset `at`."""
    if len(offsets) <= longest:
        return 0, len(offsets)
    middle = next((i for i, (_, end) in enumerate(offsets) if end > at), 0)
    first = max(0, min(middle - longest // 2, len(offsets) - longest))
    return first, first + longest


def _with_candidates(mentions: list[Mention], proposal: Proposal, sentence: Sentence) -> list[Mention]:
    """Return the sentence's mentions; where a body stands as a target ("President Maduro"), the candidate is added."""
    known = {mention.span for mention in mentions}
    added = [candidate.mention for candidate in proposal.candidates if candidate.source is sentence]
    return [*mentions, *(mention for mention in added if mention.span not in known)]


def _mark(mention: Mention) -> int:
    if mention.label == "name":
        kind = mention.attributes.get("type")
        return MARKS.index(f"name-{kind}") if f"name-{kind}" in MARKS else MARKS.index("name-unknown")
    return MARKS.index(mention.label)
