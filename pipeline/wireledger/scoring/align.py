"""Align the gold and the predicted records of one story: which predicted record tells which gold record.

In: two lists of `ScoredRecord`s. Out: `Alignment`. Two records can be a pair only where their targets agree and their
actions are of one family; among all one-to-one pairings the one with the greatest total similarity is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wireledger.records import FAMILIES
from wireledger.scoring.assignment import assign
from wireledger.scoring.names import names_match
from wireledger.scoring.scored import ScoredRecord
from wireledger.scoring.slots import SLOTS, n_agreeing, roles_match

_PARTIES = frozenset({"person", "organization", "mixed"})


@dataclass(frozen=True, slots=True)
class Alignment:
    """The records of one story, sorted out.

    Attributes:
        pairs: (gold, predicted) that are the same record.
        missed: Gold records without a partner.
        false: Predicted records without a partner.
    """

    pairs: tuple[tuple[ScoredRecord, ScoredRecord], ...]
    missed: tuple[ScoredRecord, ...]
    false: tuple[ScoredRecord, ...]


def align(gold: Iterable[ScoredRecord], predicted: Iterable[ScoredRecord]) -> Alignment:
    """Pair the records of one story one to one so that the total similarity is greatest.

    The similarity of a pair is one plus the share of slots that agree. Where several pairings are equally good, the
    order of the records decides between them, as it does in the reference.
    """
    ours, theirs = list(gold), list(predicted)
    indices = assign([[_gain(one, other) for other in theirs] for one in ours])
    rows, columns = {row for row, _ in indices}, {column for _, column in indices}
    return Alignment(
        pairs=tuple((ours[row], theirs[column]) for row, column in indices),
        missed=tuple(record for row, record in enumerate(ours) if row not in rows),
        false=tuple(record for column, record in enumerate(theirs) if column not in columns),
    )


def targets_match(gold: ScoredRecord, predicted: ScoredRecord) -> bool:
    """Tell whether two records have the same target: by name or alias, or as groups, or as countries."""
    if not gold.name and not predicted.name:
        return _groups_match(gold, predicted)
    if gold.type == predicted.type == "country" and gold.nationality & predicted.nationality:
        return True
    if not gold.name or not predicted.name:
        return False
    return any(
        names_match(one, other) for one in (gold.name, *gold.aliases) for other in (predicted.name, *predicted.aliases)
    )


def _groups_match(gold: ScoredRecord, predicted: ScoredRecord) -> bool:
    """Compare targets without names: count first, then type and nationality, then role.

    Persons, organizations and mixed groups may be taken for each other where the count or the role agrees.
    """
    same_type = gold.type == predicted.type
    if not same_type and not (gold.type in _PARTIES and predicted.type in _PARTIES):
        return False
    if gold.count is not None and gold.count == predicted.count:
        return True
    if same_type and gold.nationality & predicted.nationality:
        return True
    if gold.role and predicted.role:
        return roles_match(gold.role, predicted.role)
    return same_type and _is_vague(gold) and _is_vague(predicted)


def _is_vague(group: ScoredRecord) -> bool:
    return group.count is None and not group.nationality and not group.role


def _gain(gold: ScoredRecord, predicted: ScoredRecord) -> float:
    """Return the similarity of two records, or 0 where they cannot be a pair."""
    family = FAMILIES.get(gold.action or "")
    if family is None or family != FAMILIES.get(predicted.action or "") or not targets_match(gold, predicted):
        return 0
    return 1 + n_agreeing(gold, predicted) / len(SLOTS)
