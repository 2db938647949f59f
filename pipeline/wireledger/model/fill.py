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
from wireledger.model.decode import Labelled, decode, label_probability
from wireledger.model.describe import describe
from wireledger.model.join import Arbitration, model_confidence
from wireledger.model.mentions import make_mention
from wireledger.model.pieces import Cutter
from wireledger.model.runtime import Array, Model, Reading
from wireledger.model.tags import ARGUMENTS, TYPES
from wireledger.model.windows import Window, cut_trigger
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

_TARGET_LABELS = tuple(label for label in ARGUMENTS if label.startswith(("name-", "group-")))
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
    """A trigger's window with what the reader says of it."""

    proposal: Proposal
    window: Window
    reading: Reading
    found: list[Labelled]


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
        self._threshold = float(settings["threshold"])
        self.version = f"model-{self._model.settings['files']['network.onnx'][:12]}"

    def fill(self, story: Story, sentences: list[Sentence], proposed: Proposed) -> list[Draft]:
        """Return the drafts of a story, not yet merged, decided by the reader."""
        return fill(self._model, story, sentences, proposed)

    def judge(self, sentences: list[Sentence], proposed: Proposed, drafts: Iterable[Draft]) -> list[Draft]:
        """Return the merged drafts that are sure enough, their targets described by the reader."""
        joined = [replace(draft, confidence=self._arbitration.join(draft)) for draft in drafts]
        kept = [decided(draft) for draft in joined if draft.confidence >= self._threshold]
        return describe(self._model, sentences, proposed, kept)


def fill(model: Model, story: Story, sentences: list[Sentence], proposed: Proposed) -> list[Draft]:
    """Return the drafts in order, decided by the reader; those that it could not read stay as the rules left them."""
    seen = _read(model, proposed)
    added = [
        replace(proposal, candidates=_added(proposal, seen.get(order), proposed))
        for order, proposal in enumerate(proposed.proposals)
    ]
    drafts = [*proposed.drafts, *weigh(draft_all(story, sentences, proposed.read, added))]
    drafts.sort(key=lambda draft: draft.order)
    return [_decide(draft, seen[draft.order]) if draft.order in seen else draft for draft in drafts]


def _read(model: Model, proposed: Proposed) -> dict[int, _Seen]:
    """Return what the reader says of each proposal, by its number."""
    cutter = Cutter(model.tokenizer)
    by_sentence: dict[int, list[Proposal]] = {}
    for proposal in proposed.proposals:
        by_sentence.setdefault(id(proposal.sentence), []).append(proposal)
    surest: dict[int, float] = {}
    for draft in proposed.drafts:
        surest[draft.order] = max(surest.get(draft.order, 0.0), draft.confidence)
    seen: dict[int, _Seen] = {}
    for order, proposal in enumerate(proposed.proposals):
        if surest.get(order, 0.0) < _WORTH_READING:
            continue
        window = cut_trigger(cutter, proposed.read, proposal, by_sentence[id(proposal.sentence)])
        if window is not None:
            reading = model.read(window)
            if proposal.trigger.rule == "continuation" and order - 1 in seen:
                # "The firms include ..." tells what the sentence before tells, whatever its own words may hint at.
                first = seen[order - 1].reading
                reading = replace(reading, told=first.told, statuses=first.statuses, background=first.background)
            seen[order] = _Seen(proposal, window, reading, decode(window, reading.tags))
    return seen


def _added(proposal: Proposal, seen: _Seen | None, proposed: Proposed) -> list[Candidate]:
    """Return the targets that the reader found and the rules did not propose."""
    if seen is None or 1 - float(seen.reading.told[0]) < _LEAST_TOLD:
        return []
    known = [candidate.mention for candidate in proposal.candidates]
    added: list[Candidate] = []
    for found in seen.found:
        if found.label not in _TARGET_LABELS or any(mention.span.overlaps(found.span) for mention in known):
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
    p_target = label_probability(tags, words, *_TARGET_LABELS) if words else _UNREAD
    p = (1 - float(reading.told[0])) * p_target
    action = _joint(ACTIONS, reading.told[1:], seen.proposal.trigger.action)
    kind = _type(draft, tags, words) if draft.name is not None else draft.type
    if action == "designation" and kind in ("country", "sector"):
        action = "trade_restriction"
    slots = {"action", "status", "background"} | ({"type"} if kind != draft.type else set())
    authority = _authority(seen)
    amount = (_best(seen, "money", "amount") or _kept(seen, draft.amount)) if action in WITH_AMOUNT else None
    program = _program(seen)
    day = _best(seen, "date", "date")
    by_reader = {"authority": authority, "amount": amount is not draft.amount, "program": program, "date": day}
    date, date_span = draft.date, draft.date_span
    if day is not None and isinstance(day.value, PartialDate):
        date, date_span = day.value.iso, day.span
    elif draft.date_span is not None and seen.window.words_in(draft.date_span):
        date, date_span = None, None  # the reader has seen the rules' date and does not take it
    return replace(
        draft,
        confidence=model_confidence(p, draft.confidence),
        tellings=tuple(replace(telling, model=p) for telling in draft.tellings),
        action=action,
        type=kind,
        status=_joint(STATUSES, reading.statuses, seen.proposal.trigger.status),
        background=bool(reading.background[1] >= 0.5),
        authority=authority or draft.authority,
        deciders=() if authority else draft.deciders,
        amount=amount,
        program=program or draft.program,
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


def _best(seen: _Seen, label: str, slot: str) -> Mention | None:
    """Return the rules' mention of a label that likeliest fills a slot, or None where none is likely."""
    likely = [(p, -m.span.start_char, m) for p, m in _likely(seen, (label,), slot)]
    return max(likely, key=lambda row: row[:2])[2] if likely else None


def _kept(seen: _Seen, amount: Mention | None) -> Mention | None:
    """Return the rules' sum, unless the reader has seen it and is sure that it is another matter's."""
    words = seen.window.words_in(amount.span) if amount is not None else []
    other = bool(words) and label_probability(seen.reading.tags, words, "amount") < _OTHER_SUM
    return None if other else amount


def _likely(seen: _Seen, labels: tuple[str, ...], slot: str) -> list[tuple[float, Mention]]:
    rows = []
    for mention in seen.window.mentions:
        if mention.label in labels:
            p = label_probability(seen.reading.tags, seen.window.words_in(mention.span), slot)
            if p >= _LEAST[slot]:
                rows.append((p, mention))
    return rows


def _authority(seen: _Seen) -> tuple[Mention, ...]:
    """Return the likeliest body, in all the words that the reader gives it, and the one that acts with it."""
    rows = [
        (p, m)
        for p, m in _likely(seen, ("authority", "country"), "authority")
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
    partners = [d.partner for d in seen.proposal.deciders if d.mention.span == best.span and d.partner is not None]
    whole = next((f.span for f in seen.found if f.label == "authority" and f.span.covers(best.span)), best.span)
    best = replace(best, span=whole, text=seen.window.text_of(whole))
    return tuple(sorted((best, *partners[:1]), key=lambda mention: mention.span))


def _program(seen: _Seen) -> Mention | None:
    likely = [f for f in seen.found if f.label == "program" and f.confidence >= _LEAST["program"]]
    if not likely:
        return None
    best = max(likely, key=lambda found: found.confidence)
    return Mention(best.span, "program", seen.window.text_of(best.span))
