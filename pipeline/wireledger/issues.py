"""`Issue`: one thing that was wrong with the data, and what was done about it.

Bad data is a result, not an exception: readers and stages hand issues on beside their stories and records, and the
closing summary counts them. Nothing is skipped or cut without one.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["note", "warning", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about the data.

    Attributes:
        code: Short kebab-case name of the kind of issue, stable, for counting: `"bad-json"`, `"duplicate-id"`.
        message: One sentence for a person: what is wrong, what was expected, what was done.
        severity: `note` (for information, such as guessed columns), `warning` (the story was read all the same),
            `skipped` (the story was left out on purpose: other language, duplicate) or `failed` (the story could not
            be read or processed; the run ends with exit code 1).
        source: Path of the input, `"-"` for stdin; None where no file is involved.
        line: Line or row number, from 1; None where it is about the whole file or about one story.
        story_id: The story it is about, if that is known.
    """

    code: str
    message: str
    severity: Severity
    source: str | None = None
    line: int | None = None
    story_id: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message
