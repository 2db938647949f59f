"""Story -> drafts, by rules alone: all stages of this filler in order."""

from wireledger.assemble import Draft
from wireledger.rules.drafting import draft_all
from wireledger.rules.proposals import find_proposals, read_mentions
from wireledger.segment import Sentence
from wireledger.story import Story


def extract_drafts(story: Story, sentences: list[Sentence]) -> list[Draft]:
    """Return every action on every target that the sentences may tell, tellings neither merged nor weighed."""
    read = read_mentions(story, sentences)
    return draft_all(story, sentences, read, find_proposals(read))
