"""The sentences that a record cites, kept so that every verbatim value stands in one of them (RECORDS.md, rule 17).

In: a record's evidence and the place of a value. Out: evidence with that place's sentence, in the story's order.
"""

from collections.abc import Iterable

from wireledger.records import Evidence
from wireledger.segment import split_sentences
from wireledger.spans import Span
from wireledger.story import Story


def with_sentence(story: Story, evidence: Iterable[Evidence], place: Span) -> tuple[Evidence, ...]:
    """Return the evidence, with the sentence at `place` where none of it holds that."""
    cited = tuple(evidence)
    if any(e.field == place.field and e.start <= place.start_char and place.end_char <= e.end for e in cited):
        return cited
    sentence = _sentence(story, place)
    rest = (e for e in cited if (e.field, e.start) != (sentence.field, sentence.start))
    return tuple(sorted((*rest, sentence), key=lambda e: (e.field != "title", e.start)))


def _sentence(story: Story, place: Span) -> Evidence:
    content = story.field(place.field)
    if place.field == "title":
        return Evidence(start=0, end=len(content), field="title", text=content)
    hit = [span for span in split_sentences(content) if span.overlaps(place)]
    start = min(hit[0].start_char, place.start_char) if hit else place.start_char
    end = max(hit[-1].end_char, place.end_char) if hit else place.end_char
    return Evidence(start=start, end=end, field="text", text=content[start:end])
