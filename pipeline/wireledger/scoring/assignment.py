"""The best one-to-one assignment: rows to columns so that the sum of gains is greatest.

In: a matrix of gains. Out: pairs of indices. The Hungarian method (Kuhn 1955) in its O(n^3) form with prices on rows
and columns. What the gains mean is the caller's business.

Several assignments may be equally good, and the choice between them shows in a score's third digit. This module makes
the choice of the project's reference score: rows enter in their order, the first of equally near columns is taken, and
prices move at every step, in floats, so that even rounding falls alike. Compare the scores before changing any of it.
"""

from collections.abc import Sequence
from math import inf

_CEILING = 10.0  # costs are this less the gain; any number above the greatest gain will do, save for rounding


def assign(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pair rows with columns, each at most once, so that the sum of gains is greatest.

    Args:
        gains: One row per left item, all of equal length; 0 where the two can never be a pair, positive elsewhere.

    Returns:
        (row, column) of every pair with a positive gain, by row.
    """
    if not gains or not gains[0]:
        return []
    n_rows, n_columns = len(gains), len(gains[0])
    padding = max(0, n_rows - n_columns)
    costs = [[_CEILING - gain for gain in row] + [_CEILING] * padding for row in gains]
    costs += [[_CEILING] * n_columns for _ in range(n_columns - n_rows)]
    pairs = ((row, column) for row, column in enumerate(_cheapest(costs)) if row < n_rows and column < n_columns)
    return [(row, column) for row, column in pairs if gains[row][column] > 0]


def _cheapest(costs: list[list[float]]) -> list[int]:
    """Give every row of a square matrix a column of its own at least total cost; return the column of each row."""
    size = len(costs)
    row_price, column_price = [0.0] * size, [0.0] * size
    owner: list[int | None] = [None] * size  # of each column
    for newcomer in range(size):
        distance, before = [inf] * size, [-1] * size  # how far each column is, and over which column one gets there
        unseen = list(range(size))
        visited: list[tuple[int, int]] = []  # (column, its row)
        row, column = newcomer, -1
        while True:  # until the tree of shortest paths reaches a column that nobody owns
            for other in unseen:
                reduced = costs[row][other] - row_price[row] - column_price[other]
                if reduced < distance[other]:
                    distance[other], before[other] = reduced, column
            column = min(unseen, key=distance.__getitem__)
            step = distance[column]
            row_price[newcomer] += step
            for passed, holder in visited:
                row_price[holder] += step
                column_price[passed] -= step
            for other in unseen:
                distance[other] -= step
            holder_of_column = owner[column]
            if holder_of_column is None:
                break
            unseen.remove(column)
            visited.append((column, holder_of_column))
            row = holder_of_column
        while before[column] >= 0:  # every row on the path moves one column on
            owner[column] = owner[before[column]]
            column = before[column]
        owner[column] = newcomer
    columns = {row: column for column, row in enumerate(owner)}
    return [columns[row] for row in range(size)]
