"""How sure a draft is: a weighted sum of the cues that speak for and against it.

In: drafts with their `cues`, names of what was seen ("rule=fine", "kind=country", "words=quoted"). Out: the same drafts
with `confidence`, less those that are more likely wrong than the threshold allows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.rules.buckets import count_name, place_name
from wireledger.rules.deciders import decide
from wireledger.rules.groups import Group
from wireledger.rules.proposals import Candidate, Proposal
from wireledger.rules.recall import recalls
from wireledger.rules.triggers import Trigger
from wireledger.rules.weights import load_weights, log_odds, logistic
from wireledger.story import Story
from wireledger.values.authorities import Authority, specificity

_SANCTIONS_TALK = re.compile(r"(?i)\bsanction|blacklist|designat|\bOFAC\b|asset freeze|embargo")
_MONEY_TALK = re.compile(r"(?i)\bfine[sd]?\b|penalt|settle|forfeit|disgorge|plead|seiz")
_HEDGE = re.compile(r"\b(?:if|whether|could|might|may|would|unless|any)\b")
_WORD_BEFORE = re.compile(r"[\w’'-]+(?=\W{0,3}$)|[,;:(](?=\s*$)")
_WORD_AFTER = re.compile(r"\s*(?:[’']s\b|[\w-]+|[,;:()])")
_WORDS = re.compile(r"[^\W\d_]{2,}|[$€£]")
_CLAUSE = re.compile(r"[,;:—–]|\b(?:and|who|which|that|said|after|while|because|for|but|when|as)\b")
_TELLING = frozenset(
    [
        "of",
        "on",
        "against",
        "in",
        "to",
        "for",
        "with",
        "by",
        "from",
        "at",
        "the",
        "a",
        "an",
        "its",
        "his",
        "their",
        "and",
        "or",
        "including",
        "as",
        ",",
        ";",
        ":",
        "(",
        ")",
        "’s",
        "'s",
        "said",
        "says",
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "had",
        "will",
        "who",
        "which",
        "that",
        "agreed",
        "paid",
        "after",
        "over",
        "targeting",
        "between",
    ]
)
_FRAME = frozenset({"place=0", "place=1", "place=2", "place=3"})
_BY_STANDING = (
    "kind=", "rule=", "authority=", "amount=", "date=", "titled=", "mentions=", "zone=", "status=", "family=", "role=", "nationality=", "sanctions-talk=", "money-talk=",
)  # fmt: skip
_QUOTE = re.compile(r"[“\"]")


def weigh(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts before merging, in order, each with its confidence; members of one list are weighed together."""
    weighed = [replace(draft, confidence=rules_confidence(draft)) for draft in drafts]
    surest: dict[int, float] = {}
    for draft in weighed:
        if _in_frame(draft):
            surest[draft.order] = max(surest.get(draft.order, 0.0), draft.confidence)
    return [
        replace(draft, confidence=_between(draft.confidence, surest[draft.order])) if _in_frame(draft) else draft
        for draft in weighed
    ]


def _in_frame(draft: Draft) -> bool:
    """Tell whether a draft's target stands in the list that its trigger's frame gives."""
    return not _FRAME.isdisjoint(draft.tellings[0].cues)


def _between(own: float, surest: float) -> float:
    """Return the probability half way, in log odds, between a member's own and that of its list's surest member.

    "Four Russians, one Chinese and one North Korean": what is right of one member is right of nearly all.
    """
    return logistic((log_odds(own) + log_odds(surest)) / 2)


