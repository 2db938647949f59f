"""Trigger -> its arguments: targets, authority, amount, date, program.

In: a trigger, the mentions of its sentence, the sentences before. Out: a `Proposal`: what the sentence says, in mentions.
Not done here: full names, roles and merging of tellings (`describe.py`, `assemble/`).
"""

import re
from dataclasses import dataclass, field, replace

from wireledger.annotations import Mention
from wireledger.rules.groups import Group
from wireledger.rules.targets import Local, find_targets, is_country_by_name
from wireledger.rules.triggers import Trigger, clause_start, is_private_suit
from wireledger.segment import Sentence

_BY = re.compile(r"\bby\s+(?:the\s+)?$")
_PRONOUN = re.compile(
    r"\b(?:He|She|he|she|him|her|It|it|its|They|The\s+(?:company|bank|firm|lender|group|agency|brokerage|insurer|drugmaker|carrier|airline|businessman|tycoon|trader|executive|broker|defendant)|the\s+(?:company|bank|firm|lender|group|brokerage|insurer|drugmaker|businessman|tycoon|trader|executive|broker|defendant))\b"
)

@dataclass(slots=True)
class Proposal:
    """What one trigger says.

    Attributes:
        trigger: The trigger.
        sentence: Its sentence.
        targets: Names, groups and countries, in order.
        authority: Deciding bodies.
        amount: The sum of the action, or None.
        date: When it was taken, or None.
        program: Legal basis, or None.
        evidence: Sentences that it rests on.
    """

    trigger: Trigger
    sentence: Sentence
    targets: list[Mention]
    authority: list[Mention]
    amount: Mention | None = None
    date: Mention | None = None
    program: Mention | None = None
    evidence: list[Sentence] = field(default_factory=list)


def propose(
    trigger: Trigger,
    sentence: Sentence,
    mentions: list[Mention],
    before: list[tuple[Sentence, list[Mention]]],
    next_start: int,
    sanctioned: Mention | None = None,
) -> Proposal | None:
    """Return what a trigger says, or None where it has no target in reach."""
    offset = sentence.span.start_char
    local = [(m.span.start_char - offset, m.span.end_char - offset, m) for m in mentions]
    evidence = [sentence]
    if trigger.frame == "context":
        targets = [sanctioned] if sanctioned is not None else []
        if not targets:
            return None
    else:
        targets = find_targets(trigger, sentence.text, local)
    if not targets:
        referred, source = _referred(trigger, sentence, before)
        if referred is None or source is None:
            return None
        targets, evidence = [referred], [source, sentence]
    if trigger.action == "travel_ban":
        # Entry bans on a country's nationals as such are immigration policy (RECORDS.md, rule 12).
        targets = [
            m for m in targets if m.label == "name" or (isinstance(m.value, Group) and (m.value.count or m.value.role))
        ]
        if not targets:
            return None
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
    return Proposal(trigger, sentence, targets, authority, amount, date, _nearest(trigger, local, "program"), evidence)


_FORFEITABLE = re.compile(
    r"\b(?:forfeiture|assets?|propert(?:y|ies)|proceeds|profits|gains|yachts?|homes?|houses?|bitcoins?|funds|cash|ill-gotten|seized)\b"
)


def _referred(
    trigger: Trigger, sentence: Sentence, before: list[tuple[Sentence, list[Mention]]]
) -> tuple[Mention | None, Sentence | None]:
    """Resolve a pronoun or "the company" to the latest person or organization named before."""
    if trigger.frame == "after":
        return None, None
    start = clause_start(sentence.text, trigger.start)
    scope = (
        sentence.text[start : trigger.start]
        if trigger.frame == "subject" or trigger.passive
        else sentence.text[trigger.start : trigger.end + 40]
    )
    pronoun = _PRONOUN.search(scope)
    if pronoun is None:
        return None, None
    wants = (
        "person"
        if re.search(r"(?i)\b(?:he|she|him|her|businessman|tycoon|trader|executive|broker|defendant)\b", pronoun[0])
        else "organization"
    )
    for earlier, mentions in reversed(before[-3:]):
        named = [
            m
            for m in mentions
            if m.label == "name" and (m.attributes.get("type") == wants or m.attributes.get("type") == "unknown")
        ]
        if named:
            return named[0], earlier
    return None, None


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


def _earlier_authority(before: list[tuple[Sentence, list[Mention]]]) -> tuple[list[Mention], Sentence | None]:
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


def sanctioned_state(read: list[tuple[Sentence, list[Mention]]]) -> Mention | None:
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
