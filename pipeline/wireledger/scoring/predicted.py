"""Predicted records from a file: what `wireledger extract` wrote, or a second annotator's gold.

In: a path of JSON lines, plain or `.gz`. Out: `ScoredRecord`s. Other formats (Parquet, CSV) are not read.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from wireledger.corpus import parse_gold
from wireledger.corpus.read import iter_lines
from wireledger.errors import CorpusError
from wireledger.scoring.scored import ScoredRecord, gold_records, parse_predicted


def read_predicted(path: Path | str) -> Iterator[ScoredRecord]:
    """Read predicted records; a line with `actions` is a story in the gold format, any other is a record.

    Raises:
        ReadError: The file cannot be opened or decoded.
        CorpusError: A line is neither.
    """
    for number, line in iter_lines(path):
        place = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{place}: not JSON ({error}); a line is a record as `extract` writes it") from error
        if isinstance(row, dict) and "actions" in row:
            yield from gold_records(parse_gold(row, place=place))
        else:
            yield parse_predicted(row, place=place)
