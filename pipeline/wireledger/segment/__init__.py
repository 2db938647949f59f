"""Story -> sentences: what comes first, shared by every filler of the later stages."""

from wireledger.segment.sentences import Sentence, split_sentences
from wireledger.segment.zones import Zone, segment_story

__all__ = ["Sentence", "Zone", "segment_story", "split_sentences"]
