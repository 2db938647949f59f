"""Trigger -> its arguments: targets, authority, amount, date, program.

In: a trigger, the mentions of its sentence, the sentences before. Out: a `Proposal`: what the sentence says, in mentions.
Not done here: full names, roles and merging of tellings (`describe.py`, `assemble/`).
"""

import re
from dataclasses import dataclass, field, replace

from wireledger.annotations import Mention
from wireledger.rules.groups import Group
from wireledger.rules.references import Read, Reference, resolve
from wireledger.rules.targets import Local, find_targets, other_candidates
from wireledger.rules.triggers import Trigger, clause_start, is_private_suit
from wireledger.segment import Sentence

_BY = re.compile(r"\bby\s+(?:the\s+)?$")

@dataclass(slots=True)
class Proposal:
    """What one trigger says.

    Attributes:
        trigger: The trigger.
        sentence: Its sentence.
        targets: Names, groups and countries that stand where the trigger's frame has its targets, in order.
        loose: The other names, groups and countries of the sentence; few are targets, `confidence.py` tells which.
        authority: Deciding bodies.
        amount: The sum of the action, or None.
        date: When it was taken, or None.
        program: Legal basis, or None.
        evidence: Sentences that it rests on.
        near: Candidates of the sentences around, each with "prev1", "prev2" or "next1" and its sentence.
    """

    trigger: Trigger
    sentence: Sentence
    targets: list[Mention]
    authority: list[Mention]
    loose: list[Mention] = field(default_factory=list)
    amount: Mention | None = None
    date: Mention | None = None
    program: Mention | None = None
    evidence: list[Sentence] = field(default_factory=list)
    near: list[tuple[str, Sentence, Mention]] = field(default_factory=list)


def propose(
    trigger: Trigger,
    sentence: Sentence,
    mentions: list[Mention],
    before: Read,
    next_start: int,
    sanctioned: Mention | None = None,
) -> Proposal | None:
    """Return what a trigger says, or None where it has no target in reach."""
    offset = sentence.span.start_char
    local = [(m.span.start_char - offset, m.span.end_char - offset, m) for m in mentions]
    evidence = [sentence]
    if trigger.frame == "context":
        targets = [sanctioned] if sanctioned is not None else []
    else:
        targets = find_targets(trigger, sentence.text, local)
    if not targets and (reference := _referred(trigger, sentence, before, sanctioned)) is not None:
        targets, evidence = reference.mentions, [reference.source, sentence]
    loose = other_candidates(sentence.text, local, targets)
    if not targets and not loose:
        return None
    if trigger.action == "travel_ban":
        # Entry bans on a country's nationals as such are immigration policy (RECORDS.md, rule 12).
        targets, loose = [m for m in targets if not _is_people(m)], [m for m in loose if not _is_people(m)]
    amount = (
        _amount(trigger, local, next_start)
        if trigger.action in ("forfeiture", "seizure", "penalty", "asset_freeze")
        else None
    )
    if amount is None and (
        trigger.needs_money
        or (trigger.rule in ("forfeit", "forfeit-of", "confiscate") and not _FORFEITABLE.search(sentence.text))
    ):
        return None
    authority = _authority(trigger, sentence.text, local, targets)
    if not authority and trigger.rule in ("seize", "confiscate"):
        return None  # rebels, creditors and ball players seize things, too
    if not authority and trigger.needs_money and is_private_suit(sentence.text):
        return None
    if not authority:
        authority, source = _earlier_authority(before)
        if source is not None:
            evidence = [source, *evidence]
    date = _nearest(trigger, local, "date")
    program = _nearest(trigger, local, "program")
    return Proposal(trigger, sentence, targets, authority, loose, amount, date, program, evidence)


def _is_people(mention: Mention) -> bool:
    return mention.label == "country" or (
        isinstance(mention.value, Group) and mention.value.count is None and mention.value.role is None
    )


_FORFEITABLE = re.compile(
    r"\b(?:forfeiture|assets?|propert(?:y|ies)|proceeds|profits|gains|yachts?|homes?|houses?|bitcoins?|funds|cash|ill-gotten|seized)\b"
)


def _referred(trigger: Trigger, sentence: Sentence, before: Read, state: Mention | None) -> Reference | None:
    """Resolve the pronoun or definite noun that stands where the target would."""
    start = clause_start(sentence.text, trigger.start)
    if trigger.target is not None:
        words = sentence.text[slice(*trigger.target)]
    elif trigger.frame == "subject" or trigger.passive:
        words = sentence.text[start : trigger.start]
    else:
        words = sentence.text[trigger.end : trigger.end + 40]
    return resolve(words, before, state)


