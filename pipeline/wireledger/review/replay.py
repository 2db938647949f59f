"""Decisions over records: what one story's records stand at.

In: a story's records as extracted now, and every decision on the story. Out: `Item`s. Decisions may have been made on
an older extraction: a record that still says the same stays decided, one that says something else comes back as
`changed` with the difference, one that is no longer found stays if a person had called it right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wireledger.records import Record
from wireledger.review.decisions import Decision
from wireledger.review.keys import difference, may_be_same

State = Literal["open", "accepted", "rejected", "corrected", "added", "changed"]
STATES: tuple[State, ...] = ("open", "changed", "accepted", "corrected", "added", "rejected")
_STATE_OF: dict[str, State] = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "add": "added"}


@dataclass(frozen=True, slots=True)
class Item:
    """One record on the desk.

    Attributes:
        key: What decisions know it by, unique in its story.
        record: As it stands: corrected, where it was; of a `changed` item as the extractor gives it now.
        extracted: As the extractor gives it now; None where it no longer does, or never did.
        state: Where it stands.
        version: Number of the last decision that touched it; 0 where there is none.
        decided: What a person last called right, None where nobody did or where it was rejected.
        difference: Of a `changed` item: slot -> what was decided on, and what is there now.
        who: Who decided last, and `at`: when.
    """

    key: str
    record: Record
    extracted: Record | None
    state: State = "open"
    version: int = 0
    decided: Record | None = None
    difference: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    who: str | None = None
    at: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a person has still to decide."""
        return self.state in ("open", "changed")


@dataclass(frozen=True, slots=True)
class StoryState:
    """All items of a story, and whether a person said that it holds no action; `version` as in `Item`."""

    items: tuple[Item, ...]
    no_action: bool = False
    version: int = 0
    who: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether somebody decided on everything in it."""
        return not any(item.is_open for item in self.items) and (self.no_action or bool(self.items))


def replay(records: Mapping[str, Record], decisions: Iterable[Decision]) -> StoryState:
    """Return what a story stands at.

    Args:
        records: As extracted now, by key (`keys.keyed`).
        decisions: All rows on the story, in order of time.
    """
    rows = list(decisions)
    if not rows:
        return StoryState(tuple(Item(key, record, record) for key, record in records.items()))
    undone = {row.refers for row in rows}
    effective = [row for row in rows if row.kind != "undo" and row.id not in undone]
    emptied = max((row.id for row in effective if row.kind == "no_action"), default=0)
    # An addition after it takes the word back.
    no_action = emptied > max((row.id for row in effective if row.kind == "add"), default=0)
    last = {row.item: row for row in effective if row.item is not None}
    versions: dict[str | None, int] = {}
    for row in rows:
        versions[row.item] = row.id
    whole = versions.get(None, 0)
    now = _found_again(records, last)
    swept = next((row for row in effective if row.id == emptied), None)
    items = []
    for key, record in now.items():
        decision = last.get(key)
        if swept is not None and (decision is None or decision.id < emptied):
            if record is not None:
                items.append(Item(key, record, record, "rejected", who=swept.who, at=swept.at,
                                  version=max(whole, versions.get(key, 0))))  # fmt: skip
        elif (item := _item(key, record, decision)) is not None:
            items.append(_at(item, max(whole, versions.get(key, 0))))
    people = tuple(dict.fromkeys(row.who for row in effective))
    return StoryState(tuple(items), no_action, max(versions.values()), people)


def _found_again(records: Mapping[str, Record], last: Mapping[str, Decision]) -> dict[str, Record | None]:
    """Return every key that matters -> the record extracted for it now, under the key that was decided on."""
    free = {key: record for key, record in records.items() if key not in last}
    moved: dict[str, str] = {}  # key now -> key that was decided on
    gone: list[str] = []
    for key, decision in last.items():
        if key in records:
            continue
        past = Record.model_validate(decision.seen or decision.after)
        match = next((k for k, record in free.items() if k not in moved and may_be_same(past, record)), None)
        if match is None:
            gone.append(key)
        else:
            moved[match] = key
    found: dict[str, Record | None] = {moved.get(key, key): record for key, record in records.items()}
    return found | dict.fromkeys(gone)


def _item(key: str, record: Record | None, decision: Decision | None) -> Item | None:
    if decision is None:
        return None if record is None else Item(key, record, record)
    after = Record.model_validate(decision.after) if decision.after else None
    seen = Record.model_validate(decision.seen) if decision.seen else None
    state, who, at = _STATE_OF[decision.kind], decision.who, decision.at
    base = after or seen
    if record is None:  # a rejected one that is no longer found is nobody's concern
        return None if after is None else Item(key, after, None, state, decided=after, who=who, at=at)
    if base is None:
        return Item(key, record, record)
    if any(known is not None and not difference(known, record) for known in (seen, after)):
        return Item(key, after or record, record, state, decided=after, who=who, at=at)
    return Item(key, record, record, "changed", decided=after, difference=difference(base, record), who=who, at=at)


def _at(item: Item, version: int) -> Item:
    return Item(item.key, item.record, item.extracted, item.state, version, item.decided, item.difference,
                item.who, item.at)  # fmt: skip
