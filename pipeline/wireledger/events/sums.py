"""Are two sums of money one? In: two amounts. Out: `equal`, `close`, `far`, or None where they can't be compared."""

from typing import Literal

from wireledger.records import Amount

_ROUNDED = 0.005  # "$11.2 million" for $11,215,000
_QUALIFIED = 0.15  # "nearly $6 million", "more than $5 million"

Sameness = Literal["equal", "close", "far"]


def compare_sums(a: Amount, b: Amount) -> Sameness | None:
    """Compare two amounts. In two currencies nothing can be said: one sum is often told in both."""
    if a.currency is None or b.currency is None or a.currency != b.currency:
        return None
    one, other = float(a.value), float(b.value)
    apart = abs(one - other) / max(one, other, 1.0)
    if apart <= _ROUNDED:
        return "equal"
    is_rough = a.qualifier != "exact" or b.qualifier != "exact" or _digits(one) == 1 or _digits(other) == 1
    if apart <= (_QUALIFIED if is_rough else 0.05):
        return "close"
    return "far"


def _digits(value: float) -> int:
    """Return how many digits a figure really gives: 1 for "6 million", 2 for "5.9 million"."""
    return len(f"{value:.0f}".rstrip("0"))
