"""Story -> drafts, by rules alone: all stages of this filler in order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from wireledger.annotations import Mention
from wireledger.assemble import Draft
from wireledger.rules.arguments import Proposal, continuation, propose, sanctioned_state
from wireledger.rules.confidence import find_cues
from wireledger.rules.describe import Description, describe
from wireledger.rules.groups import Group
from wireledger.rules.lexicon import head_nouns
from wireledger.rules.mentions import StoryContext, find_mentions
from wireledger.rules.names import NameSpan
from wireledger.rules.targets import near_candidates, sector_end
from wireledger.rules.triggers import find_triggers
from wireledger.segment import Sentence
from wireledger.segment.zones import dateline_end
from wireledger.spans import Span
from wireledger.story import Story
from wireledger.values.countries import CountryRef, find_countries
from wireledger.values.dates import PartialDate
from wireledger.values.names import has_legal_form, is_short_form

_SANCTIONS_TALK = re.compile(r"(?i)\bsanctions\b|blacklist|\bsanctioned\b|designat|\bOFAC\b|terroris|asset freeze")
_NEWS_CYCLE_DAYS = 4


def extract_drafts(story: Story, sentences: list[Sentence]) -> list[Draft]:
    """Return every action on every target that the sentences tell, tellings not yet merged."""
    news = [sentence for sentence in sentences if sentence.zone not in ("caption", "byline")]
    context = StoryContext(story.published, _home(news))
    triggers = {id(sentence): find_triggers(sentence) for sentence in news}
    if not any(triggers.values()):
        return []
    # A sentence is read when it holds a trigger, when one of the next two does, or when it is in the lead.
    wanted = {i + d for i, s in enumerate(news) if triggers[id(s)] for d in (-2, -1, 0, 1)} | {0, 1, 2}
    read = [(s, find_mentions(s, context)) for i, s in enumerate(news) if i in wanted]
    full = _FullNames(read, news)
    sanctioned = sanctioned_state(read)
    quiet = len(_SANCTIONS_TALK.findall(f"{story.title} {story.text}")) < 2
    proposals: list[Proposal] = []
    for i, (sentence, mentions) in enumerate(read):
        found = triggers[id(sentence)]
        if not found and proposals and i and proposals[-1].sentence is read[i - 1][0]:
            going_on = continuation(sentence, proposals[-1].trigger)
            if (
                going_on is not None
                and (more := propose(going_on, sentence, mentions, read[:i], len(sentence.text))) is not None
            ):
                first = proposals[-1]
                more.authority, more.date, more.amount = first.authority, first.date, first.amount
                more.evidence = [*first.evidence, sentence]
                more.near = []
                proposals.append(more)
        for j, trigger in enumerate(found):
            next_start = found[j + 1].start if j + 1 < len(found) else len(sentence.text)
            proposal = propose(trigger, sentence, mentions, read[:i], next_start, sanctioned)
            if proposal is not None and not (quiet and _is_other_sense(proposal)):
                proposal.near = near_candidates(read, i)
                proposals.append(proposal)
    return [draft for order, proposal in enumerate(proposals) for draft in _drafts(story, proposal, order, full, news)]


def _is_other_sense(proposal: Proposal) -> bool:
    """Tell whether the verb may mean "approved": alone in its story, and with no body of the registry in its sentence."""
    inside = any(
        proposal.sentence.span.covers(body.span) and getattr(body.value, "id", None) for body in proposal.authority
    )
    return proposal.trigger.rule == "verb-designate" and not inside


def _home(news: list[Sentence]) -> str | None:
    """Return the country of the dateline, which "the central bank" and "prosecutors" of the story belong to."""
    for sentence in news[:2]:
        if sentence.index >= 0 and (end := dateline_end(sentence.text)):
            for found in find_countries(sentence.text[:end].title()):
                return found.value.codes[0]
    return None


@dataclass(slots=True)
class _Shared:
    """What a list says of all its members: "eight Venezuelan officials: A, B ..."."""

    nationality: tuple[str, ...] = ()
    role: Mention | None = None


class _FullNames:
    """The longest form of each name in a story, and where it first stands."""

    def __init__(self, read: list[tuple[Sentence, list[Mention]]], news: list[Sentence]) -> None:
        self.mentions: list[Mention] = [m for _, ms in read for m in ms if m.label == "name"]
        self.lead_dates: list[Mention] = [m for s, ms in read if s.index in (0, 1) for m in ms if m.label == "date"]
        self._descriptions: dict[str, Description] = {}
        self._news = news

    def resolve(self, mention: Mention) -> Mention:
        """Return the mention of the fullest form that `mention` is short for, or itself."""
        best = mention
        for other in self.mentions:
            longer = len(other.text) > len(best.text) and len(other.text.split()) <= 8
            if (longer and is_short_form(best.text, other.text)) or (
                longer and other.text.startswith(best.text) and has_legal_form(other.text)
            ):
                best = other
        return best

    def describe(self, name: str) -> Description:
        """Return what the story says of a name, read once."""
        if name not in self._descriptions:
            self._descriptions[name] = describe(name, self._news)
        return self._descriptions[name]


def _drafts(story: Story, proposal: Proposal, order: int, full: _FullNames, news: list[Sentence]) -> Iterable[Draft]:
    trigger, sentence = proposal.trigger, proposal.sentence
    start = sentence.span.start_char
    words = Mention(
        Span(start + trigger.start, start + trigger.end, sentence.span.field),
        "trigger",
        sentence.text[trigger.start : trigger.end],
    )
    day = (
        proposal.date.value.iso if proposal.date is not None and isinstance(proposal.date.value, PartialDate) else None
    )
    background = _is_background(story, proposal, day, news)
    day_span = proposal.date.span if proposal.date else None
    if day is None and not background and trigger.status == "imposed" and proposal.sentence.index < 6:
        day, day_span = _lead_date(story, full)
    known_aliases = {
        alias.text for t in proposal.targets if t.label == "name" for alias in full.describe(t.text).aliases
    }
    base = Draft(
        action=trigger.action,
        status=trigger.status,
        background=background,
        order=order,
        trigger=words,
        authority=tuple(proposal.authority),
        name=None,
        target=words,
        type="organization",
        amount=proposal.amount,
        date=day,
        date_span=day_span,
        program=proposal.program,
        evidence=tuple(s.span for s in proposal.evidence),
    )
    listed = _Shared()
    candidates = [(str(min(place, 3)), sentence, target) for place, target in enumerate(proposal.targets)]
    candidates += [("loose", sentence, target) for target in proposal.loose]
    candidates += proposal.near
    for place, source, target in candidates:
        if target.text in known_aliases:
            continue
        start = base if source is sentence else replace(base, evidence=tuple(sorted((*base.evidence, source.span), key=_place)))
        if isinstance(target.value, Group):
            draft = _group_draft(start, target, target.value, source, listed)
        elif isinstance(target.value, CountryRef):
            draft = _country_draft(start, target, target.value, source)
        elif isinstance(target.value, NameSpan):
            draft = _name_draft(start, target, full, listed)
        else:
            continue
        yield replace(draft, tellings=(find_cues(story, proposal, place, target, draft),))


def _place(span: Span) -> tuple[bool, int]:
    return span.field != "title", span.start_char


def _group_draft(base: Draft, target: Mention, group: Group, sentence: Sentence, listed: _Shared) -> Draft:
    role = None
    if group.role is not None:
        start, (a, b) = sentence.span.start_char, group.role
        role = Mention(Span(start + a, start + b, sentence.span.field), "role", sentence.text[a:b])
    listed.nationality, listed.role = group.nationality, role
    return replace(base, target=target, type=group.type, count=group.count, nationality=group.nationality, role=role)


def _name_draft(base: Draft, target: Mention, full: _FullNames, listed: _Shared) -> Draft:
    whole = full.resolve(target)
    seen = full.describe(whole.text)
    if whole.text != target.text:
        seen = _both(seen, full.describe(target.text))
    role = Mention(seen.role_span, "role", seen.role) if seen.role and seen.role_span else listed.role
    if role is not None and role.text.endswith("s"):
        listed.role = role
    return replace(
        base,
        name=whole.text,
        target=whole,
        type=_target_type(whole, seen),
        nationality=seen.nationality or listed.nationality,
        nationality_spans=seen.nationality_spans,
        role=role,
        aliases=seen.aliases,
    )


def _target_type(name: Mention, seen: Description) -> str:
    """Return the type that a name says; a name of two unknown words is a person where its role is a person's."""
    kind = str(name.attributes.get("type"))
    if kind in ("person", "organization", "vessel", "aircraft"):
        return kind
    return "person" if len(name.text.split()) == 2 and seen.role and _is_person_role(seen.role) else "organization"


