"""Who says so independently? Stories of one publisher, and copies of one text, are one source.

In: the records of an event and which stories are known copies. Out: the records by source. A copy that nobody told of
is found by its evidence: sentences that share most of their words were written once.
"""

from collections.abc import Mapping, Sequence

from wireledger.records import Record
from wireledger.values.names import name_key

COPIED = 0.8
"""Share of common words (Jaccard) from which two stories' evidence is one text."""


def by_source(records: Sequence[Record], copies: Mapping[str, str]) -> list[list[Record]]:
    """Return the records of each independent source, sources and records in order.

    Args:
        records: Of one event.
        copies: Story id -> id of the story whose text it has, as `duplicates.parquet` of a run says.
    """
    stories: dict[str, list[Record]] = {}
    for record in records:
        stories.setdefault(record.story_id, []).append(record)
    words = {story_id: _words(told) for story_id, told in stories.items()}
    marks: dict[str, str] = {}  # story -> first story of its source
    sources: dict[str, list[Record]] = {}
    firsts: dict[str, str] = {}  # publisher or text -> first story of its source
    for story_id, told in stories.items():
        keys = [f"text {copies.get(story_id, story_id)}"]
        if told[0].publisher:
            keys.append(f"publisher {told[0].publisher.casefold()}")
        first = next((firsts[key] for key in keys if key in firsts), None)
        if first is None:
            first = next((marks[other] for other in marks if _is_copy(words[other], words[story_id])), story_id)
        marks[story_id] = first
        for key in keys:
            firsts.setdefault(key, first)
        sources.setdefault(first, []).extend(told)
    return list(sources.values())


def confidence(sources: Sequence[Sequence[Record]]) -> float:
    """Return the chance that at least one source is right, each taken as its surest record and as independent."""
    wrong = 1.0
    for records in sources:
        wrong *= 1.0 - max(record.confidence for record in records)
    return round(1.0 - wrong, 4)


def _words(records: Sequence[Record]) -> frozenset[str]:
    texts = {evidence.text for record in records for evidence in record.evidence if evidence.field == "text"}
    return frozenset(word for text in texts for word in name_key(text))


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < 8:  # a flash of seven words is written twice by chance
        return False
    return len(one & other) >= COPIED * len(one | other)
