"""Gold: annotated stories, read from JSON lines (RECORDS.md, *Gold format*) and checked against the rules.

In: a path. Out: `GoldStory` one by one, or what is wrong with one; those to learn from and those held out. Nothing here
scores or trains.
"""

from wireledger.corpus.check import check_gold
from wireledger.corpus.gold import GoldAction, GoldAuthority, GoldMoney, GoldStory, GoldTarget
from wireledger.corpus.read import parse_gold, read_gold
from wireledger.corpus.split import split_by_event

__all__ = [
    "GoldAction",
    "GoldAuthority",
    "GoldMoney",
    "GoldStory",
    "GoldTarget",
    "check_gold",
    "parse_gold",
    "read_gold",
    "split_by_event",
]
