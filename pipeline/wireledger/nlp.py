"""All stages in order on one page: `load()` gives a `Pipeline`, a `Pipeline` turns stories into records."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wireledger.assemble import build_records, drop_vaguer, merge_drafts
from wireledger.errors import ConfigError
from wireledger.issues import Issue
from wireledger.records import Record
from wireledger.rules.confidence import judge
from wireledger.rules.extract import propose
from wireledger.segment import segment_story
from wireledger.stage import STAGES, Stage, find_model, why_no_model
from wireledger.story import Story
from wireledger.version import __version__

if TYPE_CHECKING:
    from wireledger.model.fill import Filler

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

    def __init__(self, filler: "Filler | None" = None, note: str = "") -> None:
        """Use `load` instead. Without a `filler` the rules decide alone; `note` says why, where a user may wonder."""
        self._filler = filler
        self.note = note

    def __call__(self, story: Story) -> list[Record]:
        """Return the records of one story.

        Raises:
            Exception: whatever a stage raised; `extract` turns it into an issue instead.
        """
        sentences = segment_story(story)
        proposed = propose(story, sentences)
        if self._filler is None:
            drafts, version = judge(merge_drafts(proposed.drafts)), "rules"
        else:
            merged = merge_drafts(self._filler.fill(story, sentences, proposed))
            drafts, version = self._filler.judge(sentences, proposed, merged), self._filler.version
        return build_records(story, drop_vaguer(drafts), f"wireledger-{__version__}-{version}")

    def pipe(self, stories: Iterable[Story]) -> Iterator[list[Record]]:
        """Yield the records of each story, in order; a story that fails yields none."""
        for extraction in self.extract_all(stories):
            yield list(extraction.records)

    def extract_all(self, stories: Iterable[Story]) -> Iterator[Extraction]:
        """Yield what comes of each story, in order; with a model, rules go on to the next stories while it reads."""
        if self._filler is None or self._filler.n_threads < 2:
            yield from map(self.extract, stories)
            return
        with ThreadPoolExecutor(self._filler.n_threads, "wireledger") as threads:
            begun: deque[Future[Extraction]] = deque()
            for story in stories:
                begun.append(threads.submit(self.extract, story))
                if len(begun) > 2 * self._filler.n_threads:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()

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


def load(stage: Stage = "auto", model: Path | str | None = None) -> Pipeline:
    """Return a pipeline.

    Args:
        stage: `rules` alone; `model`: the model's confidence alone; `auto`: both joined where there is a model and what
            it needs is installed, else the rules; of a model that lacks a package the pipeline's `note` says so.
        model: Folder that `wireledger train` wrote; else the one that the environment's `WIRELEDGER_MODEL` names, else
            the one that ships.

    Raises:
        ConfigError: `stage` is no stage, the folder is no sound model, or the model cannot be run and is asked for.
    """
    if stage not in STAGES:
        raise ConfigError(f"stage {stage!r} is unknown; allowed are 'auto', 'rules' and 'model'")
    if stage == "rules":
        return Pipeline()
    folder = Path(model) if model else find_model()
    lack = why_no_model(folder)
    if folder is not None and not lack:
        from wireledger.model.fill import load_filler

        return Pipeline(load_filler(folder, stage == "model"))
    if stage == "model":
        raise ConfigError(f"stage 'model': {lack}, or use stage 'rules'")
    return Pipeline(note=f"{lack}. Until then the rules alone fill all stages." if folder is not None else "")


def is_english(story: Story) -> bool:
    """Tell whether a story is in English, by its commonest words; a text of under 20 words counts as English."""
    sample = f"{story.title} {story.text[:_SAMPLE_CHARS]}"
    n_words = sum(1 for _ in _WORD.finditer(sample))
    return n_words < 20 or sum(1 for _ in _ENGLISH.finditer(sample)) / n_words >= _LEAST_ENGLISH
