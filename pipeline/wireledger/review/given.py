"""What a person selected or typed -> the words and their place in the story.

In: a selection in code points, or words. Out: `Given`, or why there is nothing in it. What slot they fill is not asked.
"""

import re
from dataclasses import dataclass

from wireledger.errors import ReviewError
from wireledger.spans import Field, Span
from wireledger.story import Story


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave for a slot: the words, and where they stand if they were selected."""

    text: str
    span: Span | None = None


def given(story: Story, text: str | None, span: Span | None) -> Given:
    """Return what was selected or typed; typed words are looked up in the story, as whole words.

    Raises:
        ReviewError: The span lies outside the story, or there is nothing in it.
    """
    if span is None:
        words = (text or "").strip()
        place = _place(story, words)
    else:
        content = story.field(span.field)
        if span.end_char > len(content):
            raise ReviewError(
                f"[{span.start_char}, {span.end_char}) lies outside the {span.field}, which has {len(content)} "
                "characters; select the words again."
            )
        start, end = span.start_char, span.end_char
        while start < end and content[start].isspace():
            start += 1
        while end > start and content[end - 1].isspace():
            end -= 1
        place, words = Span(start, end, span.field), content[start:end]
    if not words:
        raise ReviewError("there is nothing in the selection; select or type the words.")
    return Given(words, place)


def _place(story: Story, words: str) -> Span | None:
    # Whole words: the code "US" does not stand in "RUSSIA", nor the number 6 in 2016.
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    fields: tuple[Field, ...] = ("text", "title")
    for field in fields:
        if words and (hit := pattern.search(story.field(field))):
            return Span(hit.start(), hit.end(), field)
    return None
