"""CoNLL04, a corpus of others: the reader's mentions and relations trained on it and scored as published.

In: files in SpERT's format, JSON lists of sentences with tokens, entities (half-open tokens) and relations (numbers of
entities). Out: a reader, its entities and relations, and their strict micro F1. A sentence is read once without marks,
for its entities, and once for each entity that may head a relation, all entities marked: the first token of each other
entity is then tagged with its relation to the head.

Sources: D. Roth and W. Yih (2004), the corpus and the types that each relation joins; M. Eberts and A. Ulges (2020),
SpERT: the format, the split and the measure.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from wireledger.errors import CorpusError
from wireledger.model.decode import decode
from wireledger.model.labels import Example, Labels
from wireledger.model.network import Reader, Widths
from wireledger.model.pieces import Cutter, load_tokenizer
from wireledger.model.runtime import Array
from wireledger.model.tags import UNSAID, begin, inside, tags_of
from wireledger.model.train import TrainingConfig, collate, train
from wireledger.model.windows import Window, cut_sentence
from wireledger.scoring.figures import Counts, total
from wireledger.segment import Sentence
from wireledger.spans import Span

ENTITIES = ("Loc", "Org", "Peop", "Other")
RELATIONS = {
    ("Peop", "Kill", "Peop"), ("Peop", "Live_In", "Loc"), ("Loc", "Located_In", "Loc"), ("Org", "OrgBased_In", "Loc"),
    ("Peop", "Work_For", "Org"),
}  # fmt: skip
"""The relations with the types of their heads and tails; two types have at most one."""
LABELS = (*ENTITIES, *sorted(label for _, label, _ in RELATIONS))
MARKS = ("none", *ENTITIES, *(f"head-{kind}" for kind in ENTITIES))
"""What a token belongs to; the number is its row in the reader's mark embedding."""
WIDTHS = Widths(len(tags_of(LABELS)), len(MARKS))
_BY_TYPES = {(head, tail): label for head, label, tail in RELATIONS}


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """An entity: its half-open tokens and its type, one of `ENTITIES`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A directed relation between two entities of a sentence."""

    head: Entity
    tail: Entity
    label: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A sentence, and what is said of it."""

    tokens: tuple[str, ...]
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...] = ()


def run_conll04(config: TrainingConfig, corpora: Mapping[str, Path], say: Callable[[str], None]) -> None:
    """Train on `train`, score on `dev` and `test`, and write `scores.json` into the run's folder.

    The last epoch counts, as published; `dev` is not trained on.

    Args:
        config: The run; its `corpus` is set here.
        corpora: The files of `train`, `dev` and `test`.
        say: Is told of the progress and the scores.

    Raises:
        CorpusError: see `read_conll04`.
        ConfigError: see `train.train`.
    """
    sentences = {split: read_conll04(path) for split, path in corpora.items()}
    digest = hashlib.sha256(repr((LABELS, MARKS, sentences["train"])).encode()).hexdigest()
    cutter = Cutter(load_tokenizer(config.encoder / "tokenizer.json"))
    examples = [example for sentence in sentences["train"] for example in label_sentence(sentence, cutter)]
    say(f"{len(sentences['train'])} sentences to learn from give {len(examples)} windows")
    reader = train(replace(config, corpus=digest), lambda epoch: examples, [], say, WIDTHS)
    scores = {}
    for split in ("dev", "test"):
        gold = sentences[split]
        counts = score(gold, predict(reader, cutter, [sentence.tokens for sentence in gold]))
        scores[split] = {kind: counted.to_dict() for kind, counted in counts.items()}
        for kind, one in counts.items():
            say(f"{split}: {kind} precision {one.precision:.3f}, recall {one.recall:.3f}, F1 {one.f1:.3f}")
    (config.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def read_conll04(path: Path) -> list[Annotated]:
    """Return the sentences of a file.

    Raises:
        CorpusError: the file cannot be read, or a sentence of it is not of the format or the label sets.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CorpusError(f"{path}: cannot be read as JSON ({error}); give a file in SpERT's format") from error
    sentences = []
    for number, row in enumerate(rows):
        try:
            sentences.append(_parse(row))
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise CorpusError(f"{path}: sentence {number}: not as SpERT writes it ({error!r})") from error
    return sentences


def _parse(row: dict[str, Any]) -> Annotated:
    tokens = tuple(row["tokens"])
    entities = tuple(Entity(one["start"], one["end"], one["type"]) for one in row["entities"])
    for entity in entities:
        if entity.label not in ENTITIES:
            raise ValueError(f"entity type {entity.label!r}; allowed are {', '.join(ENTITIES)}")
        if not 0 <= entity.start < entity.end <= len(tokens):
            raise ValueError(f"an entity of tokens [{entity.start}, {entity.end}) of {len(tokens)}")
    relations = tuple(Relation(entities[one["head"]], entities[one["tail"]], one["type"]) for one in row["relations"])
    for relation in relations:
        types = (relation.head.label, relation.label, relation.tail.label)
        if types not in RELATIONS:
            raise ValueError(f"relation {types}; allowed are {sorted(RELATIONS)}")
    return Annotated(tokens, entities, relations)


def pairs(entities: Iterable[Entity]) -> dict[Entity, list[Entity]]:
    """Return the entities that may head a relation by their type, each with those that it may have for a tail."""
    entities = list(entities)
    heads = {one: [two for two in entities if two != one and (one.label, two.label) in _BY_TYPES] for one in entities}
    return {head: tails for head, tails in heads.items() if tails}


