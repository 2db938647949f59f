"""All stages in order on one page: `load()` gives a `Pipeline`, a `Pipeline` turns stories into records."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from wireledger.assemble import build_records, drop_vaguer, merge_drafts
from wireledger.errors import ConfigError
from wireledger.issues import Issue
from wireledger.records import Record
from wireledger.rules.confidence import judge
from wireledger.rules.extract import propose
from wireledger.segment import segment_story
from wireledger.story import Story
from wireledger.version import __version__

Stage = Literal["auto", "rules"]

_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|a|said|for|on|is|was|that|by|with|from)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Below this share of the commonest English words a text of some length is in another language: English news has 0.25
# and more, Spanish, French or German under 0.08.
_LEAST_ENGLISH = 0.1
_SAMPLE_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """What came of one story: its records, and what there is to say about it."""

    story: Story
    records: tuple[Record, ...]
    issues: tuple[Issue, ...] = ()


class Pipeline:
    """Turns stories into records. Holds no state between stories, so the order and number of stories change nothing."""

    def __call__(self, story: Story) -> list[Record]:
        """Return the records of one story.

        Raises:
            Exception: whatever a stage raised; `extract` turns it into an issue instead.
        """
        sentences = segment_story(story)
        drafts = drop_vaguer(judge(merge_drafts(propose(story, sentences).drafts)))
        return build_records(story, drafts, f"wireledger-{__version__}-rules", "rules")

    def pipe(self, stories: Iterable[Story]) -> Iterator[list[Record]]:
        """Yield the records of each story, in order; a story that fails yields none."""
        for story in stories:
            yield list(self.extract(story).records)

    def extract(self, story: Story) -> Extraction:
        """Return the records of one story with its issues; never raises for what is in the story."""
        if not is_english(story):
            message = "the story is not in English; Wireledger reads English only. Skipped."
            return Extraction(story, (), (Issue("other-language", message, "skipped", story_id=story.id),))
        try:
            return Extraction(story, tuple(self(story)))
        except Exception as error:  # the one place that quarantines a story: no text may end a run over millions
            message = f"the story failed with {type(error).__name__}: {error}. Nothing of it is recorded."
            return Extraction(story, (), (Issue("story-failed", message, "failed", story_id=story.id),))


def load(stage: Stage = "auto") -> Pipeline:
    """Return a pipeline. `auto` takes the model where one is installed; none exists yet, so both are the rules.

    Raises:
        ConfigError: `stage` is no stage.
    """
    if stage not in ("auto", "rules"):
        raise ConfigError(f"stage {stage!r} is unknown; allowed are 'auto' and 'rules'")
    return Pipeline()


def is_english(story: Story) -> bool:
    """Tell whether a story is in English, by its commonest words; a text of under 20 words counts as English."""
    sample = f"{story.title} {story.text[:_SAMPLE_CHARS]}"
    n_words = sum(1 for _ in _WORD.finditer(sample))
    return n_words < 20 or sum(1 for _ in _ENGLISH.finditer(sample)) / n_words >= _LEAST_ENGLISH
