"""What can go wrong, as one tree.

    WireledgerError
    ├── ConfigError   (ValueError)   an option, a name or a path that nobody can mean
    ├── ReadError     (OSError)      an input that cannot be opened or isn't what its name says
    ├── CorpusError   (ValueError)   gold that breaks the rules of RECORDS.md
    ├── RunError      (RuntimeError) a run folder that cannot be used, or a run that cannot go on
    ├── ReviewError   (ValueError)   a decision on the review page that cannot be taken as it was given
    ├── WriteError    (OSError)      an output that cannot be written
    └── DatabaseError (OSError)      a database that cannot be reached, read or changed

Each is also the builtin that a caller would expect. A message says what is wrong, where, what was allowed, and what to
do next. Bad *data* raises none of these: it becomes an `Issue` (see `issues.py`), and the run goes on.
"""


class WireledgerError(Exception):
    """Base of everything that Wireledger raises on purpose."""


class ConfigError(WireledgerError, ValueError):
    """An option, a name or a path that nobody can mean."""


class ReadError(WireledgerError, OSError):
    """An input that cannot be opened, or isn't what its name says."""


class CorpusError(WireledgerError, ValueError):
    """Gold that breaks the rules of RECORDS.md."""


class RunError(WireledgerError, RuntimeError):
    """A run folder that cannot be used, or a run that cannot go on."""


class ReviewError(WireledgerError, ValueError):
    """A decision on the review page that cannot be taken as it was given."""


class WriteError(WireledgerError, OSError):
    """An output that cannot be written."""


class DatabaseError(WireledgerError, OSError):
    """A database that cannot be reached, read or changed."""
