"""Text -> sentence spans, by rules made for wire copy.

In: the text exactly as given. Out: half-open spans of its code points, in order, without the white space around them.
Not done here: telling headline, captions and bylines apart (see `zones.py`).

Why not spaCy's sentencizer: it splits after every "U.S.", "No." and "Corp.", which agencies write in every line, and it
never splits at a paragraph break without a full stop, which is how headings and captions end.
"""

import re
from dataclasses import dataclass
from typing import Literal

from wireledger.spans import Span

Zone = Literal["headline", "lead", "body", "caption", "byline"]

# A sentence longer than this is cut at the next clause mark: no wire sentence is, but tables and lists without stops are,
# and patterns over them would take quadratic time. The pieces are all read.
LONGEST = 2_000

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "adm",
        "gov",
        "sen",
        "rep",
        "rev",
        "hon",
        "st",
        "jr",
        "sr",
        "vs",
        "no",
        "nos",
        "inc",
        "ltd",
        "co",
        "corp",
        "cos",
        "plc",
        "llc",
        "bros",
        "dept",
        "fig",
        "vol",
        "art",
        "sec",
        "para",
        "approx",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "ft",
        "mt",
        "ave",
        "blvd",
        "rd",
        "pty",
        "pte",
        "bhd",
        "sdn",
        "al",
        "etc",
        "ca",
        "calif",
        "fla",
        "wash",
        "conn",
        "mass",
        "ill",
        "mich",
        "minn",
        "penn",
        "tenn",
        "tex",
        "va",
        "ariz",
        "colo",
        "wis",
        "ga",
    ]
)
# One class of characters stands first, so that the search goes from one of them to the next, not over every character.
_END = re.compile(
    r"""[.!?…\r\n](?:(?<=[.!?…])(?P<stop>[.!?…]*['"”’»)\]]{0,3})(?P<gap>[ \t\u00a0]+)(?=['"“‘«(\[]{0,2}[A-Z0-9À-ÞА-Я$€£¥-])"""
    r"""|(?P<para>(?:(?<=\n)|(?<=\r)\n)[ \t\u00a0\u3000]*(?:\r?\n[ \t\u00a0\u3000]*)*))"""
)
_BLANK = " \t"
_LAST_WORD = re.compile(r"([A-Za-zÀ-ÿ.]+)\.$")
_INITIAL = re.compile(r"(?:^|[\s(“\"])(?:[A-Z]|[A-Z]\.[A-Z](?:\.[A-Z])*)\.$")
_STARTS_SENTENCE = re.compile(
    r"['\"“‘(]{0,2}(?:The|A|An|In|On|At|It|He|She|They|We|But|And|This|That|These|Those|According|As|For|If|When|While|Under|"
    r"After|Before|Last|Earlier|However|Among|Its|His|Her|Their|There|Both|Most|Many|Some|One|Two|Three|To|With|From)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a story.

    Attributes:
        index: Position in the story's body, from 0; -1 for the headline, as in the gold format.
        span: Where it stands.
        text: Its characters, verbatim.
        zone: What part of the story it is. The body's first two sentences are the `lead`.
    """

    index: int
    span: Span
    text: str
    zone: Zone

    @property
    def is_news(self) -> bool:
        """Tell whether it is told by the story: captions and bylines are not."""
        return self.zone not in ("caption", "byline")

    def span_at(self, start: int, end: int) -> Span:
        """Return the span in the story of the code points `[start, end)` of this sentence."""
        return Span(self.span.start_char + start, self.span.start_char + end, self.span.field)

    def place_of(self, span: Span) -> tuple[int, int]:
        """Return where in this sentence a span of the story stands; the inverse of `span_at`."""
        return span.start_char - self.span.start_char, span.end_char - self.span.start_char


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text` as spans in order; together they hold every character but white space."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match["para"] is not None:
            end = start + len(text[start : match.start()].rstrip(_BLANK))
            # A single line break inside a sentence is the hard wrap of old wire copy, not an end.
            if match[0].count("\n") == 1 and _is_wrapped(text, start, end, match.end()):
                continue
        else:
            end = match.end("stop")
            if not _is_stop(text[max(start, end - 24) : end], text[match.end() : match.end() + 24]):
                continue
        _append(spans, text, start, end)
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _is_wrapped(text: str, start: int, end: int, after: int) -> bool:
    """Tell whether a lone line break stands in the middle of a sentence."""
    if after >= len(text) or end <= start:
        return False
    return text[end - 1] not in ".!?”\"’':;)" and (text[after].islower() or text[end - 1] == ",")


def _is_stop(before: str, after: str) -> bool:
    """Tell whether the mark that ends `before` ends a sentence, given the characters that follow the gap."""
    if before.endswith(("E.O.)", "a.k.a.", "v.", "f.k.a.")):
        return False
    if before[-1] in "!?…" or not before.endswith("."):
        # A closing quote or bracket after the stop: the inner mark decides.
        return True
    if before.endswith("..."):
        return not after[:1].islower()
    if _INITIAL.search(before):
        return bool(_STARTS_SENTENCE.match(after))
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    last = word[1].lower().lstrip(".")
    if last in _ABBREVIATIONS:
        return bool(_STARTS_SENTENCE.match(after)) and last not in {
            "mr",
            "mrs",
            "ms",
            "dr",
            "gen",
            "sen",
            "rep",
            "st",
            "no",
        }
    return True


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in (". ", "; ", ", ", " "))
        cut = cut + 1 if cut > 0 else start + LONGEST
        spans.append(Span(start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append(Span(start, end))
