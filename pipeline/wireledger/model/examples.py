"""Annotated stories -> examples: the stages of the rules up to proposals, the windows of these, their labels."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from wireledger.corpus import GoldStory
from wireledger.model.labels import Example, label_story
from wireledger.model.pieces import Cutter, load_tokenizer
from wireledger.rules.extract import propose
from wireledger.segment import segment_story


def examples_of(gold: GoldStory, tokenizer: Path) -> list[Example]:
    """Return the examples of one story."""
    sentences = segment_story(gold.story)
    return label_story(gold, sentences, propose(gold.story, sentences), Cutter(load_tokenizer(tokenizer)))


def build_examples(stories: Iterable[GoldStory], tokenizer: Path, workers: int = 2) -> list[list[Example]]:
    """Return the examples of each story, in order."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(partial(examples_of, tokenizer=tokenizer), stories, chunksize=8))
