"""Proposals -> drafts, decided by the trained reader together with the rules.

For each trigger the reader says what it tells and which words are its targets, body, sum, day and law: candidates of
the rules are weighed by it, targets that the rules did not see are added. For each record that is kept it then says
what the target is. Values, full names and all that it does not read are the rules'.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.model.decode import Labelled, decode, label_probability, surest
from wireledger.model.describe import describe
from wireledger.model.join import Arbitration, TimeArbitration, is_timed, model_confidence
from wireledger.model.mentions import make_mention
from wireledger.model.pieces import Cutter
from wireledger.model.runtime import Array, Model, Reading
from wireledger.model.tags import TARGETS, TYPES
from wireledger.model.windows import Window, by_sentence, cut_trigger
from wireledger.records import ACTIONS, STATUSES
from wireledger.rules.confidence import decided, weigh
from wireledger.rules.drafting import draft_all
from wireledger.rules.extract import Proposed
from wireledger.rules.proposals import WITH_AMOUNT, Candidate, Proposal
from wireledger.segment import Sentence
from wireledger.story import Story
from wireledger.values.authorities import Authority
from wireledger.values.countries import CountryRef
from wireledger.values.dates import PartialDate

_LEAST = {"authority": 0.3, "amount": 0.4, "date": 0.4, "program": 0.4}  # probability from which a slot is filled
_NEAR_BEST = 0.6  # of the likeliest body's probability: from there on another may be meant as well
_LEAST_TYPE = 0.6  # probability from which the reader's type of a named target goes before the rules'
_LEAST_TOLD = 0.05  # a trigger that tells nothing, by the reader, gets no new targets
_BY_RULES = 6.0  # how much likelier the trigger's action and status are for the rules having read them
_OTHER_SUM = 0.1  # probability of its words below which a sum is no action's
_WORTH_READING = 0.06  # the rules' confidence in a trigger's surest target; below it no time is spent
_UNREAD = 0.3  # of a target that stands outside its trigger's window


@dataclass(frozen=True, slots=True)
class _Seen:
    """A trigger's window, what the reader says of it, and what it comes to for all of the trigger's targets."""

    proposal: Proposal
    window: Window
    reading: Reading
    found: list[Labelled]
    authority: tuple[Mention, ...]
    amount: Mention | None
    date: Mention | None
    program: Mention | None


def load_filler(folder: Path, alone: bool = False) -> "Filler":
    """Return the filler of a model folder; one that this process has loaded, and that is the same still, is kept.

    Raises:
        ConfigError: see `Filler`.
    """
    table = folder / "model.json"
    return _load(folder, alone, table.stat().st_mtime_ns if table.is_file() else 0)


@lru_cache(maxsize=2)
def _load(folder: Path, alone: bool, stamp: int) -> "Filler":
    return Filler(folder, alone)


class Filler:
    """A model folder and how its confidence is joined with the rules'."""

    def __init__(self, folder: Path, alone: bool = False) -> None:
        """Load a folder; with `alone`, the rules' confidence counts for nothing.

        Raises:
            ConfigError: a file is missing or altered, or the folder is of another format.
        """
        self._model = Model(folder)
        settings = self._model.settings["alone" if alone else "auto"]
        self._arbitration = Arbitration(**settings["arbitration"])
        self._time = TimeArbitration(**settings["time"])
        self._threshold = float(settings["threshold"])
        self.n_threads = self._model.n_threads
        self.version = f"model-{self._model.settings['files']['network.onnx'][:12]}"

    def fill(self, story: Story, sentences: list[Sentence], proposed: Proposed) -> list[Draft]:
        """Return the drafts of a story, not yet merged, decided by the reader."""
        return fill(self._model, story, sentences, proposed)

    def judge(self, sentences: list[Sentence], proposed: Proposed, drafts: Iterable[Draft]) -> list[Draft]:
        """Return the merged drafts that are sure enough, their targets described by the reader."""
        drafts = list(drafts)
        sure = self._arbitration.join(drafts)
        joined = [replace(draft, confidence=p) for draft, p in zip(drafts, sure, strict=True)]
        kept = [decided(self._timed(draft)) for draft in joined if draft.confidence >= self._threshold]
        return describe(self._model, sentences, proposed, kept)

    def _timed(self, draft: Draft) -> Draft:
        return replace(draft, background=self._time.recalls(draft)) if is_timed(draft) else draft


