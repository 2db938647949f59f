"""Records to files: JSON lines, CSV, Parquet; and back from those that keep everything.

In go records, out comes a file that is either whole or not there: everything is written beside the final name and
renamed at the end. Issues and summaries are no business of writers; see `cli/`.
"""

from wireledger.writers.formats import Writer, open_writer
from wireledger.writers.read_back import read_records

__all__ = ["Writer", "open_writer", "read_records"]
