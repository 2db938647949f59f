"""Copies: the same wire text in many papers, found so that it is read once.

In: the signatures of all stories of a run, in their order. Out: for each copy the story that stands for it. Two
stories are copies if their words are the same, or if nine of ten runs of five words are (MinHash, by `datasketch`).
Of copies the longest stands for all, of equal ones the first. Ids used by two stories are told apart here, too, since
this is the one place that sees all of them.

Memory: 2 to 2.6 KB a story that triage let through.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wireledger.readers.unique import free_name
from wireledger.story import Story

N_PERMUTATIONS = 64
_SCHEME = "affine32"  # of datasketch; 4 bytes a value
LEAST_SIMILAR = 0.9  # estimated share of common runs of five words
_RUN = 5  # words
_HASH_BYTES = 16

Kind = Literal["same-words", "nearly-same-words", "same-id"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story stands in a run: the number of its part and its row there, from 0."""

    part: int
    row: int


@dataclass(frozen=True, slots=True)
class Copy:
    """What was found about one story.

    Attributes:
        place: Where the story stands.
        story_id: Its id.
        kind: `same-words` and `nearly-same-words` are not extracted; `same-id` is another story under a used id.
        kept_id: Id of the story that stands for it; for `same-id` the id that the story gets.
        similarity: Estimated share of common runs of words, 0 to 1.
    """

    place: Place
    story_id: str
    kind: Kind
    kept_id: str
    similarity: float


def signature_of(story: Story) -> bytes:
    """Return the content's hash (16 bytes) and its MinHash values (4 bytes each)."""
    from datasketch import MinHash

    words = story.text.lower().split()
    runs = [" ".join(words[i : i + _RUN]).encode("utf-8", "replace") for i in range(max(1, len(words) - _RUN + 1))]
    sketch = MinHash(num_perm=N_PERMUTATIONS, seed=1, hashfunc=zlib.crc32, scheme=_SCHEME)
    sketch.update_batch(runs)
    content = f"{story.title}\0{story.text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=_HASH_BYTES).digest() + bytes(sketch.hashvalues.astype("<u4").tobytes())


def find_copies(stories: Iterable[tuple[Place, str, int, bytes | None]]) -> Iterator[Copy]:
    """Yield what there is to say about stories that are not alone.

    Args:
        stories: Place, id, length in characters and signature of every story, in order. Without a signature only ids
            are looked at.
    """
    listed = list(stories)
    standing = dict(_kept(listed)) if any(signature for *_, signature in listed) else {}
    taken = {story_id for _, story_id, _, _ in listed}
    used: set[str] = set()
    numbers: dict[str, int] = {}  # id -> the last number given, so that many of one id are not counted anew
    names: dict[int, str] = {}
    copies: list[Copy] = []
    for index, (place, story_id, _, _) in enumerate(listed):
        if index in standing:
            continue
        names[index] = story_id
        if story_id in used:
            names[index], numbers[story_id] = free_name(story_id, numbers.get(story_id, 1), taken.__contains__)
            taken.add(names[index])
            copies.append(Copy(place, story_id, "same-id", names[index], 0.0))
        used.add(names[index])
    for index, (kept, kind, similarity) in standing.items():
        place, story_id, _, _ = listed[index]
        copies.append(Copy(place, story_id, kind, names[kept], similarity))
    yield from sorted(copies, key=lambda copy: (copy.place.part, copy.place.row))


def _kept(listed: list[tuple[Place, str, int, bytes | None]]) -> Iterator[tuple[int, tuple[int, Kind, float]]]:
    """Yield for each copy its number and that of the story that stands for it."""
    from datasketch import MinHashLSH

    index_of_content: dict[bytes, int] = {}
    lsh = MinHashLSH(threshold=LEAST_SIMILAR, num_perm=N_PERMUTATIONS)
    sketches: dict[int, Any] = {}
    # The longest first, so that whatever comes later is a copy of something at least as long.
    for index in sorted(range(len(listed)), key=lambda i: (-listed[i][2], i)):
        signature = listed[index][3]
        if signature is None:
            continue
        content, sketch = signature[:_HASH_BYTES], _sketch(signature)
        if (same := index_of_content.get(content)) is not None:
            yield index, (same, "same-words", 1.0)
            continue
        similar = sorted((-sketch.jaccard(sketches[other]), other) for other in lsh.query(sketch))
        if similar and -similar[0][0] >= LEAST_SIMILAR:
            kept = similar[0][1]
            index_of_content[content] = kept
            yield index, (kept, "nearly-same-words", round(-similar[0][0], 3))
            continue
        index_of_content[content] = index
        sketches[index] = sketch
        lsh.insert(index, sketch)


def _sketch(signature: bytes) -> Any:
    import numpy as np
    from datasketch import LeanMinHash

    values = np.frombuffer(signature[_HASH_BYTES:], "<u4")
    return LeanMinHash(seed=1, hashvalues=values, scheme=_SCHEME)
