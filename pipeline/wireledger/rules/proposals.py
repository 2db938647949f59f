"""Story -> proposals: for each trigger, the targets that it may have, the bodies that may decide, sum, date and basis.

In: the sentences of a story. Out: `Proposal`s in order of place. A proposal holds every candidate in reach; which of
them are records is weighed later (`confidence.py`). Not done here: full names, roles (`drafting.py`), merging.
"""

import re
from dataclasses import dataclass, field, replace

from wireledger.annotations import Mention
from wireledger.assemble.drafts import Decider
from wireledger.records import FAMILIES
from wireledger.rules.deciders import decide, find_deciders
from wireledger.rules.groups import Group
from wireledger.rules.mentions import StoryContext, find_mentions
from wireledger.rules.references import Read, Reference, resolve, sanctioned_state
from wireledger.rules.targets import Local, find_targets, local_mentions, near_candidates, other_candidates
from wireledger.rules.triggers import Trigger, clause_start, find_triggers, is_private_suit
from wireledger.segment import Sentence
from wireledger.segment.zones import dateline_end
from wireledger.story import Story
from wireledger.values.countries import find_countries

WITH_AMOUNT = ("forfeiture", "seizure", "penalty", "asset_freeze")
"""Actions that may carry a sum."""
_AMOUNT_BEFORE = 60  # characters from a sum to the trigger after it
_FORFEITABLE = re.compile(
    r"\b(?:forfeiture|assets?|propert(?:y|ies)|proceeds|profits|gains|yachts?|homes?|houses?|bitcoins?|funds|cash|ill-gotten|seized)\b"
)
_CONTINUES = re.compile(
    r"^(?:The|They|Those|These|Among|Also|Others|Targets|It)\b[^.;]{0,70}?\b(?:includ(?:e[ds]?|ing)\b|(?:are|were|comprise[ds]?|(?:also\s+)?(?:named|listed|targeted|designated|sanctioned))\b(?!\s+(?:a|an|the|not|also|in|being|frozen|blocked|prohibited|expected|aimed|meant|intended|part)\b))"
)

