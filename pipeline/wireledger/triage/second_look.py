"""Story -> would the rules come to a record in it?

In: a story that the first look let through. Out: a Boolean. A logistic regression over cheap cues (`trigger_cues.py`)
gives for each of the rules' own triggers the probability that it comes to a record; a story is read if one of them may.
The weights are data, fitted to what the rules themselves make of news (`tools/fit_second_look.py`), so they are to be
fitted anew when the rules change.
"""

from functools import cache
from pathlib import Path

from wireledger.rules.weights import Weights
from wireledger.segment import segment_story
from wireledger.story import Story
from wireledger.tables import read_table
from wireledger.triage.trigger_cues import find_trigger_cues

TABLE = Path(__file__).parent / "resources" / "second_look.yaml"


def is_worth_reading(story: Story) -> bool:
    """Tell whether the rules may come to a record in `story`."""
    weights, none = load_second_look(), 1.0
    for _, trigger, cues in find_trigger_cues(story, segment_story(story)):
        if f"rule={trigger.rule}" not in weights.cues:
            return True  # too rare, or younger than the weights: nothing is known against it
        none *= 1 - weights.probability(cues)
        if 1 - none >= weights.threshold:
            return True
    return False


@cache
def load_second_look() -> Weights:
    """Return the weights of the second look."""
    return Weights.of(read_table(TABLE))
