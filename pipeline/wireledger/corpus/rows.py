"""`GoldStory` -> a row of RECORDS.md's gold format: the inverse of `parse_gold`."""

from typing import Any

from wireledger.corpus.gold import GoldStory


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
    return {
        "id": story.id,
        "publisher": story.publisher,
        "published": story.published,
        "url": story.url,
        "title": story.title,
        "text": story.text,
        "source": dict(gold.source),
        "sentences": [list(sentence) for sentence in gold.sentences],
        "actions": actions,
    }