_PERIOD = re.compile(
    r"\b(?:since|until|between|through|born|founded\s+in|established\s+in|(?:between|from)\s+[\w ]{3,14}\s+(?:and|to))\s+(?:(?:early|late|at\s+least|about)\s+)?$"
)
_NEW_CLAUSE = re.compile(r",\s+(?:and|but|while)\b|;|\b(?:after|when|which|who)\b")
_CLAUSE_COST = 60  # characters that a clause between a date and a trigger counts for


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that may be a target.

    Attributes:
        mention: A name, group or country.
        place: "0" to "3" for the first members of the list in the trigger's frame, "loose" for the rest of its sentence,
            "prev1", "prev2" and "next1" for the sentences around.
        source: The sentence that holds it.
    """

    mention: Mention
    place: str
    source: Sentence


@dataclass(slots=True)
class Proposal:
    """What one trigger may say.

    Attributes:
        trigger: The trigger.
        sentence: Its sentence.
        candidates: What may be its targets, those in its frame first.
        deciders: The bodies that may decide.
        authority: The likeliest of them.
        amount: The sum of the action, or None.
        date: When it was taken, or None.
        program: Legal basis, or None.
        evidence: Sentences that it rests on.
    """

    trigger: Trigger
    sentence: Sentence
    candidates: list[Candidate]
    deciders: tuple[Decider, ...] = ()
    authority: tuple[Mention, ...] = ()
    amount: Mention | None = None
    date: Mention | None = None
    program: Mention | None = None
    evidence: list[Sentence] = field(default_factory=list)


def read_mentions(story: Story, sentences: list[Sentence]) -> Read:
    """Return the sentences worth reading with their mentions: those with a trigger, those around, and the lead."""
    news = [sentence for sentence in sentences if sentence.is_news]
    stirring = {i for i, sentence in enumerate(news) if find_triggers(sentence)}
    if not stirring:
        return []
    context = StoryContext(story.published, _home(news))
    wanted = {i + d for i in stirring for d in (-2, -1, 0, 1, 2)} | {0, 1, 2}
    return [(sentence, find_mentions(sentence, context)) for i, sentence in enumerate(news) if i in wanted]


def find_proposals(read: Read) -> list[Proposal]:
    """Return what each trigger of the read sentences may say, in order."""
    state = sanctioned_state(read)
    proposals: list[Proposal] = []
    for at, (sentence, _) in enumerate(read):
        triggers = find_triggers(sentence)
        if not triggers and proposals and at and proposals[-1].sentence is read[at - 1][0]:
            more = _continue(proposals[-1], read, at)
            proposals += [more] if more is not None else []
        starts = [*(trigger.start for trigger in triggers[1:]), len(sentence.text)]
        for trigger, next_start in zip(triggers, starts, strict=False):
            proposal = _propose(trigger, read, at, next_start, state)
            if proposal is not None:
                proposals.append(proposal)
    return proposals


def _home(news: list[Sentence]) -> str | None:
    """Return the country of the dateline, which "the central bank" and "prosecutors" of the story belong to."""
    for sentence in news[:2]:
        if sentence.index >= 0 and (end := dateline_end(sentence.text)):
            for found in find_countries(sentence.text[:end].title()):
                return found.value.codes[0]
    return None


def _propose(trigger: Trigger, read: Read, at: int, next_start: int, state: Reference | None) -> Proposal | None:
    """Return what a trigger may say, or None where it has no target in reach."""
    sentence, mentions = read[at]
    text, local = sentence.text, local_mentions(sentence, mentions)
    amount = _amount(trigger, local, next_start) if trigger.action in WITH_AMOUNT else None
    if amount is None and (
        trigger.needs_money
        or (trigger.rule in ("forfeit", "forfeit-of", "confiscate") and not _FORFEITABLE.search(text))
    ):
        return None
    in_frame = Reference([], sentence)
    if trigger.frame != "context":
        in_frame = Reference(find_targets(trigger, text, local), sentence)
    elif state is not None:
        in_frame = state
    if not in_frame.mentions or _is_definite(in_frame.mentions, sentence):
        in_frame = _referred(trigger, sentence, read[:at], state) or in_frame
    targets = in_frame.mentions
    candidates = [Candidate(target, str(min(i, 3)), in_frame.source) for i, target in enumerate(targets)]
    candidates += [Candidate(target, "loose", sentence) for target in other_candidates(text, local, targets)]
    candidates += [Candidate(target, where, near) for where, near, target in near_candidates(read, at)]
    if trigger.action == "travel_ban":
        candidates = [candidate for candidate in candidates if not _is_people(candidate.mention)]
    if not candidates:
        return None
    deciders = find_deciders(trigger, read, at, targets, FAMILIES[trigger.action])
    authority, _ = decide(deciders)
    if not authority and trigger.needs_money and is_private_suit(text):
        return None
    return Proposal(
        trigger, sentence, candidates, deciders, authority, amount,
        _date(trigger, text, local), _nearest(trigger, local, "program"), [sentence],
    )  # fmt: skip


def _is_definite(targets: list[Mention], sentence: Sentence) -> bool:
    """Tell whether the only target is a group named before: "the two men", "both firms"."""
    if len(targets) != 1 or not isinstance(targets[0].value, Group) or targets[0].value.nationality:
        return False
    start, _ = sentence.place_of(targets[0].span)
    return re.search(r"(?i)\b(?:the|both|those|these)\s*$", sentence.text[max(0, start - 7) : start]) is not None


def _is_people(mention: Mention) -> bool:
    """Tell whether a mention is a state or its people: entry bans on those are immigration policy (RECORDS.md, rule 12)."""
    return mention.label == "country" or (
        isinstance(mention.value, Group) and mention.value.count is None and mention.value.role is None
    )


def _referred(trigger: Trigger, sentence: Sentence, before: Read, state: Reference | None) -> Reference | None:
    """Resolve the pronoun or definite noun that stands where the target would."""
    start = clause_start(sentence.text, trigger.start)
    if trigger.target is not None:
        words = sentence.text[slice(*trigger.target)]
    elif trigger.frame == "subject" or trigger.passive:
        words = sentence.text[start : trigger.start]
    else:
        words = sentence.text[trigger.end : trigger.end + 40]
    return resolve(words, before, state)


def _amount(trigger: Trigger, local: Local, next_start: int) -> Mention | None:
    money = [(a, b, m) for a, b, m in local if m.label == "money"]
    inside = [m for a, b, m in money if trigger.start <= a < next_start]
    if inside:
        return inside[0]
    left = [m for a, b, m in money if b <= trigger.start and trigger.start - b < _AMOUNT_BEFORE]
    return left[-1] if left else None


def _nearest(trigger: Trigger, local: Local, label: str) -> Mention | None:
    hits = [(min(abs(a - trigger.end), abs(trigger.start - b)), a, m) for a, b, m in local if m.label == label]
    return min(hits, key=lambda hit: hit[:2])[2] if hits else None


def _date(trigger: Trigger, text: str, local: Local) -> Mention | None:
    """Return the nearest date of the trigger's clause, else of its sentence; the bounds of a period date no decision."""
    hits = []
    for start, end, mention in local:
        if mention.label != "date" or _PERIOD.search(text[max(0, start - 24) : start]):
            continue
        between = text[trigger.end : start] if start >= trigger.end else text[end : trigger.start]
        hits.append((len(between) + _CLAUSE_COST * len(_NEW_CLAUSE.findall(between)), start, mention))
    return min(hits, key=lambda hit: hit[:2])[2] if hits else None


def _continue(first: Proposal, read: Read, at: int) -> Proposal | None:
    """Read a sentence that goes on with the list of the one before: "The firms include ..."."""
    sentence, mentions = read[at]
    match = _CONTINUES.match(sentence.text)
    if match is None:
        return None
    trigger = replace(
        first.trigger, rule="continuation", frame="after", start=0, end=match.end(),
        passive=False, target=None, needs_money=False,
    )  # fmt: skip
    targets = find_targets(trigger, sentence.text, local_mentions(sentence, mentions))
    if not targets:
        return None
    candidates = [Candidate(target, str(min(i, 3)), sentence) for i, target in enumerate(targets)]
    return replace(
        first, trigger=trigger, sentence=sentence, candidates=candidates, evidence=[*first.evidence, sentence]
    )
