"""Many stories, safely: an archive to a run folder, by shards, with a ledger that says what is done."""

from wireledger.archive.layout import RunFolder, is_run

__all__ = ["RunFolder", "is_run"]
