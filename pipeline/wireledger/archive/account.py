"""The account of a run: what was seen, passed over, read, found, and what failed, for people and as files.

In: the ledger of a run that has come to its end. Out: `Account`, and with it `duplicates.parquet`, `issues.jsonl`,
`summary.json`. Every story seen is in exactly one of: passed over, unreadable, copy, skipped, failed, extracted.
"""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wireledger.archive.copies import Copy, Place
from wireledger.archive.layout import RunFolder
from wireledger.archive.ledger import Ledger
from wireledger.archive.plan import Shard
from wireledger.archive.story_parts import read_places
from wireledger.issues import Issue, Severity
from wireledger.readers import Inputs
from wireledger.version import __version__
from wireledger.writers.whole_file import whole_file


@dataclass(frozen=True, slots=True)
class Account:
    """What a run has to say.

    Attributes:
        version: Version of Wireledger.
        n_inputs: Files.
        n_shards: Shards.
        n_bytes: Their size on disk.
        n_stories: Stories seen; a line that triage passed over counts as one.
        n_passed_first: Passed over by the first look, at bytes.
        n_passed_second: Passed over by the second look, at the text.
        n_unreadable: Rows or lines that are no sound story.
        n_copies: Not extracted since another story has the same words.
        n_skipped: Not extracted on purpose: other language.
        n_failed: Stories that failed.
        n_extracted: Stories that were read, whole or in part.
        n_in_part: Those of them of which a part could not be read.
        n_with_records: Stories with records.
        n_words: Words of the stories that were extracted or skipped.
        n_records: Records.
        in_part: Why they were not read whole, as the code of an issue -> stories.
        actions: Records per action.
        issues: Severity -> code -> how many.
        seconds: Seconds of work per phase, summed over workers.
    """

    version: str
    n_inputs: int
    n_shards: int
    n_bytes: int
    n_stories: int
    n_passed_first: int
    n_passed_second: int
    n_unreadable: int
    n_copies: int
    n_skipped: int
    n_failed: int
    n_extracted: int
    n_in_part: int
    n_with_records: int
    n_words: int
    n_records: int
    in_part: Mapping[str, int]
    actions: Mapping[str, int]
    issues: Mapping[str, Mapping[str, int]]
    seconds: Mapping[str, float]

    def n(self, severity: Severity) -> int:
        """Return the number of issues of one severity."""
        return sum(self.issues.get(severity, {}).values())


def write_account(run: RunFolder, ledger: Ledger, inputs: Inputs, shards: Sequence[Shard]) -> Account:
    """Write the files of a run that stand beside its parts, and return its account."""
    issues = list(_issues(run, ledger, inputs, shards))
    copies = [copy for copy in ledger.copies() if copy.kind != "same-id"]
    _write_copies(run.duplicates, copies)
    _write_lines(run.issues, (dataclasses.asdict(issue) for issue in issues))
    account = _account(ledger, issues, copies, inputs, shards)
    _write_lines(run.summary, [dataclasses.asdict(account)], indent=2)
    return account


def _account(
    ledger: Ledger, issues: Sequence[Issue], copies: Sequence[Copy], inputs: Inputs, shards: Sequence[Shard]
) -> Account:
    counts = ledger.counts()
    by_severity: dict[str, Counter[str]] = {}
    for issue in issues:
        by_severity.setdefault(issue.severity, Counter())[issue.code] += 1
    in_part = _named(counts, "read in part ")
    n_looked_at, n_worth = counts["stories looked at twice"], counts["stories worth reading"]
    return Account(
        version=__version__,
        n_inputs=len(inputs.sources),
        n_shards=len(shards),
        n_bytes=sum(shard.n_bytes for shard in shards),
        n_stories=counts["stories"],
        n_passed_first=counts["stories"] - n_looked_at - counts["unreadable stories"],
        n_passed_second=n_looked_at - n_worth,
        n_unreadable=counts["unreadable stories"],
        n_copies=len(copies),
        n_skipped=counts["stories skipped"],
        n_failed=counts["stories failed"] + len(ledger.quarantined()),
        n_extracted=counts["stories extracted"],
        n_in_part=sum(in_part.values()),
        n_with_records=counts["stories with records"],
        n_words=counts["words"],
        n_records=counts["records"],
        in_part=in_part,
        actions=_named(counts, "action "),
        issues={severity: dict(codes.most_common()) for severity, codes in by_severity.items()},
        seconds={phase: round(seconds, 1) for phase, seconds in ledger.seconds().items()},
    )


def _named(counts: Counter[str], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): n for name, n in counts.most_common() if name.startswith(prefix)}


def _issues(run: RunFolder, ledger: Ledger, inputs: Inputs, shards: Sequence[Shard]) -> Iterator[Issue]:
    yield from inputs.issues
    before: Counter[str] = Counter()  # file -> lines of the shards before
    lines_before: dict[int, dict[str, int]] = {}
    for number, n_lines in ledger.n_lines().items():
        lines_before[number] = {name: before[name] for name in n_lines}
        before.update(n_lines)
    seen: set[Issue] = set()
    for _, number, issue in ledger.issues():
        if issue.line is None:
            if issue.story_id is None and issue in seen:
                continue  # each shard of a file says the same about its columns
            seen.add(issue)
        elif issue.source is not None:
            issue = replace(issue, line=issue.line + lines_before.get(number, {}).get(issue.source, 0))
        yield issue
    quarantined = ledger.quarantined()
    renamed = {copy.place: copy for copy in ledger.copies() if copy.kind == "same-id"}
    for place, (story_id, source, line) in _places(run, {*quarantined, *renamed}, shards):
        in_file = None if line is None else line + lines_before.get(place.part, {}).get(source, 0)
        if place in quarantined:
            code, reason = quarantined[place]
            yield Issue(code, f"story '{story_id}' {reason}", "failed", source, in_file, story_id)
        if place in renamed:
            new_id = renamed[place].kept_id
            message = f"another story has the id '{story_id}'; this one is kept as '{new_id}'."
            yield Issue("duplicate-id", message, "warning", source, in_file, new_id)


def _places(
    run: RunFolder, places: set[Place], shards: Sequence[Shard]
) -> Iterator[tuple[Place, tuple[str, str, int | None]]]:
    for shard in shards:
        rows = sorted(place.row for place in places if place.part == shard.number)
        if rows:
            for row, found in read_places(run.stories / shard.name, rows).items():
                yield Place(shard.number, row), found


def _write_copies(path: Path, copies: Sequence[Copy]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [("story_id", pa.string()), ("kept_id", pa.string()), ("kind", pa.string()), ("similarity", pa.float64())]
    )
    rows = [{name: getattr(copy, name) for name in schema.names} for copy in copies]
    with whole_file(path) as stream:
        pq.write_table(pa.Table.from_pylist(rows, schema), stream)


def _write_lines(path: Path, values: Iterator[object] | Sequence[object], indent: int | None = None) -> None:
    with whole_file(path) as stream:
        for value in values:
            stream.write(json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace") + b"\n")
