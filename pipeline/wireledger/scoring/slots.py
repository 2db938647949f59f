"""Compare two records slot by slot, as RECORDS.md's table *The score* says for each.

In: `ScoredRecord`s that are known to be the same record, or one that has no partner. Out: `Counts` per slot. Which
records belong together is `align.py`'s question; it asks `n_agreeing` here.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from wireledger.scoring.bodies import bodies_match
from wireledger.scoring.figures import Counts
from wireledger.scoring.names import fold, names_match
from wireledger.scoring.scored import Money, ScoredRecord

SLOTS = (
    "action",
    "status",
    "background",
    "authority",
    "type",
    "nationality",
    "role",
    "amount",
    "aliases",
    "program",
    "date",
)
"""Every slot that is scored, in the order of the record."""

CORE = frozenset({"action", "status", "authority", "type", "nationality", "amount"})
"""The slots that must all be right for a record to be core exact."""

_WHOLE = tuple(slot for slot in SLOTS if slot != "aliases")  # slots with one value: right or wrong as a whole

HALF = 0.5
"""Least token overlap of two roles (F1), and of two programs (Jaccard)."""


def roles_match(gold: str, predicted: str) -> bool:
    """Tell whether two roles share enough words: an F1 of `HALF`, counted with repetitions."""
    ours, theirs = fold(gold), fold(predicted)
    common = (Counter(ours) & Counter(theirs)).total()
    return common > 0 and 2 * common / (len(ours) + len(theirs)) >= HALF


def programs_match(gold: str, predicted: str) -> bool:
    """Tell whether two programs share half of all their words."""
    ours, theirs = set(fold(gold)), set(fold(predicted))
    common = len(ours & theirs)
    return common > 0 and common / len(ours | theirs) >= HALF


def dates_match(gold: str, predicted: str) -> bool:
    """Tell whether two ISO dates agree to the coarser precision of the two; at least the year must be there."""
    length = min(len(gold), len(predicted))
    return length >= len("2017") and gold[:length] == predicted[:length]


def amounts_match(gold: Money, predicted: Money) -> bool:
    """Tell whether two sums have one currency and lie within half a percent: "$4.27 million" is "$4,270,400"."""
    return gold[1] == predicted[1] and abs(gold[0] - predicted[0]) <= 0.005 * max(1.0, abs(gold[0]))


def slot_value(record: ScoredRecord, slot: str) -> Any:
    """Return what fills a slot in comparable form, or None where it is empty. `background` is never empty."""
    value = getattr(record, slot)
    return None if value in ((), frozenset()) else value


def n_agreeing(gold: ScoredRecord, predicted: ScoredRecord) -> int:
    """Count the slots, `aliases` left aside, that are filled on both sides and agree."""
    return sum(_is_right(slot, slot_value(gold, slot), slot_value(predicted, slot)) for slot in _WHOLE)


def compare_slots(gold: ScoredRecord, predicted: ScoredRecord) -> dict[str, Counts]:
    """Compare an aligned pair.

    Returns:
        Counts for every slot of `SLOTS`; a wrong value is both false and missed; one empty on both sides is none.
    """
    counts = {slot: _compare_aliases(gold, predicted) for slot in SLOTS if slot not in _WHOLE}
    for slot in _WHOLE:
        ours, theirs = slot_value(gold, slot), slot_value(predicted, slot)
        right = _is_right(slot, ours, theirs)
        counts[slot] = Counts(int(right), int(theirs is not None and not right), int(ours is not None and not right))
    return counts


def count_filled(record: ScoredRecord) -> dict[str, int]:
    """Count the values of each slot of a record that has no partner: each is missed, or false."""
    whole = {slot: int(slot_value(record, slot) is not None) for slot in _WHOLE}
    return whole | {"aliases": len(record.aliases)}


def _is_right(slot: str, gold: Any, predicted: Any) -> bool:
    if gold is None or predicted is None:
        return False
    compare = _COMPARISONS.get(slot)
    return compare(gold, predicted) if compare else bool(gold == predicted)


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "authority": lambda gold, predicted: any(bodies_match(one, other) for one in gold for other in predicted),
    "role": roles_match,
    "amount": amounts_match,
    "program": programs_match,
    "date": dates_match,
}


def _compare_aliases(gold: ScoredRecord, predicted: ScoredRecord) -> Counts:
    """Pair each alias with one that matches.

    Which of a target's names is called its name and which its alias is a matter of taste, so either side may have it
    the other way round: a gold alias counts as found where it is the predicted name, and a predicted alias that is the
    gold name is not false.
    """
    left = list(predicted.aliases)
    found = 0
    for alias in gold.aliases:
        hit = next((other for other in left if names_match(alias, other)), None)
        if hit is not None:
            left.remove(hit)
        found += hit is not None or names_match(alias, predicted.name or "")
    false = sum(not names_match(gold.name or "", other) for other in left)
    return Counts(found, false, len(gold.aliases) - found)
