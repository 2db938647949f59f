"""Drafts -> records: merge the tellings of one decision, then build the `Record`s. Shared by every filler of the stages."""

from wireledger.assemble.build import authority_of, build_records
from wireledger.assemble.drafts import Decider, Draft, Telling
from wireledger.assemble.merge import drop_vaguer, merge_drafts

__all__ = ["Decider", "Draft", "Telling", "authority_of", "build_records", "drop_vaguer", "merge_drafts"]
