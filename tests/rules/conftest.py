"""Sentences, mentions and proposals of texts, for the stages of the rules."""

import pytest

from wireledger import Story
from wireledger.rules.proposals import find_proposals, read_mentions
from wireledger.segment import segment_story


@pytest.fixture
def read_text():
    """Return a function: text -> (sentence, mentions) of each sentence that the rules read."""

    def read(text, published="2021-05-06", title=""):
        story = Story("s", text, title, published)
        return read_mentions(story, segment_story(story))

    return read


@pytest.fixture
def propose(read_text):
    """Return a function: text -> its proposals."""

    def find(text, **where):
        return find_proposals(read_text(text, **where))

    return find


@pytest.fixture
def targets_of(propose):
    """Return a function: text -> for each proposal, its rule and what stands in its frame."""

    def find(text):
        return [(p.trigger.rule, [c.mention.text for c in p.candidates if c.place.isdigit()]) for p in propose(text)]

    return find
