"""Story -> sentences with their zone: headline, lead, body, caption, byline.

In: a `Story`. Out: its `Sentence`s, the headline first. Captions and bylines are kept, with their zone, so that nothing
is dropped silently; the rules don't look for actions there.
"""

import re

from wireledger.segment.sentences import Sentence, Zone, split_sentences
from wireledger.spans import Span
from wireledger.story import Story

__all__ = ["Zone", "dateline_end", "segment_story"]

_DATELINE = re.compile(
    r"""\s*(?:[A-Z][A-Z .,'/’-]{2,60}?(?:,\s*[A-Z][A-Za-z. ]{2,25})?(?:,?\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?)?\s*)?"""
    r"""(?:\((?:Reuters|AP|AFP|UPI|Xinhua|Bloomberg|[A-Z][\w .&]{2,25})\)\s*)?(?:-{1,2}|–|—)\s+"""
    r"""|\s*\((?:Reuters|AP|AFP|UPI|Xinhua)\)\s*(?:-{1,2}|–|—)?\s*""",
    re.VERBOSE,
)
_BYLINE = re.compile(
    r"^\W{0,2}(?:\(?(?:additional |with )?(?:reporting|writing|editing|compiled|edited|written)\b[^.]{0,40}\bby\b"
    r"|by [A-Z][a-zA-Z.'’-]+(?: [A-Z][a-zA-Z.'’-]+){1,3}\W*$|follow .{3,40} on (?:twitter|facebook)|for more information"
    r"|contact|copyright|©|all rights reserved|sign up|subscribe|read more|see also|related:|###|-30-)",
    re.IGNORECASE,
)
_CAPTION_START = re.compile(
    r"image (?:copyright|caption|credit)|photo(?:graph)?(?: by|:)|file photo|fil[e ]+ ?-|pictured", re.IGNORECASE
)
_CREDIT = re.compile(
    r"\b(?:REUTERS|AP Photo|AFP|Getty Images?)/[A-Z]|\(AP Photo|\bFile Photo\b|/File\s*$", re.IGNORECASE
)
_EDGE = 60  # characters at either end of a line, where a caption says that it is one
_N_LEAD = 2


def dateline_end(text: str) -> int:
    """Return the offset at which the news begins after `WASHINGTON (Reuters) - `; 0 where there is no dateline."""
    match = _DATELINE.match(text[:140])
    return match.end() if match else 0


def segment_story(story: Story) -> list[Sentence]:
    """Return the sentences of a story in order, the headline (index -1) first where there is one."""
    sentences: list[Sentence] = []
    title = story.title.strip()
    if title:
        start = story.title.index(title)
        sentences.append(Sentence(-1, Span(start, start + len(title), "title"), title, "headline"))
    n_news = 0
    for index, span in enumerate(split_sentences(story.text)):
        text = span.of(story.text)
        zone = _zone(text, n_news)
        n_news += zone in ("lead", "body")
        sentences.append(Sentence(index, span, text, zone))
    return sentences


def _zone(text: str, n_news: int) -> Zone:
    if _BYLINE.match(text):
        return "byline"
    if _is_caption(text[:_EDGE]) or _is_caption(text[-_EDGE:]):
        return "caption"
    # A line of a few words before the news (a kicker, an agency's file number) is not the lead.
    if n_news < _N_LEAD:
        return "lead"
    return "body"


def _is_caption(edge: str) -> bool:
    if _CAPTION_START.match(edge):
        return True
    # Each credit holds one of these; looking for them first takes a tenth of the time.
    return ("/" in edge or "photo" in edge.lower()) and _CREDIT.search(edge) is not None
