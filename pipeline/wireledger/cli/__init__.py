"""The command line: `wireledger extract`, `show`, `evaluate`, `schema`; one module per command.

Everything below this package returns values; only here is something printed. Modules of this package import spaCy,
pyarrow and the pipeline inside functions, so that `wireledger --help` comes at once.

Exit codes: 0 done, 1 done with failed stories, 2 wrong use, 130 interrupted, 141 nobody reads stdout any more.
"""

from wireledger.cli.app import main

__all__ = ["main"]
