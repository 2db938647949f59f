"""`Desk`: material and decisions together; every question and every act of the page ends here.

In: what the page asks and what a person decides. Out: queue rows, stories with their items, the new state. One lock
around all of it: the file of decisions is the truth, what is held in memory is replayed from it after every act.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from wireledger.errors import ReviewError
from wireledger.records import Record
from wireledger.review.decisions import ConflictError, Decision, DecisionLog, Kind, now
from wireledger.review.doubt import Doubt
from wireledger.review.fill import clear_slot, fill_slot, given, new_record
from wireledger.review.keys import added_place, difference, may_be_same
from wireledger.review.material import Material, Sheet, iter_records
from wireledger.review.queue import Row, item_row, story_row
from wireledger.review.replay import Item, StoryState, replay
from wireledger.review.tellings import Tellings
from wireledger.spans import Span
from wireledger.story import Story

Act = Literal["accept", "reject", "correct", "clear", "add", "no_action"]
_KINDS: Mapping[Act, Kind] = {
    "accept": "accept", "reject": "reject", "correct": "correct", "clear": "correct", "add": "add",
    "no_action": "no_action",
}  # fmt: skip


class UnknownError(ReviewError):
    """A story or a record that isn't there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants done.

    Attributes:
        request: Unique name given by the page: the same one is never applied twice.
        version: Of the item, or the story, that the person saw.
        slot, text, span, index: What to fill, with what; which value to clear.
    """

    request: str
    story: str
    act: Act
    version: int
    item: str | None = None
    slot: str | None = None
    text: str | None = None
    span: Span | None = None
    index: int | None = None


class Desk:
    """The material, the decisions on it, and who decides."""

    def __init__(
        self,
        material: Material,
        log: DecisionLog,
        who: str,
        *,
        read_only: bool = False,
        against: Iterable[Record] | None = None,
    ) -> None:
        """Replay all decisions. `against`: another extraction of the stories; where it differs, records are disputed.

        Raises:
            LockedError: The file of decisions is held by another program.
        """
        self.material, self.who, self.read_only = material, who, read_only
        self.tellings = Tellings(material)
        self._log = log
        self._lock = threading.RLock()
        self._doubt = Doubt(iter_records(material))
        self._other = _by_story(against) if against is not None else None
        of_story: dict[str, list[Decision]] = {}
        for decision in log.all():
            of_story.setdefault(decision.story, []).append(decision)
        self.n_stray = sum(key not in material.sheets for key in of_story)
        self._states: dict[str, StoryState] = {}
        self._rows: dict[str, list[Row]] = {}
        self._n_open = self._n_rows = 0
        for key, sheet in material.sheets.items():
            self._put(sheet, replay(sheet.records, of_story.get(key, ())))

    @property
    def compared(self) -> bool:
        """Whether another extraction is at hand."""
        return self._other is not None

    def rows(self) -> list[Row]:
        """Return all rows of the queue, the most doubtful first."""
        with self._lock:
            rows = [row for rows in self._rows.values() for row in rows]
        return sorted(rows, key=lambda row: -row.doubt)

    def progress(self) -> dict[str, int]:
        """Return how many rows are open, and how many there are."""
        with self._lock:
            return {"open": self._n_open, "total": self._n_rows}

    def sheet(self, story: str) -> tuple[Sheet, StoryState]:
        """Return a story and what it stands at.

        Raises:
            UnknownError: There is no such story.
        """
        with self._lock:
            if story not in self._states:
                raise UnknownError("there is no such story here; reload the page.")
            return self.material.sheets[story], self._states[story]

    def states(self) -> Iterator[tuple[Sheet, StoryState]]:
        """Yield every story and what it stands at."""
        for key, state in self._states.items():
            yield self.material.sheets[key], state

    def story_rows(self, story: str) -> list[Row]:
        """Return the queue rows of one story."""
        with self._lock:
            return list(self._rows.get(story, ()))

    def last(self) -> Decision | None:
        """Return the decision that an undo would take back."""
        return self._log.last_of(self.who)

    def decide(self, wish: Wish) -> Decision:
        """Do what a person wants; on disk when it returns.

        Raises:
            ReviewError: It cannot be done; the message says why. Nothing is kept.
        """
        self._may_write()
        with self._lock:
            if known := self._log.find(wish.request):
                return known
            sheet, state = self.sheet(wish.story)
            self._refresh(wish.story)
            item = self._item(state, wish.item) if wish.act not in ("add", "no_action") else None
            after = self._after(sheet, state, item, wish)
            key = item.key if item else self._new_key(state, after)
            kept = self._log.add(
                Decision(
                    wish.request, wish.story, key, _KINDS[wish.act], self.who, now(),
                    seen=item.extracted.to_dict() if item and item.extracted else None,
                    before=item.record.to_dict() if item else None,
                    after=after.to_dict() if after else None,
                ),
                wish.version,
            )  # fmt: skip
            self._refresh(wish.story)
            return kept

    def undo(self, request: str, refers: int) -> Decision:
        """Take back the person's last decision.

        Args:
            request: As in `Wish`.
            refers: The decision that the page showed as the last.

        Raises:
            ConflictError: It is not the last any more.
        """
        self._may_write()
        with self._lock:
            if known := self._log.find(request):
                return known
            last = self.last()
            if last is None or last.id != refers:
                raise ConflictError("your last decision is another one by now, made in another window; reload first.")
            undone = Decision(request, last.story, last.item, "undo", self.who, now(), refers=last.id)
            kept = self._log.add(undone, 2**62)
            self._refresh(last.story)
            return kept

    def _after(self, sheet: Sheet, state: StoryState, item: Item | None, wish: Wish) -> Record | None:
        if wish.act == "add":
            story = self._story(sheet)
            value = given(story, wish.text, wish.span)
            record = new_record(story, value, [i.record for i in state.items if i.state != "rejected"])
            if any(i.record.spans.get("target") == record.spans["target"] and not difference(i.record, record)
                   for i in state.items if i.state != "rejected"):  # fmt: skip
                raise ReviewError(f"'{value.text}' has this record already.")
            return record
        if item is None or wish.act == "reject":
            return None
        if wish.act == "accept":
            return item.record
        story = self._story(sheet)
        if wish.slot is None:
            raise ReviewError("a correction needs a slot.")
        if wish.act == "clear":
            changed = clear_slot(story, item.record, wish.slot, wish.index)
        else:
            changed = fill_slot(story, item.record, wish.slot, given(story, wish.text, wish.span))
        return changed

    def _item(self, state: StoryState, key: str | None) -> Item:
        for item in state.items:
            if item.key == key:
                return item
        raise UnknownError("there is no such record in this story any more; reload the page.")

    def _new_key(self, state: StoryState, record: Record | None) -> str | None:
        if record is None:
            return None
        trigger = record.spans.get("action")
        key = place = added_place(record.spans["target"], str(trigger.start) if trigger else "")
        taken = {item.key for item in state.items}
        number = 1
        while key in taken:
            number += 1
            key = f"{place}.{number}"
        return key

    def _story(self, sheet: Sheet) -> Story:
        if sheet.story is None:
            raise ReviewError(
                f"the story '{sheet.story_id}' is not here; start again with --stories FILE to correct it."
            )
        return sheet.story

    def _may_write(self) -> None:
        if self.read_only:
            raise ReviewError("this page was opened with --read-only; nothing was changed.")

    def _refresh(self, story: str) -> None:
        sheet = self.material.sheets[story]
        self._put(sheet, replay(sheet.records, self._log.of_story(story)))

    def _put(self, sheet: Sheet, state: StoryState) -> None:
        self._states[sheet.key] = state
        rows = []
        for item in state.items:
            disputed = item.extracted is not None and self._is_disputed(item.extracted)
            doubt = 0.0 if item.extracted is None else self._doubt.of(item.extracted, disputed)
            rows.append(item_row(sheet, item, doubt, disputed))
        rows = rows or [story_row(sheet, state)]
        before = self._rows.get(sheet.key, [])
        self._n_open += sum(row.is_open for row in rows) - sum(row.is_open for row in before)
        self._n_rows += len(rows) - len(before)
        self._rows[sheet.key] = rows

    def _is_disputed(self, record: Record) -> bool:
        if self._other is None:
            return False
        return not any(
            may_be_same(record, other) and not difference(record, other)
            for other in self._other.get(record.story_id, ())
        )


def _by_story(records: Iterable[Record]) -> dict[str, list[Record]]:
    of_story: dict[str, list[Record]] = {}
    for record in records:
        of_story.setdefault(record.story_id, []).append(record)
    return of_story
