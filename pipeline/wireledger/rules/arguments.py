"""Trigger -> its arguments: targets, authority, amount, date, program.

In: a trigger, the mentions of its sentence, the sentences before. Out: a `Proposal`: what the sentence says, in mentions.
Not done here: full names, roles and merging of tellings (`describe.py`, `assemble/`).
"""

import re
from dataclasses import dataclass, field, replace

from wireledger.annotations import Mention
from wireledger.rules.groups import Group
from wireledger.rules.lexicon import stop_words
from wireledger.rules.triggers import Trigger, clause_start, is_private_suit
from wireledger.segment import Sentence

# After the first target a list goes on over these; anything else between two names ends it.
_LINK = re.compile(
    r"^(?:\s*\([^)]{1,60}\))?[”\"’']?s?[\s*]*(?:[,;:–—*-]|\(|,?\s*(?:and|as well as|or|including|among them|such as|plus|along with|both|also|included|include|includes|were|are)\b|\s)*\s*"
    r"(?:(?:the|its|a|an|their|his|another|for|two|three|former|fellow|his|her)\s+)*(?:[a-z][\w-]*\s+){0,4}(?:,?\s*[“\"‘]?)?$"
)
_ENDS_OBJECT = re.compile(
    r"\b(?:for(?!\s+the\s+first)|over|after|because|in connection|accus\w+|saying|said|says|when|while|as part|as a|amid|if|unless|until|which|who|that|by|under|pursuant|in response|in retaliation|due to|since|but|to (?:settle|resolve|pay)|in an?|in a bid|alleging|citing|following|from)\b|;"
)
_FROM = re.compile(r"\b(?:from|belonging to|owned by|linked to|held by|controlled by)\s")
_BY = re.compile(r"\bby\s+(?:the\s+)?$")
_TITLE_GAP = re.compile(r"^(?:[’']s)?(?:\s+[a-z][\w-]*){1,8}\s+(?:[A-Z][a-z]+\.\s)?$")
_PRONOUN = re.compile(
    r"\b(?:He|She|he|she|him|her|It|it|its|They|The\s+(?:company|bank|firm|lender|group|agency|brokerage|insurer|drugmaker|carrier|airline|businessman|tycoon|trader|executive|broker|defendant)|the\s+(?:company|bank|firm|lender|group|brokerage|insurer|drugmaker|businessman|tycoon|trader|executive|broker|defendant))\b"
)
_POSSESSIVE_SECTOR = re.compile(
    r"^[’']s?\s+(?:[\w-]+\s+){0,3}?(?:sector|industry|exports|imports|oil|gold|coal|gas|energy|economy)\b"
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
        targets = _targets(trigger, sentence.text, local)
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
_Local = list[tuple[int, int, Mention]]


def _is_candidate(mention: Mention) -> bool:
    return mention.label in ("name", "group", "country")


def _targets(trigger: Trigger, text: str, local: _Local) -> list[Mention]:
    if trigger.frame == "between" and trigger.target is not None:
        return _list_in(text, local, *trigger.target, first_gap=60)
    if trigger.frame == "subject" or trigger.passive:
        return _subject(trigger, text, local)
    end = len(text)
    if trigger.action in ("forfeiture", "seizure") and (source := _FROM.search(text, trigger.end, trigger.end + 110)):
        owned = _list_in(text, local, source.end(), len(text), first_gap=40)
        if owned:
            return owned
    stop = _ENDS_OBJECT.search(text, trigger.end + 1)
    if stop:
        end = stop.start()
    return _list_in(text, local, trigger.end, end, first_gap=75)


def _list_in(text: str, local: _Local, start: int, end: int, first_gap: int) -> list[Mention]:
    targets: list[Mention] = []
    last = start
    for left, right, mention in local:
        if left < start or left >= end:
            continue
        if not _is_candidate(mention):
            continue
        gap = text[last:left]
        if isinstance(mention.value, Group) and mention.value.bare and (targets or len(gap) > 25):
            continue
        if not targets:
            if len(gap) > first_gap:
                break
        elif not _LINK.match(gap):
            break
        if mention.label == "country" and not _is_country_target(text, left, right, local):
            if targets and _LINK.match(gap):
                last = right  # a nationality inside the list: "A, and China-based B"
            continue
        targets.append(mention)
        last = right
    return targets


def _is_country_target(text: str, left: int, right: int, local: _Local) -> bool:
    ref = text[right : right + 60]
    mention = next(m for a, _, m in local if a == left)
    if getattr(mention.value, "form", "") not in ("name", "capital") or getattr(mention.value, "relation", None):
        return False
    if ref.startswith(("’s", "'s")):
        return bool(_POSSESSIVE_SECTOR.match(ref))
    if (
        re.match(
            r"^(?:\s*\([A-Z]+\))?[\s-]+(?:[a-z-]+\s+){0,3}$",
            text[right : next((a for a, _, m in local if a > left and _is_candidate(m)), right)],
        )
        and ref[:1] == " "
    ):
        return False
    return not re.search(r"\b(?:in|from|to|of)\s+(?:the\s+)?$", text[max(0, left - 10) : left]) or bool(
        re.search(
            r"\b(?:imports?|exports?|sanctions|embargo|ban)\s+(?:of\s+\w+\s+)?(?:from|to|of)\s+$",
            text[max(0, left - 40) : left],
        )
    )


def _subject(trigger: Trigger, text: str, local: _Local) -> list[Mention]:
    start = clause_start(text, trigger.start)
    if re.search(r"\b(?:which|who)$", text[:start]) and "," in text[start : trigger.start]:
        # "X, which owns land, was designated": the verb belongs to the clause around the relative one.
        start = clause_start(text, start - 6)
    spans = [
        (a, b, m)
        for a, b, m in local
        if start <= a and b <= trigger.start and _is_candidate(m) and not (isinstance(m.value, Group) and m.value.bare)
    ]
    if not spans and start > 0 and re.search(r"\b(?:who|which|that)\b[^,]*$", text[max(0, start - 8) : trigger.start]):
        # "X, who was sanctioned": the antecedent stands right before the pronoun.
        spans = [(a, b, m) for a, b, m in local if b <= start and start - b < 12 and m.label in ("name", "group")][-1:]
    # A country is the subject only where it opens the clause: "Iran was added", not "both men, based in Syria, were".
    spans = [
        (a, b, m)
        for a, b, m in spans
        if m.label != "country"
        or (
            getattr(m.value, "form", "") == "name"
            and trigger.action not in ("penalty", "forfeiture", "seizure")
            and len(text[start:a].strip(" ,“")) < 5
            and not re.search(r"(?i)\b(?:in|from|on|for|at)\s+(?:the\s+)?$", text[:a])
        )
    ]
    # "Former Golden Delta portfolio manager Karim Osei": the person is the subject, not the firm in his title.
    while (
        len(spans) > 1
        and spans[1][2].label == "name"
        and _TITLE_GAP.match(text[spans[0][1] : spans[1][0]])
        and not _has_stop(text[spans[0][1] : spans[1][0]])
    ):
        spans = spans[1:]
    while (
        spans and re.search(r"\b(?:of|at|for|from|with|by|in)\s+(?:the\s+)?$", text[: spans[0][0]]) and len(spans) > 1
    ):
        spans = spans[1:]
    if not spans or re.search(
        r"\b(?:chief executive|head|manager|employee|trader|officer|director|executive|president|founder|owner|unit)s?\s+(?:of|at)\s+(?:the\s+)?$",
        text[: spans[0][0]],
    ):
        return []
    chosen = [spans[0]]
    for a, b, m in spans[1:]:
        if (
            not re.fullmatch(
                r"(?:\s*\([^)]{1,40}\))?\s*,?\s*(?:and\s+)?(?:the\s+|its\s+|[a-z]+\s+){0,3}", text[chosen[-1][1] : a]
            )
            or m.label == "country"
        ):
            break
        chosen.append((a, b, m))
    return [m for _, _, m in chosen]


def _has_stop(text: str) -> bool:
    return any(word in stop_words() and word not in ("of", "s") for word in re.findall(r"[a-z]+", text))


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


def _authority(trigger: Trigger, text: str, local: _Local, targets: list[Mention]) -> list[Mention]:
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


def _amount(trigger: Trigger, local: _Local, next_start: int) -> Mention | None:
    money = [(a, b, m) for a, b, m in local if m.label == "money"]
    inside = [m for a, b, m in money if trigger.start <= a < next_start]
    if inside:
        return inside[0]
    left = [m for a, b, m in money if b <= trigger.start and trigger.start - b < 60]
    return left[-1] if left else None


def _nearest(trigger: Trigger, local: _Local, label: str) -> Mention | None:
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
