"""`wireledger extract ... -o RUN/`: the command line's side of an archive run."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from wireledger.errors import ConfigError
from wireledger.readers.columns import Columns
from wireledger.stage import Stage

if TYPE_CHECKING:
    from wireledger.archive.executor import Executor
    from wireledger.archive.settings import Settings

DONE_WITH_FAILURES = 1
INTERRUPTED = 130
STORY_TIMEOUT = 60.0  # seconds; the slowest real story takes about one
MEMORY_CEILING = 600 << 20  # bytes a worker


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """Options of `extract` that only archive runs know. None: not given.

    Attributes:
        workers: Processes.
        triage: Whether stories without a trigger are passed over.
        dedupe: Whether copies are extracted once.
        retry_failed: Whether what failed is tried again.
        restart: Whether the folder is emptied first.
        story_timeout: Seconds a story.
        shard_mb: Megabytes a shard.
        engine: `local` or `ray`.
        address: Of the Ray cluster.
    """

    workers: int | None
    triage: bool | None
    dedupe: bool | None
    retry_failed: bool
    restart: bool
    story_timeout: float | None
    shard_mb: float | None
    engine: str | None
    address: str | None

    def refuse(self, output: Path | None) -> None:
        """Refuse options that have no meaning for an output to one file.

        Raises:
            ConfigError: If one was given.
        """
        given = [f.name for f in fields(self) if getattr(self, f.name) not in (None, False)]
        given += [f"no-{name}" for name in ("triage", "dedupe") if getattr(self, name) is False]
        if given:
            options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
            where = "stdout" if output is None else f"'{output}', one file"
            raise ConfigError(f"{options}: only for archive runs, but the records go to {where}; use -o FOLDER/.")

    def executor(self, folder: Path, settings: "Settings") -> "Executor":
        """Return who does the work.

        Raises:
            ConfigError: If the engine is unknown, or Ray isn't installed.
        """
        timeout = self.story_timeout or STORY_TIMEOUT
        if self.engine == "ray":
            from wireledger.archive.ray_cluster import RayCluster

            return RayCluster(folder.resolve(), settings, timeout, self.address, self.workers)
        if self.engine not in (None, "local"):
            raise ConfigError(f"engine '{self.engine}' is unknown; allowed are 'local' and 'ray'.")
        if self.address is not None:
            raise ConfigError("--address is for --engine ray.")
        n_workers = self.workers or len(os.sched_getaffinity(0))
        if n_workers == 1:
            from wireledger.archive.executor import InProcess

            return InProcess(folder, settings, timeout)
        from wireledger.archive.pool import Pool

        return Pool(folder, settings, n_workers, timeout, MEMORY_CEILING)


def is_folder(output: Path) -> bool:
    """Tell whether `output` means a run folder: one that is there, or a name that ends in `/` or has no suffix."""
    return output.is_dir() or not output.suffix


def run_into_folder(inputs: list[str], folder: Path, stage: Stage, columns: Columns, options: ArchiveOptions) -> None:
    """Run an archive and print its account.

    Raises:
        WireledgerError: See `run_archive`.
    """
    from wireledger.archive import run_archive
    from wireledger.archive.settings import SHARD_BYTES, Settings
    from wireledger.cli.account_view import print_account
    from wireledger.cli.archive_progress import progress
    from wireledger.cli.options import find_given_inputs, find_usable_model
    from wireledger.cli.report import write_run_report

    _refuse_foreign(folder)
    settings = Settings(
        stage=stage,
        model=find_usable_model(stage),
        columns=columns,
        triage=options.triage is not False,
        dedupe=options.dedupe is not False,
        shard_bytes=int(options.shard_mb * (1 << 20)) if options.shard_mb else SHARD_BYTES,
    )
    found, executor = find_given_inputs(inputs), options.executor(folder, settings)
    try:
        with progress() as show:
            account = run_archive(
                found,
                folder,
                settings,
                executor,
                restart=options.restart,
                retry_failed=options.retry_failed,
                show=show,
            )
    except KeyboardInterrupt:
        typer.echo(f"interrupted; what is done is kept in {folder}: start the same command again to go on", err=True)
        raise typer.Exit(INTERRUPTED) from None
    write_run_report(folder)
    print_account(account, folder)
    if account.n("failed"):
        raise typer.Exit(DONE_WITH_FAILURES)


def _refuse_foreign(folder: Path) -> None:
    from wireledger.archive import is_run

    if folder.is_dir() and not is_run(folder) and any(path.name != "lock" for path in folder.iterdir()):
        raise ConfigError(f"{folder}: is a folder with other things in it; name a new or empty one for the run.")
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: is a file; name a folder, or give the file a suffix such as .jsonl.")
    if not folder.exists() and not folder.resolve().parent.is_dir():
        raise ConfigError(f"{folder}: its parent folder does not exist.")
