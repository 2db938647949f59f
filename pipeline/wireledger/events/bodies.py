"""May two tellings mean the same authority? "Washington", "the Treasury" and "OFAC" may; the SEC and the CFTC may not.

In: the authorities of two records. Out: `same`, `compatible`, `different` or `unknown`. The score's comparison
(`scoring/bodies.py`) is kept apart on purpose: it asks whether an answer is right, this asks whether two stories can
be about one decision.
"""

from functools import lru_cache
from typing import Literal

from wireledger.records import Authority
from wireledger.values.authorities import authority_by_id

Agreement = Literal["same", "compatible", "different", "unknown"]

# Who asks and who orders in one case are told in each other's place; a head of state stands for any office of his.
_ONE_CASE = frozenset({"court", "prosecutor", "police"})
_SPEAKS_FOR_ALL = frozenset({"executive", "international"})
_ORDER: tuple[Agreement, ...] = ("same", "compatible", "unknown", "different")


def agreement(one: tuple[Authority, ...], other: tuple[Authority, ...]) -> Agreement:
    """Compare the bodies of two records: the best agreement of any two; `unknown` where one names none."""
    if not one or not other:
        return "unknown"
    return min((_compare(a, b) for a in one for b in other), key=_ORDER.index)


@lru_cache(maxsize=65536)
def _compare(a: Authority, b: Authority) -> Agreement:
    if a.country and b.country and a.country != b.country:
        return "different"
    if a.id and b.id:
        return _compare_ids(a.id, b.id)
    if a.name.casefold() == b.name.casefold():
        return "same"
    if a.country and a.country == b.country:
        return "compatible"
    return "unknown"


def _compare_ids(a: str, b: str) -> Agreement:
    if a == b:
        return "same"
    above_a, above_b = _chain(a), _chain(b)
    if b in above_a or a in above_b:
        return "compatible"
    kinds = {_kind(a), _kind(b)}
    if kinds <= _ONE_CASE or kinds & _SPEAKS_FOR_ALL:
        return "compatible"
    return "different"


@lru_cache(maxsize=4096)
def _chain(id_: str) -> tuple[str, ...]:
    """Return a body and all that it is a part of."""
    chain = [id_]
    while (body := authority_by_id(chain[-1])) is not None and body.parent is not None:
        chain.append(body.parent)
    return tuple(chain)


@lru_cache(maxsize=4096)
def depth(id_: str | None) -> int:
    """Return how exactly an id names a body: 0 for none, more for the parts of a ministry."""
    return len(_chain(id_)) if id_ else 0


def _kind(id_: str) -> str:
    body = authority_by_id(id_)
    return body.kind if body is not None else ""
