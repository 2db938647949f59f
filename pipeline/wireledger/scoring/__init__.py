"""The score of RECORDS.md: predicted records against gold.

In: gold stories and records. Out: figures, what is wrong where, how sure each figure is, and whether it fell below its
floor. Agrees with `shared/tools/score.py` to 0.001 on everything that both report.
"""

from wireledger.scoring.bootstrap import Interval, intervals
from wireledger.scoring.calibration import Calibration
from wireledger.scoring.figures import Counts, LabelFigures
from wireledger.scoring.floors import FloorSet, hash_of, read_floors
from wireledger.scoring.predicted import read_predicted
from wireledger.scoring.scored import ScoredRecord, gold_records, parse_predicted
from wireledger.scoring.scorer import Scores, score, score_records
from wireledger.scoring.slots import SLOTS
from wireledger.scoring.story_score import Mistake, StoryScore, score_story

__all__ = [
    "SLOTS",
    "Calibration",
    "Counts",
    "FloorSet",
    "Interval",
    "LabelFigures",
    "Mistake",
    "ScoredRecord",
    "Scores",
    "StoryScore",
    "gold_records",
    "hash_of",
    "intervals",
    "parse_predicted",
    "read_floors",
    "read_predicted",
    "score",
    "score_records",
    "score_story",
]