def _lead_date(story: Story, full: _FullNames) -> tuple[str | None, Span | None]:
    """Return the date that the lead gives its news ("on Tuesday"), which the sentences after it don't repeat."""
    for mention in full.lead_dates:
        iso = mention.value.iso if isinstance(mention.value, PartialDate) else ""
        if (
            len(iso) == 10
            and story.published
            and len(story.published) >= 10
            and 0 <= _days_before(story.published, iso) <= _NEWS_CYCLE_DAYS
        ):
            return iso, mention.span
    return None, None


def _days_before(published: str, iso: str) -> int:
    return (date.fromisoformat(published[:10]) - date.fromisoformat(iso)).days


def _both(a: Description, b: Description) -> Description:
    return Description(
        a.nationality or b.nationality,
        a.nationality_spans if a.nationality else b.nationality_spans,
        a.role or b.role,
        a.role_span or b.role_span,
        a.aliases or b.aliases,
    )


def _is_person_role(role: str) -> bool:
    return any(head_nouns().get(word.lower(), ("", False))[0] == "person" for word in role.split())


def _country_draft(base: Draft, target: Mention, ref: CountryRef, sentence: Sentence) -> Draft:
    # Sanctions on a state as such, or on a sector of it, are measures on its trade (RECORDS.md, rule 3).
    action = "trade_restriction" if base.action == "designation" else base.action
    offset = sentence.span.start_char
    at = target.span.end_char - offset
    sector = sector_end(sentence.text, at)
    if sector is None:
        return replace(base, action=action, name=target.text, target=target, type="country", nationality=ref.codes)
    span = Span(target.span.start_char, offset + sector, target.span.field)
    text = sentence.text[span.start_char - offset : span.end_char - offset]
    return replace(
        base,
        action=action,
        name=text,
        target=Mention(span, "name", text),
        type="sector",
        nationality=ref.codes,
        nationality_spans=(target.span,),
    )


def _is_background(story: Story, proposal: Proposal, day: str | None, news: list[Sentence]) -> bool:
    """Tell whether the story recalls the action: an older date, words that say so, or a place far from the lead."""
    if day is not None and story.published and len(story.published) >= 10:
        if len(day) == 10:
            return _days_before(story.published, day) > _NEWS_CYCLE_DAYS
        if story.published[: len(day)] != day:
            return True
    return proposal.trigger.recalled and proposal.sentence.zone != "headline"