def judge(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the merged drafts that are sure enough, in order, each with its confidence and its authority."""
    threshold = load_weights("records").threshold
    judged = [replace(draft, confidence=_told_often(draft)) for draft in drafts]
    return [decided(_recalled(draft)) for draft in judged if draft.confidence >= threshold]


def _recalled(draft: Draft) -> Draft:
    """Return a draft with the background that all its tellings speak for."""
    times = [telling.time for telling in draft.tellings if telling.time]
    if not times:
        return draft
    if not (background := recalls(times)) or draft.date_span is None:
        return replace(draft, background=background)
    # The lead's date is that of the news, not of what the story recalls.
    own = any(span.covers(draft.date_span) for span in draft.evidence)
    return replace(draft, background=True, date=draft.date if own else None, date_span=draft.date_span if own else None)


def _told_often(draft: Draft) -> float:
    """Return the confidence of a merged draft: what is told more than once is surer."""
    cues = load_weights("records").cues
    told = cues.get(_n_tellings(draft), 0.0) - cues.get("tellings=1", 0.0)
    return logistic(log_odds(draft.confidence) + told)


def _n_tellings(draft: Draft) -> str:
    return f"tellings={min(len(draft.tellings), 3)}"


def decided(draft: Draft) -> Draft:
    """Return a draft with its authority chosen from its deciders; one whose authority is settled stays as it is."""
    if not draft.deciders:
        return draft
    authority, source = decide(draft.deciders)
    evidence = draft.evidence if source is None else tuple(dict.fromkeys((*draft.evidence, source)))
    return replace(draft, authority=authority, evidence=evidence)


def cues_of(draft: Draft) -> list[frozenset[str]]:
    """Return the cues of each telling of a draft, with how often its story tells it."""
    return [telling.cues | {_n_tellings(draft)} for telling in draft.tellings]


def rules_confidence(draft: Draft) -> float:
    """Return the probability that the surest telling gives."""
    weights = load_weights("records")
    return max(weights.probability(cues) for cues in cues_of(draft))


@dataclass(frozen=True, slots=True)
class Talk:
    """How much a story talks of sanctions and of penalties, in words: "0", "1", "2-4", "5-9", "10+"."""

    sanctions: str
    money: str


def measure_talk(story: Story) -> Talk:
    """Return how much a story talks of what."""
    everything = f"{story.title} {story.text}"
    return Talk(count_name(len(_SANCTIONS_TALK.findall(everything))), count_name(len(_MONEY_TALK.findall(everything))))


def find_cues(
    story: Story, talk: Talk, proposal: Proposal, candidate: Candidate, draft: Draft, told: frozenset[str]
) -> frozenset[str]:
    """Return the cues of one telling."""
    trigger, sentence, text = proposal.trigger, proposal.sentence, proposal.sentence.text
    target, place = candidate.mention, candidate.place
    kind = _kind(target, draft)
    start, _ = sentence.place_of(target.span)
    in_sentence = 0 <= start < len(text) and target.span.field == sentence.span.field
    gap = start - trigger.end if start >= trigger.end else trigger.start - start
    mention_count = story.text.count(target.text) if draft.name else 0
    cues = {
        f"rule={trigger.rule}",
        f"kind={kind}",
        f"rule={trigger.rule}&kind={kind}",
        f"status={draft.status}",
        f"background={draft.background}",
        f"family={draft.family}&status={draft.status}&background={draft.background}",
        f"zone={place_name(sentence.index)}",
        f"place={place}",
        f"place={place}&kind={kind}",
        f"place={place}&rule={trigger.rule}",
        f"gap={'none' if not in_sentence else 'far' if gap > 60 else 'mid' if gap > 25 else 'near'}",
        f"authority={_authority(proposal)}",
        f"amount={proposal.amount is not None}&family={draft.family}",
        f"date={proposal.date is not None}",
        f"program={proposal.program is not None}",
        f"frame={trigger.frame}&passive={trigger.passive}",
        f"mentions={'1' if mention_count < 2 else '2-3' if mention_count < 4 else '4+'}&named={draft.name is not None}",
        f"titled={bool(draft.name) and target.text in story.title}",
        f"sanctions-talk={talk.sanctions}&family={draft.family}",
        f"money-talk={talk.money}&family={draft.family}",
        f"role={draft.role is not None}&kind={kind}",
        f"nationality={bool(draft.nationality)}&kind={kind}",
        f"sentence={'long' if len(text) > 260 else 'short' if len(text) < 90 else 'mid'}",
    }
    sort = draft.type if draft.name else "group"
    cues |= {f"{sort}&{cue}" for cue in told}
    cues |= {f"role:{word.lower()}" for word in _WORDS.findall(draft.role.text)} if draft.role else set()
    if in_sentence:
        cues |= _setting(trigger, text, start, start + len(target.text), strict=place.isdigit())
    # What speaks for a target in the trigger's frame may speak against one that only stands near.
    standing = "frame" if place.isdigit() else "loose" if place == "loose" else "near"
    cues |= {f"{standing}&{cue}" for cue in cues if cue.startswith(_BY_STANDING)}
    before = text[max(0, trigger.start - 50) : trigger.start]
    if _HEDGE.search(before):
        cues.add("words=hedge")
    if len(_QUOTE.findall(text[: trigger.start])) % 2:
        cues.add("words=quoted")
    if text.isupper() or text.istitle():
        cues.add("words=capitals")
    if draft.type == "country":
        cues |= {f"country={code}" for code in draft.nationality}
    if draft.name:
        cues.add(f"name-words={min(len(draft.name.split()), 4)}&{standing}")
    return frozenset(cues)


def _setting(trigger: Trigger, text: str, start: int, end: int, *, strict: bool) -> set[str]:
    """Return the cues of the words between a trigger and its target, and of those around the target."""
    after = start >= trigger.end
    side = "after" if after else "before"
    between = text[trigger.end : start] if after else text[end : trigger.start]
    word = (_WORD_BEFORE.search(text[:start]) or [""])[0].lower()
    following = (_WORD_AFTER.match(text[end:]) or [""])[0].strip().lower()
    tied = f"strict={strict}"
    words = [word.lower() for word in _WORDS.findall(between)]
    cues = {f"{side}:{word}" for word in words[:8] if word.islower()} | {f"{side}:{word}" for word in words[-4:]}
    cues |= {f"left:{word.lower()}" for word in _WORDS.findall(text[max(0, trigger.start - 40) : trigger.start])[-4:]}
    cues |= {f"right:{word.lower()}" for word in _WORDS.findall(text[trigger.end : trigger.end + 30])[:3]}
    cues |= {f"word:{word.lower()}" for word in _WORDS.findall(text[trigger.start : trigger.end])}
    cues |= {f"next:{word.lower()}" for word in _WORDS.findall(text[end : end + 24])[:2]}
    cues |= {f"prior:{word.lower()}" for word in _WORDS.findall(text[max(0, start - 24) : start])[-2:]}
    return cues | {
        f"{tied}&rule={trigger.rule}",
        f"{tied}&side={side}&rule={trigger.rule}",
        f"{tied}&side={side}&before={word if word in _TELLING else 'other'}",
        f"{tied}&after={following if following in _TELLING else 'other'}",
        f"{tied}&side={side}&clauses={min(len(_CLAUSE.findall(between)), 2)}",
        f"{tied}&side={side}&gap={'near' if len(between) < 20 else 'mid' if len(between) < 60 else 'far'}",
    }


def _kind(target: Mention, draft: Draft) -> str:
    if isinstance(target.value, Group):
        group = target.value
        if group.is_single:
            return "group-single"
        return (
            "group-counted"
            if group.count is not None
            else "group-nation"
            if group.nationality
            else "group-bare"
            if group.bare
            else "group-vague"
        )
    if draft.type in ("country", "sector"):
        return draft.type
    return f"named-{target.attributes.get('type')}"


def _authority(proposal: Proposal) -> str:
    if not proposal.authority:
        return "none"
    body = proposal.authority[0]
    where = "here" if proposal.sentence.span.covers(body.span) else "earlier"
    if not isinstance(body.value, Authority):
        return f"country-{where}"
    return f"{min(specificity(body.value), 2)}-{body.value.kind}-{where}"
