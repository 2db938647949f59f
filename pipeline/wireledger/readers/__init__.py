"""Bytes to stories: files, folders, globs and stdin, in whatever format their names say.

In go paths; out come `Story` objects, mixed with an `Issue` for everything that was wrong with the data. Text is
handed on exactly as given: nothing is stripped, unescaped or normalised, so that offsets hold. Readers do not judge
what a story is about; that is `triage/`.
"""

from wireledger.readers.columns import Columns
from wireledger.readers.inputs import Inputs, find_inputs
from wireledger.readers.stories import read_inputs, read_stories

__all__ = ["Columns", "Inputs", "find_inputs", "read_inputs", "read_stories"]