def fill(model: Model, story: Story, sentences: list[Sentence], proposed: Proposed) -> list[Draft]:
    """Return the drafts in order, decided by the reader; those that it could not read stay as the rules left them."""
    seen = _read(model, proposed)
    added = [
        replace(proposal, candidates=_added(seen[order], proposed) if order in seen else [])
        for order, proposal in enumerate(proposed.proposals)
    ]
    drafts = list(proposed.drafts)
    if any(proposal.candidates for proposal in added):
        drafts += weigh(draft_all(story, sentences, proposed.read, added))
    drafts.sort(key=lambda draft: draft.order)
    return [_decide(draft, seen[draft.order]) if draft.order in seen else draft for draft in drafts]


def _read(model: Model, proposed: Proposed) -> dict[int, _Seen]:
    """Return what the reader says of each proposal, by its number."""
    cutter = Cutter(model.tokenizer)
    siblings = {id(group[0].sentence): group for group in by_sentence(proposed.proposals)}
    surest: dict[int, float] = {}
    for draft in proposed.drafts:
        surest[draft.order] = max(surest.get(draft.order, 0.0), draft.confidence)
    windows: dict[int, Window] = {}
    for order, proposal in enumerate(proposed.proposals):
        if surest.get(order, 0.0) >= _WORTH_READING:
            window = cut_trigger(cutter, proposed.read, proposal, siblings[id(proposal.sentence)])
            if window is not None:
                windows[order] = window
    seen: dict[int, _Seen] = {}
    for (order, window), reading in zip(windows.items(), model.read_all(list(windows.values())), strict=True):
        proposal = proposed.proposals[order]
        if proposal.trigger.rule == "continuation" and order - 1 in seen:
            # "The firms include ..." tells what the sentence before tells, whatever its own words may hint at.
            first = seen[order - 1].reading
            reading = replace(reading, told=first.told, statuses=first.statuses, background=first.background)
        seen[order] = _see(proposal, window, reading)
    return seen


def _see(proposal: Proposal, window: Window, reading: Reading) -> _Seen:
    found, tags = decode(window, reading.tags), reading.tags
    return _Seen(
        proposal, window, reading, found,
        authority=_authority(proposal, window, tags, found), amount=_best(window, tags, "money", "amount"),
        date=_best(window, tags, "date", "date"), program=_program(window, found),
    )  # fmt: skip


def _added(seen: _Seen, proposed: Proposed) -> list[Candidate]:
    """Return the targets that the reader found and the rules did not propose."""
    if 1 - float(seen.reading.told[0]) < _LEAST_TOLD:
        return []
    known = [candidate.mention for candidate in seen.proposal.candidates]
    added: list[Candidate] = []
    for found in seen.found:
        if found.label not in TARGETS or any(mention.span.overlaps(found.span) for mention in known):
            continue
        made = make_mention(found, proposed.read)
        if made is not None and all(made[0].text != mention.text for mention in known):
            known.append(made[0])
            added.append(Candidate(made[0], "model", made[1]))
    return added


