"""`IssueLog`: counts a run's issues, keeps a few of each kind for the summary, and writes them all to a file.

Notes are kept for the summary only. The file is made when the first warning, skip or failure comes (or at once, if
the user named it), so that a clean run leaves none; one left over from an earlier run under the same name is removed
then.
"""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from wireledger.errors import WriteError
from wireledger.issues import Issue, Severity

if TYPE_CHECKING:
    from wireledger.writers.whole_file import WholeFile

N_EXAMPLES = 5


class IssueLog:
    """Takes the issues of one run.

    Attributes:
        counts: How many per severity and code.
        examples: The first few of each severity and code.
    """

    def __init__(self, path: Path | None, is_named: bool = False) -> None:
        self.path = path
        self.counts: Counter[tuple[Severity, str]] = Counter()
        self.examples: dict[tuple[Severity, str], list[Issue]] = {}
        self._file: WholeFile | None = None
        if is_named:
            self._open()

    def add(self, issues: Iterable[Issue]) -> None:
        """Count and write `issues`."""
        for issue in issues:
            self.counts[issue.severity, issue.code] += 1
            kept = self.examples.setdefault((issue.severity, issue.code), [])
            if len(kept) < N_EXAMPLES:
                kept.append(issue)
            if issue.severity != "note":
                self._write(issue)

    def n(self, severity: Severity) -> int:
        """Return how many issues there are of one severity."""
        return sum(n for (kind, _), n in self.counts.items() if kind == severity)

    def is_written(self) -> bool:
        """Tell whether there is a file with the issues."""
        return self._file is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None and kind is None:
            self._file.commit()
        elif self._file is not None:
            self._file.discard()
        elif self.path is not None and kind is None:
            self.path.unlink(missing_ok=True)

    def _open(self) -> None:
        from wireledger.writers.whole_file import WholeFile

        if self.path is not None and self._file is None:
            try:
                self._file = WholeFile(self.path)
            except OSError as error:
                raise WriteError(f"{self.path}: cannot be written ({error.strerror or error}).") from None

    def _write(self, issue: Issue) -> None:
        self._open()
        if self._file is not None:
            line = json.dumps(dataclasses.asdict(issue), ensure_ascii=False)
            self._file.stream.write(line.encode("utf-8", "replace") + b"\n")
