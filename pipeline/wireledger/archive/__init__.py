"""Many stories, safely: an archive to a run folder, by shards, with a ledger that says what is done.

In: inputs and settings. Out: a folder of records, with the account of what was read, passed over and why. Any executor
gives the same records, and so does a run that was killed and started again.
"""

from wireledger.archive.account import Account
from wireledger.archive.layout import RunFolder, is_run
from wireledger.archive.record_parts import read_run_records
from wireledger.archive.run import run_archive

__all__ = ["Account", "RunFolder", "is_run", "read_run_records", "run_archive"]
