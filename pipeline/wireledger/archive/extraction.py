"""Extraction: a part with stories to a part with records.

In: `stories/part-N.parquet`. Out: `records/part-N.parquet`, counts, and the issues of stories.
"""

from dataclasses import replace
from pathlib import Path

from wireledger.archive.story_parts import read_stories_of
from wireledger.archive.tasks import Outcome, Task, Watch
from wireledger.issues import Issue
from wireledger.nlp import Pipeline
from wireledger.writers.parquet import ParquetWriter, fits


def extract_part(task: Task, pipeline: Pipeline, stories: Path, part: Path, watch: Watch) -> Outcome:
    """Write the records of the stories of one part.

    Args:
        task: Says which rows are left out, and which stories get another id.
        pipeline: Turns stories into records.
        stories: The part to read.
        part: The part to write.
        watch: Is told the row of each story before it is read, and -1 at the end.

    Raises:
        OSError: If a part cannot be read or written.
    """
    outcome = Outcome()
    counts = outcome.counts
    with ParquetWriter(part) as writer:
        for row, (story, cut) in enumerate(read_stories_of(stories)):
            if row in task.left_out:
                continue
            watch(row)
            extraction = pipeline.extract(replace(story, id=task.new_ids.get(row, story.id)))
            records = [record for record in extraction.records if fits(record)]
            writer.write(records)
            outcome.issues.extend(extraction.issues)
            if len(records) < len(extraction.records):
                outcome.issues.append(_too_large(story.id))
            has_failed = any(issue.severity == "failed" for issue in extraction.issues)
            counts["stories extracted"] += not extraction.issues
            if cut and not extraction.issues:
                counts[f"read in part {cut}"] += 1
            counts["stories failed"] += has_failed
            counts["stories skipped"] += bool(extraction.issues) and not has_failed
            counts["stories with records"] += bool(records)
            counts["words"] += len(story.text.split())
            counts.update(f"action {record.action}" for record in records)
            counts["records"] += len(records)
        watch(-1)
    return outcome


def _too_large(story_id: str) -> Issue:
    message = "a sum has more digits than Parquet holds; its record was left out."
    return Issue("sum-too-large", message, "failed", story_id=story_id)
