"""Gold: annotated stories, read from JSON lines (RECORDS.md, *Gold format*) and checked against the rules.

In: a path. Out: `GoldStory` one by one, or what is wrong with one. Nothing here scores, splits or trains.
"""

from wireledger.corpus.check import check_gold
from wireledger.corpus.gold import GoldAction, GoldAuthority, GoldMoney, GoldStory, GoldTarget
from wireledger.corpus.read import parse_gold, read_gold

__all__ = [
    "GoldAction",
    "GoldAuthority",
    "GoldMoney",
    "GoldStory",
    "GoldTarget",
    "check_gold",
    "parse_gold",
    "read_gold",
]