def _authority(trigger: Trigger, text: str, local: Local, targets: list[Mention]) -> list[Mention]:
    bodies = [(a, b, m) for a, b, m in local if m.label == "authority"]
    places = [
        (a, b, m)
        for a, b, m in local
        if m.label == "country"
        and m not in targets
        and getattr(m.value, "form", "") in ("name", "capital")
        and getattr(m.value, "relation", None) is None
    ]
    after_by = [(a, b, m) for a, b, m in bodies + places if a > trigger.start and _BY.search(text[max(0, a - 30) : a])]
    if after_by:
        return [min(after_by)[2]]
    left = [(a, b, m) for a, b, m in bodies if b <= trigger.start]
    if left:
        a, _, chosen = left[-1]
        joint = [m for x, y, m in left[:-1] if re.fullmatch(r",?\s+and\s+(?:the\s+)?", text[y:a])]
        return [*joint, chosen]
    subjects = [
        (a, b, m)
        for a, b, m in places
        if b <= trigger.start
        and not re.search(r"\b(?:in|from|of|to|with|against|on|near|for)\s+(?:the\s+)?$", text[max(0, a - 12) : a])
        and text[b : b + 1] != "-"
    ]
    if subjects:
        return [subjects[-1][2]]
    return [bodies[0][2]] if bodies else []


def _earlier_authority(before: Read) -> tuple[list[Mention], Sentence | None]:
    order = [*reversed(before[-3:]), *before[:3]]
    for sentence, mentions in order:
        bodies = [m for m in mentions if m.label == "authority"]
        if bodies:
            return bodies[:1], sentence
    return [], None


def _amount(trigger: Trigger, local: Local, next_start: int) -> Mention | None:
    money = [(a, b, m) for a, b, m in local if m.label == "money"]
    inside = [m for a, b, m in money if trigger.start <= a < next_start]
    if inside:
        return inside[0]
    left = [m for a, b, m in money if b <= trigger.start and trigger.start - b < 60]
    return left[-1] if left else None


def _nearest(trigger: Trigger, local: Local, label: str) -> Mention | None:
    hits = [(min(abs(a - trigger.end), abs(trigger.start - b)), a, m) for a, b, m in local if m.label == label]
    return min(hits, key=lambda hit: hit[:2])[2] if hits else None


_CONTINUES = re.compile(
    r"^(?:The|They|Those|These|Among|Also|Others|Targets|It)\b[^.;]{0,70}?\b(?:includ(?:e[ds]?|ing)|are|were|comprise[ds]?|(?:also\s+)?(?:named|listed|targeted|designated|sanctioned))\b(?!\s+(?:a|an|the|not|also|in|being|frozen|blocked|prohibited|expected|aimed|meant|intended|part)\b)"
)


def continuation(sentence: Sentence, previous: Trigger) -> Trigger | None:
    """Return a trigger for a sentence that goes on with the list of the one before: "The firms include ..."."""
    match = _CONTINUES.match(sentence.text)
    if match is None:
        return None
    return replace(
        previous,
        rule="continuation",
        frame="after",
        start=0,
        end=match.end(),
        passive=False,
        target=None,
        needs_money=False,
    )


_SANCTIONS_ON = re.compile(r"\bsanctions\s+(?:imposed\s+)?(?:on|against)\s+(?:the\s+)?$")


def sanctioned_state(read: Read) -> Mention | None:
    """Return the state that a story's sanctions are on: the one most often named after "sanctions on" or before "sanctions"."""
    votes: dict[tuple[str, ...], list[Mention]] = {}
    for sentence, mentions in read:
        for mention in mentions:
            if (
                mention.label != "country"
                or getattr(mention.value, "form", "") != "name"
                or getattr(mention.value, "relation", None)
            ):
                continue
            at, end = (
                mention.span.start_char - sentence.span.start_char,
                mention.span.end_char - sentence.span.start_char,
            )
            if _SANCTIONS_ON.search(sentence.text[max(0, at - 40) : at]) or re.match(
                r"\s+(?:[a-z]+\s+)?sanctions\b", sentence.text[end : end + 30]
            ):
                votes.setdefault(getattr(mention.value, "codes", ()), []).append(mention)
    # "U.S. sanctions" names who imposes, not on whom.
    named = [ms for codes, ms in votes.items() if codes not in (("US",), ("EU",), ("GB",))]
    return max(named, key=len)[0] if named else None
