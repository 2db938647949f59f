"""Story -> is a trigger in it, with a party or a sum of money near?

In: a story that the first look let through. Out: a Boolean. The triggers are found by the rules' own `find_triggers`;
near is the trigger's sentence or one beside it. The rules would come to no record without either.
"""

import re
from functools import cache

from wireledger.rules.lexicon import load_table
from wireledger.rules.triggers import find_triggers
from wireledger.segment import segment_story
from wireledger.story import Story


@cache
def _near() -> re.Pattern[str]:
    return re.compile(load_table("stems")["near"])


def is_worth_reading(story: Story) -> bool:
    """Tell whether the rules have anything to begin with in `story`."""
    sentences = segment_story(story)
    for number, sentence in enumerate(sentences):
        if find_triggers(sentence):
            around = sentences[max(0, number - 1) : number + 2]
            if any(_near().search(neighbour.text) for neighbour in around):
                return True
    return False
