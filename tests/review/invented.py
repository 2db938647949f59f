"""Two invented stories, a desk over two invented stories, and the way from words to a selection."""

import json
from pathlib import Path

import pytest

from wireledger.records import Amount, Authority, Evidence, Record, SpanRef, Target
from wireledger.review import DecisionLog, Desk
from wireledger.review.material import make_material
from wireledger.review.wishes import Wish
from wireledger.spans import Span
from wireledger.story import Story

FINED = Story(
    "fined",
    "The Harbour Board on Tuesday fined Brindle Ore, a coal trader, more than $11 million. "
    "It also fined Ardent Tin, based in Iran. Nothing else happened in the harbour.",
    "Board fines two traders",
    "2021-03-04",
    "Northwire",
)
QUIET = Story("quiet", "Nothing happened in the harbour on Monday <script>window.bad = 1</script>.", "Quiet day")


def span(story: Story, words: str) -> Span:
    at = story.text.index(words)
    return Span(at, at + len(words))


def ref(story: Story, words: str) -> SpanRef:
    place = span(story, words)
    return SpanRef(start=place.start_char, end=place.end_char)


def penalty(story: Story = FINED, name: str = "Brindle Ore", **changes: object) -> Record:
    sentence = next(s for s in story.text.split(". ") if name in s)
    values = {
        "record_id": f"r-{name}",
        "story_id": story.id,
        "published": story.published,
        "action": "penalty",
        "status": "imposed",
        "background": False,
        "authority": (Authority(name="Harbour Board"),),
        "target": Target(name=name, type="organization"),
        "evidence": (Evidence(**ref(story, sentence).model_dump(), text=sentence),),
        "spans": {
            slot: ref(story, words)
            for slot, words in (("target", name), ("authority.0", "Harbour Board"), ("action", "fined"))
            if words in story.text
        },
        "confidence": 0.6,
        "slot_confidence": {"action": 0.6, "amount": 0.5},
        "method": {"action": "rules", "amount": "rules"},
    }
    return Record.model_validate(values | changes)


ELEVEN = Amount(value=11_000_000, currency="USD", text="more than $11 million", qualifier="at_least")


@pytest.fixture
def log(tmp_path: Path) -> DecisionLog:
    return DecisionLog(tmp_path / "decisions.sqlite")


@pytest.fixture
def desk(log: DecisionLog) -> Desk:
    return Desk(make_material([penalty()], [FINED, QUIET]), log, "ana")


class Hand:
    """Decides as the page does: with the versions that it saw."""

    def __init__(self, desk: Desk, story: Story = FINED) -> None:
        from wireledger.review.keys import story_key

        self.desk, self.story, self.key = desk, story, story_key(story)
        self.n = 0

    def items(self):
        return self.desk.sheet(self.key)[1].items

    def state(self):
        return self.desk.sheet(self.key)[1]

    def do(self, act, item=0, **wish):
        self.n += 1
        state = self.state()
        whole = act in ("add", "no_action")
        key = None if whole else state.items[item].key
        version = state.version if whole else state.items[item].version
        given = {"version": version, "request": f"{self.desk.who}-{id(self)}-{self.n}"} | wish
        return self.desk.decide(Wish(story=self.key, act=act, item=key, **given))

    def select(self, slot, words, item=0):
        return self.do("correct", item, slot=slot, span=span(self.story, words))

    def undo(self):
        self.n += 1
        return self.desk.undo(f"undo-{id(self)}-{self.n}", self.desk.last().id)


@pytest.fixture
def hand(desk: Desk) -> Hand:
    return Hand(desk)


def write_files(folder: Path, records: list[Record], stories: list[Story]) -> tuple[Path, Path]:
    one, other = folder / "records.jsonl", folder / "stories.jsonl"
    one.write_text("".join(record.model_dump_json() + "\n" for record in records), encoding="utf-8")
    rows = [{"id": s.id, "title": s.title, "text": s.text, "published": s.published} for s in stories]
    other.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return one, other
