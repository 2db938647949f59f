"""Story -> drafts, by rules alone: all stages of this filler in order."""

from dataclasses import dataclass

from wireledger.assemble import Draft
from wireledger.rules.confidence import weigh
from wireledger.rules.drafting import draft_all
from wireledger.rules.proposals import Proposal, find_proposals, read_mentions
from wireledger.rules.references import Read
from wireledger.segment import Sentence
from wireledger.story import Story


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the rules make of a story before anything is decided.

    Attributes:
        read: The sentences that they read, with their mentions.
        proposals: What each trigger may say.
        drafts: Each candidate of each proposal, with the rules' confidence; not yet merged.
    """

    read: Read
    proposals: list[Proposal]
    drafts: list[Draft]


def propose(story: Story, sentences: list[Sentence]) -> Proposed:
    """Return every action on every target that the sentences may tell."""
    read = read_mentions(story, sentences)
    proposals = find_proposals(read)
    return Proposed(read, proposals, weigh(draft_all(story, sentences, read, proposals)))
