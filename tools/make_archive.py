"""Build an archive for benchmarks: `make_archive.py N_STORIES OUT.jsonl`, 1 % of the stories relevant.

In: `../shared/archive/random.jsonl.gz` and the gold stories of `../shared/gold`. Out: JSON lines, the stories repeated
under new ids until there are enough. Repeated stories are copies, so time runs over them with --no-dedupe.
"""

import gzip
import json
import random
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
RELEVANT_EVERY = 100
FIELDS = ("id", "title", "text", "published", "publisher", "url")


def build(n_stories: int, out: Path) -> None:
    """Write `n_stories` stories, every hundredth of them from the gold files."""
    with gzip.open(SHARED / "archive" / "random.jsonl.gz", "rt", encoding="utf-8") as file:
        others = [json.loads(line) for line in file]
    relevant = list(_relevant())
    random.Random(7).shuffle(relevant)
    of_relevant, of_others = cycle(relevant), cycle(others)
    with out.open("w", encoding="utf-8") as file:
        for number in range(n_stories):
            story = next(of_relevant if number % RELEVANT_EVERY == 0 else of_others)
            row = {name: story[name] for name in FIELDS if name in story} | {"id": f"{number:08d}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _relevant() -> Iterator[dict[str, object]]:
    for name in ("news_train", "news_dev"):
        for line in (SHARED / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            if story["actions"]:
                yield story


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} N_STORIES OUT.jsonl")
    build(int(sys.argv[1]), Path(sys.argv[2]))