def _decide(draft: Draft, seen: _Seen) -> Draft:
    reading, tags = seen.reading, seen.reading.tags
    at = draft.tellings[0].target
    words = seen.window.words_in(at) if at is not None else []
    p_target = label_probability(tags, words, *TARGETS) if words else _UNREAD
    p = (1 - float(reading.told[0])) * p_target
    action = _joint(ACTIONS, reading.told[1:], seen.proposal.trigger.action)
    kind = _type(draft, tags, words) if draft.name is not None else draft.type
    if action == "designation" and kind in ("country", "sector"):
        action = "trade_restriction"
    slots = {"action", "status", "background"} | ({"type"} if kind != draft.type else set())
    amount = (seen.amount or _kept(seen, draft.amount)) if action in WITH_AMOUNT else None
    by_reader = {
        "authority": seen.authority, "amount": amount is not draft.amount, "program": seen.program, "date": seen.date
    }  # fmt: skip
    date, date_span = draft.date, draft.date_span
    if seen.date is not None and isinstance(seen.date.value, PartialDate):
        date, date_span = seen.date.value.iso, seen.date.span
    elif draft.date_span is not None and seen.window.words_in(draft.date_span):
        date, date_span = None, None  # the reader has seen the rules' date and does not take it
    return replace(
        draft,
        confidence=model_confidence(p, draft.confidence),
        tellings=tuple(
            replace(telling, model=p, model_time=float(reading.background[1])) for telling in draft.tellings
        ),
        action=action,
        type=kind,
        status=_joint(STATUSES, reading.statuses, seen.proposal.trigger.status),
        background=bool(reading.background[1] >= 0.5),
        authority=seen.authority or draft.authority,
        deciders=() if seen.authority else draft.deciders,
        amount=amount,
        program=seen.program or draft.program,
        date=date,
        date_span=date_span,
        by_model=frozenset(slots | {name for name, value in by_reader.items() if value}),
    )


def _joint(names: tuple[str, ...], probabilities: Array, by_rules: str) -> str:
    """Return the likeliest name, that which the trigger's words say by the rules counted `_BY_RULES` times."""
    weighed = [float(p) * (_BY_RULES if name == by_rules else 1) for name, p in zip(names, probabilities, strict=True)]
    return names[weighed.index(max(weighed))]


def _type(draft: Draft, tags: Array, words: list[int]) -> str:
    """Return a named target's type: the rules', unless the reader is sure of another."""
    likely = {kind: label_probability(tags, words, f"name-{kind}") for kind in TYPES} if words else {}
    sure = [kind for kind, p in likely.items() if p >= _LEAST_TYPE]
    return sure[0] if sure else draft.type


def _best(window: Window, tags: Array, label: str, slot: str) -> Mention | None:
    """Return the rules' mention of a label that likeliest fills a slot, or None where none is likely."""
    likely = [(p, -m.span.start_char, m) for p, m in _likely(window, tags, (label,), slot)]
    return max(likely, key=lambda row: row[:2])[2] if likely else None


def _kept(seen: _Seen, amount: Mention | None) -> Mention | None:
    """Return the rules' sum, unless the reader has seen it and is sure that it is another matter's."""
    words = seen.window.words_in(amount.span) if amount is not None else []
    other = bool(words) and label_probability(seen.reading.tags, words, "amount") < _OTHER_SUM
    return None if other else amount


def _likely(window: Window, tags: Array, labels: tuple[str, ...], slot: str) -> list[tuple[float, Mention]]:
    rows = []
    for mention in window.mentions:
        if mention.label in labels:
            p = label_probability(tags, window.words_in(mention.span), slot)
            if p >= _LEAST[slot]:
                rows.append((p, mention))
    return rows


def _authority(proposal: Proposal, window: Window, tags: Array, found: list[Labelled]) -> tuple[Mention, ...]:
    """Return the likeliest body, in all the words that the reader gives it, and the one that acts with it."""
    rows = [
        (p, m)
        for p, m in _likely(window, tags, ("authority", "country"), "authority")
        if isinstance(m.value, Authority) or (isinstance(m.value, CountryRef) and m.value.relation is None)
    ]
    if not rows:
        return ()
    near = _NEAR_BEST * max(p for p, _ in rows)
    # "Treasury" before "the United States", where both may be meant (RECORDS.md, rule 5).
    best = max(
        (row for row in rows if row[0] >= near),
        key=lambda row: (isinstance(row[1].value, Authority), row[0], -row[1].span.start_char),
    )[1]
    partners = [d.partner for d in proposal.deciders if d.mention.span == best.span and d.partner is not None]
    whole = next((f.span for f in found if f.label == "authority" and f.span.covers(best.span)), best.span)
    best = replace(best, span=whole, text=window.text_of(whole))
    return tuple(sorted((best, *partners[:1]), key=lambda mention: mention.span))


def _program(window: Window, found: list[Labelled]) -> Mention | None:
    best = surest(found, "program", _LEAST["program"])
    return Mention(best.span, "program", window.text_of(best.span)) if best is not None else None
