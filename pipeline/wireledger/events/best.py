"""The best value per slot of an event, and who supports or contradicts it.

In: the records of an event, by independent source. Out: values and `Slot`s. A value weighs what its sources weigh, each
source once; of values that say the same, the more exact one is given.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from wireledger.events.bodies import agreement, depth
from wireledger.events.event import EventTarget, Slot, as_target
from wireledger.events.sums import compare_sums
from wireledger.events.targets import target_agreement
from wireledger.records import Amount, Authority, Record

T = TypeVar("T", bound=Hashable)
Sources = Sequence[Sequence[Record]]


def best_value(
    slot: str,
    sources: Sources,
    get: Callable[[Record], T | None],
    agree: Callable[[T, T], bool],
    exactness: Callable[[T], float] = lambda value: 0.0,
) -> tuple[T | None, Slot | None]:
    """Choose a slot's value.

    Args:
        slot: Its name.
        sources: The event's records by independent source.
        get: Reads the slot of a record; None where it is empty.
        agree: Tells whether two values can both be right.
        exactness: What makes one of two agreeing values the better one.

    Returns:
        The value and who says so; twice None where no record fills the slot.
    """
    weights: dict[T, float] = defaultdict(float)
    for records in sources:
        said: dict[T, float] = {}
        for record in records:
            value = get(record)
            if value is not None:
                said[value] = max(said.get(value, 0.0), record.confidence)
        for value, weight in said.items():
            weights[value] += weight
    if not weights:
        return None, None
    backed = {value: sum(w for other, w in weights.items() if agree(value, other)) for value in weights}
    best = max(weights, key=lambda value: (round(backed[value], 6), exactness(value), weights[value], repr(value)))
    rows = [(record.record_id, get(record)) for records in sources for record in records]
    supports = tuple(sorted(id_ for id_, value in rows if value is not None and agree(best, value)))
    contradicts = tuple(sorted(id_ for id_, value in rows if value is not None and not agree(best, value)))
    return best, Slot(slot=slot, supports=supports, contradicts=contradicts)


def best_authority(sources: Sources) -> tuple[tuple[Authority, ...] | None, Slot | None]:
    """Choose the most exact bodies."""
    return best_value(
        "authority",
        sources,
        lambda record: record.authority or None,
        lambda a, b: agreement(a, b) != "different",
        lambda bodies: max(depth(body.id) for body in bodies),
    )


def best_amount(sources: Sources) -> tuple[Amount | None, Slot | None]:
    """Choose the sum: exact ones before rounded ones, the whole action's before one target's."""
    return best_value(
        "amount",
        sources,
        lambda record: record.amount,
        lambda a, b: compare_sums(a, b) in ("equal", "close", None),
        lambda amount: (amount.scope == "action") + 0.5 * (amount.qualifier == "exact"),
    )


def best_date(sources: Sources) -> tuple[str | None, Slot | None]:
    """Choose the day: exact ones before months before years."""
    return best_value(
        "date",
        sources,
        lambda record: record.date or None,
        lambda a, b: a.startswith(b) or b.startswith(a),
        lambda day: float(len(day)),
    )


def merged_targets(records: Sequence[Record]) -> tuple[EventTarget, ...]:
    """Return each target once, named ones first, with every name that the stories use.

    A group stays beside named targets: which of its members are named is not known.
    """
    piles: list[list[Record]] = []
    for record in sorted(records, key=lambda r: (r.target.name is None, -len(r.target.name or ""), r.record_id)):
        for pile in piles:
            if target_agreement(pile[0].target, record.target) not in (None, "member"):
                pile.append(record)
                break
        else:
            piles.append([record])
    return tuple(map(_merged, piles))


def _merged(pile: list[Record]) -> EventTarget:
    main = pile[0].target
    names = [name for record in pile for name in (record.target.name, *record.target.aliases) if name]
    aliases = tuple(sorted({name for name in names if name != main.name}))
    nationality = tuple(dict.fromkeys(code for record in pile for code in record.target.nationality))
    roles = sorted((role for record in pile if (role := record.target.role)), key=lambda role: (len(role), role))
    return as_target(
        main,
        aliases,
        tuple(sorted(record.record_id for record in pile)),
        nationality=nationality,
        role=main.role or (roles[0] if roles else None),
        count=next((r.target.count for r in pile if r.target.count is not None), None),
    )
