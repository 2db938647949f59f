"""A gate before the rows of a table: of which of them a story is made at all.

In: record batches of Arrow. Out: the rows that are to be read. What is looked for is for the caller to say (triage, in
archive runs); readers only spare themselves the work of making stories of the other rows. A row whose text is missing
or next to nothing is always read, so that its reader can say what is wrong with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wireledger.readers.columns import Columns, Plan

BATCH = 2048  # rows that are looked at together: some megabytes of text
_SHORT = 8  # bytes


@dataclass(slots=True)
class Gate:
    """Opens for some rows, and counts the others.

    Attributes:
        look: Arrow array of bytes, shape (n,) -> Boolean Arrow array: whether they may be of interest.
        n_passed_over: Rows for which it stayed closed.
    """

    look: Callable[[Any], Any]
    n_passed_over: int = 0

    def opens(self, batch: Any, columns: Columns) -> Any:
        """Return for which rows the gate opens, and count the others.

        Args:
            batch: A `pyarrow.RecordBatch`, shape (n,).
            columns: Names of columns as the user gave them.

        Returns:
            Boolean numpy array, shape (n,).
        """
        import numpy as np
        import pyarrow.compute as pc

        plan = Plan.of(columns, batch.schema.names).names
        opens, is_empty = np.zeros(batch.num_rows, bool), np.ones(batch.num_rows, bool)
        for part in ("text", "title"):
            for cells in _bytes_of(batch, plan[part]):
                opens |= pc.fill_null(self.look(cells), False).to_numpy(zero_copy_only=False)
                if part == "text":
                    is_empty &= _is_short(cells)
        opens |= is_empty
        self.n_passed_over += int(batch.num_rows - np.count_nonzero(opens))
        return opens


def _bytes_of(batch: Any, names: Sequence[str]) -> list[Any]:
    """Return the columns of `names` that hold strings, as bytes, so that bad UTF-8 does not matter."""
    import pyarrow as pa

    found = []
    for name in names:
        column = batch.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if pa.types.is_string(column.type):
            found.append(column.view(pa.binary()))
        elif pa.types.is_large_string(column.type):
            found.append(column.view(pa.large_binary()))
    return found


def _is_short(cells: Any) -> Any:
    import pyarrow.compute as pc

    return pc.fill_null(pc.less(pc.binary_length(cells), _SHORT), True).to_numpy(zero_copy_only=False)
