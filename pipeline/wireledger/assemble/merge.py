"""Drafts -> drafts: one for each decision on each target, however often the story tells it."""

from dataclasses import replace

from wireledger.assemble.drafts import Draft
from wireledger.values.names import name_key

# A later telling is followed rather than the first only where it is clearly surer.
_SURER = 0.1
# Members and parts of a group are told by its own trigger or by one of the next two.
_NEAR = 2


def merge_drafts(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with tellings of one decision merged, earliest first."""
    merged: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: d.order):
        for i, other in enumerate(merged):
            if _is_same(other, draft):
                merged[i] = _merge(other, draft)
                break
        else:
            merged.append(draft)
    return merged


def drop_vaguer(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without the groups that other drafts of the same decision say more exactly."""
    return [draft for draft in drafts if not _is_vaguer(draft, drafts)]


def _is_same(a: Draft, b: Draft) -> bool:
    if a.family != b.family or not _same_target(a, b):
        return False
    if a.family == "money":
        if a.action != b.action:
            return False
        if a.money and b.money and (a.money.value, a.money.currency) != (b.money.value, b.money.currency):
            return False
    if a.status != b.status and not {a.status, b.status} <= {"imposed", "proposed"}:
        return False
    if a.status != b.status and a.background != b.background:
        return False
    return not (a.date and b.date and a.date[:7] != b.date[:7] and a.date[: len(b.date)] != b.date[: len(a.date)])


def _same_target(a: Draft, b: Draft) -> bool:
    if (a.name is None) != (b.name is None):
        return False
    if a.name is not None and b.name is not None:
        return name_key(a.name) == name_key(b.name)
    if a.count is not None and b.count is not None:
        return (
            a.count == b.count
            and a.type == b.type
            and (a.count > 1 or _role(a) == _role(b))
            and (not a.nationality or not b.nationality or bool(set(a.nationality) & set(b.nationality)))
        )
    return a.type == b.type and set(a.nationality) == set(b.nationality) and _role(a) == _role(b)


def _role(draft: Draft) -> str | None:
    return draft.role.text.lower() if draft.role else None


def _merge(a: Draft, b: Draft) -> Draft:
    """Fill the empty slots of the surer telling, else of the earlier one, from the other."""
    if b.confidence > a.confidence + _SURER:
        a, b = b, a
    return replace(
        a,
        order=min(a.order, b.order),
        background=a.background and b.background,
        authority=a.authority or b.authority,
        count=a.count if a.count is not None else b.count,
        nationality=a.nationality or b.nationality,
        nationality_spans=a.nationality_spans if a.nationality else b.nationality_spans,
        role=a.role or b.role,
        aliases=a.aliases or b.aliases,
        amount=a.amount or b.amount,
        date=a.date or b.date,
        date_span=a.date_span if a.date else b.date_span,
        program=a.program or b.program,
        measures=tuple(dict.fromkeys((*a.measures, *b.measures))),
        asset=a.asset or b.asset,
        reason=a.reason or b.reason,
        deciders=a.deciders or b.deciders,
        tellings=a.tellings + b.tellings,
        confidence=max(a.confidence, b.confidence),
    )


def _is_vaguer(draft: Draft, drafts: list[Draft]) -> bool:
    """Tell whether an uncounted group is said more exactly by another record of the same decision."""
    if draft.name is not None:
        return False
    if draft.count is not None:
        # "two individuals, A and B": every member is named, so the group is left out (RECORDS.md, rule 4).
        named = [
            d
            for d in drafts
            if d.name is not None
            and d.family == draft.family
            and d.background == draft.background
            and (d.type == draft.type or draft.type == "mixed")
            and _is_near(d, draft)
        ]
        # "six individuals - four Russians, one Chinese and one North Korean": the parts say it all.
        parts = [
            d.count or 0
            for d in drafts
            if d is not draft and d.name is None and d.type == draft.type and d.nationality and _is_near(d, draft)
        ]
        return len(named) == draft.count or (not draft.nationality and len(parts) > 1 and sum(parts) == draft.count)
    return any(
        other is not draft
        and other.family == draft.family
        and other.background == draft.background
        and (other.type == draft.type or draft.type == "mixed" or other.type == "mixed")
        and (other.count is not None or (other.name is not None and other.type not in ("country", "sector")))
        for other in drafts
    )


def _is_near(one: Draft, other: Draft) -> bool:
    return abs(one.order - other.order) <= _NEAR
