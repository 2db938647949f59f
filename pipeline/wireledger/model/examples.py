"""Annotated stories -> examples: the stages of the rules up to proposals, the windows of these, their labels.

`Course` gives those of an epoch: of each corpus its share, with names swapped anew.
"""

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wireledger.corpus import GoldStory
from wireledger.model.augment import NameSwapper
from wireledger.model.labels import Example, label_story
from wireledger.model.pieces import Cutter, load_tokenizer
from wireledger.rules.extract import propose
from wireledger.segment import segment_story


@dataclass(frozen=True, slots=True)
class Corpus:
    """Annotated stories, and the share of them (0 to 1) that an epoch has; of held-out ones, how much each counts."""

    stories: Sequence[GoldStory]
    share: float = 1.0


class Course:
    """The examples of each epoch; the same for the same seed, whichever epochs were asked for before.

    Args:
        corpora: What to learn from.
        tokenizer: File of the encoder's tokenizer.
        swap: Share of the names' words that are swapped for those of other stories, 0 to 1.
        seed: Of the choice and the swapping.
    """

    def __init__(self, corpora: Sequence[Corpus], tokenizer: Path, swap: float, seed: int) -> None:
        self._corpora, self._tokenizer, self._swap, self._seed = corpora, tokenizer, swap, seed
        self._swapper = NameSwapper(gold for corpus in corpora for gold in corpus.stories) if swap else None

    def examples(self, epoch: int) -> list[Example]:
        """Return the examples of an epoch."""
        seed = f"{self._seed}-{epoch}"
        rng = random.Random(seed)
        stories: list[GoldStory] = []
        for corpus in self._corpora:
            drawn = rng.sample(corpus.stories, round(corpus.share * len(corpus.stories)))
            stories += [self._swapper.swap(gold, self._swap, seed) for gold in drawn] if self._swapper else drawn
        return build_examples(stories, self._tokenizer)


def examples_of(gold: GoldStory, tokenizer: Path) -> list[Example]:
    """Return the examples of one story."""
    sentences = segment_story(gold.story)
    return label_story(gold, sentences, propose(gold.story, sentences), Cutter(load_tokenizer(tokenizer)))


def build_examples(stories: Iterable[GoldStory], tokenizer: Path, workers: int = 2) -> list[Example]:
    """Return the examples of the stories, in order."""
    with ProcessPoolExecutor(workers) as pool:
        of_stories = pool.map(partial(examples_of, tokenizer=tokenizer), stories, chunksize=8)
        return [example for examples in of_stories for example in examples]
