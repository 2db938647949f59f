"""How sure is a figure? Bootstrap intervals over stories (Efron 1979, percentile method).

In: `Scores`. Out: an `Interval` per headline figure. Stories are drawn whole, because the records of one story fall
together. Seeded: the same scores give the same intervals.
"""

import random
from dataclasses import dataclass

from wireledger.scoring.figures import Counts, ratio
from wireledger.scoring.scorer import Scores
from wireledger.scoring.story_score import StoryScore

SEED = 20170822


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies with the given probability, over samples of stories like these."""

    low: float
    high: float


def intervals(scores: Scores, *, n_resamples: int = 1000, seed: int = SEED, level: float = 0.95) -> dict[str, Interval]:
    """Draw as many stories as there are, with replacement, again and again, and see how the figures vary.

    Args:
        scores: What to resample.
        n_resamples: How often; 1000 takes about half a second for a thousand stories.
        seed: Of the random draws.
        level: Probability that the intervals cover.

    Returns:
        Figure -> interval, for `record_p`, `record_r`, `record_f1`, `slot_f1`, `core_exact` and `false_alarms`.
        Empty where there is no story.
    """
    rows = [_tally(story) for story in sorted(scores.stories, key=lambda story: story.story_id)]
    if not rows:
        return {}
    draw = random.Random(seed)
    samples: dict[str, list[float]] = {}
    for _ in range(n_resamples):
        sums = [sum(column) for column in zip(*draw.choices(rows, k=len(rows)), strict=True)]
        for figure, value in _figures(sums).items():
            samples.setdefault(figure, []).append(value)
    return {figure: _percentiles(sorted(values), level) for figure, values in samples.items()}


def _tally(story: StoryScore) -> tuple[int, ...]:
    slots = [sum(getattr(counts, kind) for counts in story.slots.values()) for kind in ("right", "false", "missed")]
    records = story.records
    rest = (story.n_exact, story.n_gold, int(story.is_false_alarm), int(story.n_gold == 0))
    return (records.right, records.false, records.missed, *slots, *rest)


def _figures(sums: list[int]) -> dict[str, float]:
    records, slots = Counts(*sums[:3]), Counts(*sums[3:6])
    n_exact, n_gold, n_alarms, n_empty = sums[6:]
    return {
        "record_p": records.precision,
        "record_r": records.recall,
        "record_f1": records.f1,
        "slot_f1": slots.f1,
        "core_exact": ratio(n_exact, n_gold, empty=1.0),
        "false_alarms": ratio(n_alarms, n_empty),
    }


def _percentiles(values: list[float], level: float) -> Interval:
    tail = (1 - level) / 2
    last = len(values) - 1
    return Interval(values[round(tail * last)], values[round((1 - tail) * last)])
