"""`Desk`: material and decisions together; every question and every act of the page ends here.

In: what the page asks and what a person decides. Out: queue rows, stories with their items, the new state. One lock
around all of it: the file of decisions is the truth, what is held in memory is replayed from it after every act.
"""

import threading
from collections.abc import Iterable, Iterator

from wireledger.errors import ReviewError
from wireledger.records import Record
from wireledger.review.decisions import ConflictError, Decision, DecisionLog, now
from wireledger.review.doubt import Doubt
from wireledger.review.material import Material, Sheet, iter_records
from wireledger.review.queue import Row, item_row, story_row
from wireledger.review.replay import StoryState, replay
from wireledger.review.tellings import Tellings
from wireledger.review.wishes import KINDS, UnknownError, Wish, carry_out


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
        self._doubt = Doubt(iter_records(material), against)
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
        return self._doubt.compares

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

    def close(self) -> None:
        """Close the file of decisions."""
        self._log.close()

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
            outcome = carry_out(sheet, state, wish)
            item, after = outcome.item, outcome.after
            kept = self._log.add(
                Decision(
                    wish.request, wish.story, outcome.key, KINDS[wish.act], self.who, now(),
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
            disputed = item.extracted is not None and self._doubt.is_disputed(item.extracted)
            doubt = 0.0 if item.extracted is None else self._doubt.of(item.extracted)
            rows.append(item_row(sheet, item, doubt, disputed))
        rows = rows or [story_row(sheet, state)]
        before = self._rows.get(sheet.key, [])
        self._n_open += sum(row.is_open for row in rows) - sum(row.is_open for row in before)
        self._n_rows += len(rows) - len(before)
        self._rows[sheet.key] = rows