def cut(cutter: Cutter, tokens: Sequence[str], entities: Iterable[Entity] = (), head: Entity | None = None) -> Window:
    """Return the window of a sentence, its words the tokens; `entities` are marked by type, the head as the head.

    Args:
        cutter: Cuts the sentence.
        tokens: Its tokens.
        entities: What is marked; none in the window that entities are read from.
        head: That one of them whose relations are read.
    """
    starts, text = [], ""
    for token in tokens:
        starts.append(len(text))
        text += token + " "
    marked = sorted(entities, key=lambda one: one == head)  # the head last: of pieces of two entities it wins
    places = [
        (starts[one.start], starts[one.end - 1] + len(tokens[one.end - 1]),
         MARKS.index(f"head-{one.label}" if one == head else one.label))
        for one in marked
    ]  # fmt: skip
    window = cut_sentence(cutter, Sentence(0, Span(0, len(text)), text, "body"), places)
    # The tokenizer's words are finer than the corpus's: "U.S." is four of them. A token is read at its first piece.
    at = {span.start_char: first for span, first in zip(window.spans, window.firsts, strict=True)}
    kept = [n for n, start in enumerate(starts) if start in at]
    window.firsts = [at[starts[n]] for n in kept]
    window.spans = [Span(n, n + 1) for n in kept]
    window.sentences = [0] * len(kept)
    return window


def label_sentence(sentence: Annotated, cutter: Cutter) -> list[Example]:
    """Return the windows of an annotated sentence with their labels: that of its entities, then those of heads."""
    window = cut(cutter, sentence.tokens)
    tags = [0] * len(sentence.tokens)
    for entity in sentence.entities:
        tags[entity.start : entity.end] = [
            begin(entity.label, LABELS), *[inside(entity.label, LABELS)] * (entity.end - entity.start - 1)
        ]  # fmt: skip
    examples = [_example(window, tags)]
    related = {(one.head, one.tail): one.label for one in sentence.relations}
    for head, tails in pairs(sentence.entities).items():
        tags = [UNSAID] * len(sentence.tokens)
        for tail in tails:
            told = related.get((head, tail))
            tags[tail.start] = begin(told, LABELS) if told else 0
        examples.append(_example(cut(cutter, sentence.tokens, sentence.entities, head), tags))
    return examples


def _example(window: Window, tags: list[int]) -> Example:
    return Example(window, Labels([tags[span.start_char] for span in window.spans]))


def predict(reader: Reader, cutter: Cutter, sentences: Sequence[Sequence[str]], least: float = 0.5) -> list[Annotated]:
    """Return what the reader says of sentences, each given by its tokens.

    Args:
        reader: A trained reader.
        cutter: Cuts the sentences.
        sentences: Their tokens.
        least: Probability from which a relation is taken: its own with both its entities there, times theirs.
    """
    windows = [cut(cutter, tokens) for tokens in sentences]
    n_tags = len(tags_of(ENTITIES))  # those of relations come after, and no entity has one
    found = [
        {
            Entity(one.span.start_char, one.span.end_char, one.label): one.confidence
            for one in decode(window, tags[:, :n_tags], ENTITIES)
        }
        for window, tags in zip(windows, _read(reader, windows), strict=True)
    ]
    asked = [(n, head, tails) for n, entities in enumerate(found) for head, tails in pairs(entities).items()]
    windows = [cut(cutter, sentences[n], found[n], head) for n, head, _ in asked]
    relations: list[list[Relation]] = [[] for _ in sentences]
    for (n, head, tails), window, tags in zip(asked, windows, _read(reader, windows), strict=True):
        rows = {span.start_char: row for span, row in zip(window.spans, tags, strict=True)}
        for tail in tails:
            told = _BY_TYPES[head.label, tail.label]
            if tail.start not in rows:
                continue  # a sentence too long for a window is read around the head; this one stands farther away
            p = rows[tail.start][begin(told, LABELS)] * found[n][head] * found[n][tail]
            if p >= least:
                relations[n].append(Relation(head, tail, told))
    rows_of = zip(sentences, found, relations, strict=True)
    return [Annotated(tuple(tokens), tuple(entities), tuple(told)) for tokens, entities, told in rows_of]


@torch.no_grad()
def _read(reader: Reader, windows: Sequence[Window], at_once: int = 16) -> list[Array]:
    """Return the probabilities of each window's words, words x tags; windows of like length are read together."""
    reader.eval()
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    read: dict[int, Array] = {}
    for start in range(0, len(order), at_once):
        chunk = order[start : start + at_once]
        batch = collate([windows[i] for i in chunk])
        tags, _ = reader(batch.ids, batch.cases, batch.marks, batch.zones, batch.mask)
        for i, logits in zip(chunk, tags, strict=True):
            read[i] = np.asarray(logits[windows[i].firsts].softmax(-1), np.float32)
    return [read[i] for i in range(len(windows))]


def score(gold: Sequence[Annotated], predicted: Sequence[Annotated]) -> dict[str, Counts]:
    """Return the strict counts over all types: `entity` by span and type, `relation` by both entities and type."""
    return {
        "entity": total(_count(g.entities, p.entities) for g, p in zip(gold, predicted, strict=True)),
        "relation": total(_count(g.relations, p.relations) for g, p in zip(gold, predicted, strict=True)),
    }


def _count(gold: Iterable[object], predicted: Iterable[object]) -> Counts:
    wanted, found = set(gold), set(predicted)
    return Counts(len(wanted & found), len(found - wanted), len(wanted - found))
