"""Do two tellings tell one decision? A sum of readable cues, and a few contradictions that no sum outweighs.

In: two tellings. Out: a `Likeness` with its points and the words that explain them, or None where something
contradicts. The points stand in `resources/cues.yaml`.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wireledger.events import bodies
from wireledger.events.sums import compare_sums
from wireledger.events.targets import Agreement, target_agreement
from wireledger.events.tellings import Telling
from wireledger.records import Target
from wireledger.tables import read_table

NEAR_DAYS = 3
"""Tellings to the day may differ by this much: signing, announcement, publication, time zones."""

_NAMED = ("name", "part", "spelling", "word")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two tellings agree.

    Attributes:
        score: Sum of the points.
        reason: Each cue in words with its points, the weightiest first.
    """

    score: float
    reason: str


def compare(a: Telling, b: Telling) -> Likeness | None:
    """Weigh two tellings; None where they contradict or share no target."""
    if a.family != b.family or (status := _status(a, b)) is None:
        return None
    cues: dict[str, float] = dict(status)
    if (day := _day(a, b)) is None:
        return None
    targets = _targets(a, b)
    if not targets or (body := bodies.agreement(a.authority, b.authority)) == "different":
        return None
    if (sums := _sums(a, b, [(one, other) for one, other, agree in targets if agree in _NAMED])) is None:
        return None
    if a.story_id == b.story_id and any(agree in _NAMED for _, _, agree in targets):
        return None
    cues |= _target_cues(targets) | day | sums
    cues[f"authority {_bodies(a)} {'=' if body == 'same' else '~'} {_bodies(b)}"] = _points()["authority"][body]
    same = {r.action for r in a.records} & {r.action for r in b.records}
    cues["same action" if same else "other action"] = _points()["same_action" if same else "other_action"]
    ordered = sorted(cues.items(), key=lambda cue: -abs(cue[1]))
    return Likeness(sum(cues.values()), "; ".join(f"{words} ({points:+g})" for words, points in ordered if points))


def enough() -> float:
    """Return the points from which two tellings are one decision."""
    return float(_points()["enough"])


def clearly_better() -> float:
    """Return by how many points a vague telling must prefer one event to join it."""
    return float(_points()["clearly_better"])


def statuses_contradict(one: set[str], other: set[str]) -> bool:
    """Tell whether these are different decisions: to seek, to order, to refuse are three; a plan may be carried out."""
    return len(one | other) > 1 and not one | other <= {"proposed", "imposed"}


def _status(a: Telling, b: Telling) -> dict[str, float] | None:
    if a.status == b.status:
        return {}
    if statuses_contradict({a.status}, {b.status}):
        return None
    # "The EU is to sanction X on Monday" is the eve of the decision; a threat of last spring is another matter.
    if a.when.is_vague or b.when.is_vague or a.when.gap(b.when) > NEAR_DAYS or "month" in _precisions(a, b):
        return None
    return {"announced before": _points()["announced_before"]}


def _day(a: Telling, b: Telling) -> dict[str, float] | None:
    gap, precisions = a.when.gap(b.when), _precisions(a, b)
    if gap > (NEAR_DAYS if precisions <= {"day", "published"} else 0):
        return None
    if precisions == {"day"} and gap == 0:
        name = "same"
    elif precisions == {"published"}:
        name = "published"
    else:
        name = next((p for p in ("unknown", "year", "month") if p in precisions), "near")
    return {f"day {_days(a)} ~ {_days(b)}": _points()["day"][name]}


def _precisions(a: Telling, b: Telling) -> set[str]:
    return {a.when.precision, b.when.precision}


def _targets(a: Telling, b: Telling) -> list[tuple[Target, Target, Agreement]]:
    """Pair targets that agree, each once, the strongest agreements first."""
    order = ("name", "part", "spelling", "word", "country", "group", "member")
    found = [(order.index(agree), i, j) for i, one in enumerate(a.targets) for j, other in enumerate(b.targets)
             if (agree := target_agreement(one, other))]  # fmt: skip
    pairs: list[tuple[Target, Target, Agreement]] = []
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for rank, i, j in sorted(found):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            pairs.append((a.targets[i], b.targets[j], order[rank]))  # type: ignore[arg-type]
    return pairs


def _target_cues(pairs: list[tuple[Target, Target, Agreement]]) -> dict[str, float]:
    points = _points()
    (one, other, agree), further = pairs[0], len(pairs) - 1
    cues = {f"target {label(one)} ~ {label(other)} by {agree}": points["target"][agree]}
    if further:
        most = points["most_for_further_targets"]
        cues[f"{further} further targets"] = min(most, further * points["each_further_target"])
    if one.type != other.type and agree in _NAMED:
        cues[f"{one.type} and {other.type}"] = points["other_type"]
    if {*one.nationality} & {*other.nationality}:
        cues["same nationality"] = points["same_nationality"]
    if one.role and other.role and one.role.casefold() == other.role.casefold():
        cues["same role"] = points["same_role"]
    return cues


def _sums(a: Telling, b: Telling, named: list[tuple[Target, Target]]) -> dict[str, float] | None:
    """Compare the amounts. Other sums contradict where the decision is about money and has one target, the same."""
    if not a.amounts or not b.amounts:
        return {}
    found = min((compare_sums(x, y) for x in a.amounts for y in b.amounts), key=("equal", "close", "far", None).index)
    if found is None:
        return {}
    if found == "far" and a.family == "money" and len(a.targets) == len(b.targets) == 1 and named:
        return None
    return {f"amount {a.amounts[0].text} ~ {b.amounts[0].text}": _points()["amount"][found]}


def label(target: Target) -> str:
    """Return what a person knows a target by."""
    if target.name:
        return target.name
    parts = (str(target.count or ""), " ".join(target.nationality), target.role or target.type)
    return " ".join(part for part in parts if part)


def _bodies(telling: Telling) -> str:
    return "/".join(body.id or body.name for body in telling.authority) or "none"


def _days(telling: Telling) -> str:
    first = telling.records[0]
    return next((r.date for r in telling.records if r.date), None) or f"before {first.published or 'now'}"


@cache
def _points() -> Any:
    return read_table(files("wireledger.events") / "resources/cues.yaml")
