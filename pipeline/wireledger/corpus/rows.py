"""`GoldStory` -> a row of RECORDS.md's gold format: the inverse of `parse_gold`."""

from typing import Any

from wireledger.corpus.gold import GoldStory
from wireledger.story import Story


def gold_to_dict(gold: GoldStory) -> dict[str, Any]:
    """Return a story with its annotation in plain JSON types."""
    story = gold.story
    actions = []
    for action in gold.actions:
        row = action.model_dump(mode="json")
        for holder, money in [
            (row, action.amount),
            *zip(row["targets"], (t.amount for t in action.targets), strict=True),
        ]:
            if money is not None:  # JSON has one kind of number; decimals would become strings
                value = money.value
                holder["amount"]["value"] = int(value) if value == value.to_integral_value() else float(value)
        actions.append(row)
    return gold_line(story, dict(gold.source), [list(sentence) for sentence in gold.sentences], actions)


def gold_line(
    story: Story, source: dict[str, Any], sentences: list[list[int]], actions: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a line of gold from its parts, with its keys in their order."""
    return {
        "id": story.id,
        "publisher": story.publisher,
        "published": story.published,
        "url": story.url,
        "title": story.title,
        "text": story.text,
        "source": source,
        "sentences": sentences,
        "actions": actions,
    }
