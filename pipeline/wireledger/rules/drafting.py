"""Proposals -> drafts: each candidate with its full name, type, nationality, role and aliases, and the cues to weigh it by."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wireledger.annotations import Mention
from wireledger.assemble import Draft, Telling
from wireledger.records import FAMILIES
from wireledger.rules.basis import find_basis
from wireledger.rules.circumstances import find_circumstances
from wireledger.rules.confidence import Talk, find_cues, measure_talk
from wireledger.rules.describe import Description
from wireledger.rules.entities import Entities
from wireledger.rules.groups import Group
from wireledger.rules.lexicon import head_nouns
from wireledger.rules.names import NameSpan
from wireledger.rules.proposals import Proposal
from wireledger.rules.recall import find_age, find_target_times, find_time_cues, is_recalled
from wireledger.rules.references import Read
from wireledger.rules.targets import sector_end
from wireledger.rules.triggers import Trigger
from wireledger.segment import Sentence
from wireledger.story import Story
from wireledger.values.countries import CountryRef
from wireledger.values.dates import PartialDate

_LISTS = ("designation", "travel_ban", "asset_freeze")  # what a release names one basis for
_EARLY = 6  # sentences: news told after the lead is still dated by it; what is to be paid is told to the end


@dataclass(slots=True)
class _Shared:
    """What a list says of all its members: "eight Venezuelan officials: A, B ..."."""

    nationality: tuple[str, ...] = ()
    role: Mention | None = None


def draft_all(story: Story, sentences: list[Sentence], read: Read, proposals: list[Proposal]) -> list[Draft]:
    """Return a draft for each candidate of each proposal, in order."""
    entities = Entities(read, sentences)
    lead_date, talk = _lead_date(story, read), measure_talk(story)
    main = proposals[0].trigger if proposals else None
    basis = find_basis(sentences) if proposals else None
    return [
        draft
        for order, proposal in enumerate(proposals)
        if proposal.candidates
        for draft in _drafts(story, talk, proposal, order, entities, lead_date, main, basis)
    ]


def _drafts(
    story: Story,
    talk: Talk,
    proposal: Proposal,
    order: int,
    entities: Entities,
    lead_date: Mention | None,
    main: Trigger | None,
    basis: Mention | None,
) -> Iterator[Draft]:
    trigger, sentence = proposal.trigger, proposal.sentence
    words = Mention(sentence.span_at(trigger.start, trigger.end), "trigger", sentence.text[trigger.start : trigger.end])
    time = find_time_cues(story, trigger, main, sentence, _iso(proposal.date))
    background = is_recalled(time)
    dated = proposal.date if background else _dated(story, proposal, lead_date)
    names = [
        candidate.mention.text
        for candidate in proposal.candidates
        if candidate.place.isdigit() and candidate.mention.label == "name"
    ]
    known_aliases = {alias.text for name in names for alias in entities.describe(name).aliases}
    circumstances = find_circumstances(trigger, sentence)
    base = Draft(
        action=trigger.action,
        status=trigger.status,
        background=background,
        order=order,
        trigger=words,
        authority=proposal.authority,
        name=None,
        target=words,
        type="organization",
        amount=proposal.amount,
        date=_iso(dated),
        date_span=dated.span if dated is not None else None,
        program=proposal.program or (basis if not background and trigger.action in _LISTS else None),
        measures=circumstances.measures,
        asset=circumstances.asset,
        reason=circumstances.reason,
        deciders=proposal.deciders,
    )
    listed = _Shared()
    in_frame: set[str] = set()
    for candidate in proposal.candidates:
        target = candidate.mention
        if target.text in known_aliases:
            continue
        if target.label == "name":
            whole = entities.resolve(target).text
            if candidate.place.isdigit():
                in_frame.add(whole)
            elif whole in in_frame:
                continue  # the frame names it already
        told = dict.fromkeys((*(s.span for s in proposal.evidence), candidate.source.span))
        draft = replace(base, evidence=tuple(told))
        # Only the trigger's own list says something of all its members.
        shared = listed if candidate.place.isdigit() else _Shared()
        if isinstance(target.value, Group):
            draft = _group_draft(draft, target, target.value, candidate.source, shared)
        elif isinstance(target.value, CountryRef):
            draft = _country_draft(draft, target, target.value, candidate.source)
        elif isinstance(target.value, NameSpan):
            draft = _name_draft(draft, target, entities, shared)
        else:
            continue
        standing = entities.standing(draft.name) if draft.name else frozenset()
        times = time | find_target_times(draft.type, draft.name is not None, candidate.place.isdigit(), standing)
        cues = find_cues(story, talk, proposal, candidate, draft, standing)
        yield replace(draft, tellings=(Telling(cues, times, target.span),))


def _iso(date: Mention | None) -> str | None:
    return date.value.iso if date is not None and isinstance(date.value, PartialDate) else None


def _group_draft(base: Draft, target: Mention, group: Group, sentence: Sentence, listed: _Shared) -> Draft:
    role = None
    if group.role is not None:
        role = Mention(sentence.span_at(*group.role), "role", sentence.text[slice(*group.role)])
    listed.nationality, listed.role = group.nationality, role
    return replace(base, target=target, type=group.type, count=group.count, nationality=group.nationality, role=role)


def _name_draft(base: Draft, target: Mention, entities: Entities, listed: _Shared) -> Draft:
    whole = entities.resolve(target)
    seen = entities.describe(whole.text)
    role = Mention(seen.role_span, "role", seen.role) if seen.role and seen.role_span else listed.role
    if role is not None and role.text.endswith("s"):
        listed.role = role
    nationality, spans = seen.nationality or listed.nationality, seen.nationality_spans
    if (role is None or not nationality) and (called := entities.nominal(whole.text)) is not None:
        role = role or Mention(called.role[1], "role", called.role[0])
        if not nationality:
            nationality, spans = called.codes, called.code_spans
    return replace(
        base,
        name=whole.text,
        target=whole,
        type=_target_type(whole, seen),
        nationality=nationality,
        nationality_spans=spans,
        role=role,
        aliases=seen.aliases,
    )


def _target_type(name: Mention, seen: Description) -> str:
    """Return the type that a name says; a name of two unknown words is a person where its role is a person's."""
    kind = str(name.attributes.get("type"))
    if kind in ("person", "organization", "vessel", "aircraft"):
        return kind
    return "person" if len(name.text.split()) == 2 and seen.role and _is_person_role(seen.role) else "organization"


def _dated(story: Story, proposal: Proposal, lead_date: Mention | None) -> Mention | None:
    """Return the date of a proposal that is news: its own, else the lead's, which sentences after it go on with."""
    trigger, own = proposal.trigger, proposal.date
    if lead_date is None or trigger.status != "imposed":
        return own
    if own is not None and (trigger.recalled or find_age(story.published, _iso(own)) not in ("older", "later")):
        return own  # a date of another time is that of what led to the action, or of its end
    early = proposal.sentence.index < _EARLY or FAMILIES[trigger.action] == "money"
    return lead_date if early else own


def _lead_date(story: Story, read: Read) -> Mention | None:
    """Return the date that the lead gives its news ("on Tuesday"), which the sentences after it don't repeat."""
    for sentence, mentions in read:
        for mention in mentions if sentence.index < 4 else ():
            if mention.label == "date" and find_age(story.published, _iso(mention)) == "news":
                return mention
    return None


def _is_person_role(role: str) -> bool:
    return any(head_nouns().get(word.lower(), ("", False))[0] == "person" for word in role.split())


def _country_draft(base: Draft, target: Mention, ref: CountryRef, sentence: Sentence) -> Draft:
    # Sanctions on a state as such, or on a sector of it, are measures on its trade (RECORDS.md, rule 3).
    action = "trade_restriction" if base.action == "designation" else base.action
    start, end = sentence.place_of(target.span)
    sector = sector_end(sentence.text, end)
    if sector is None:
        return replace(base, action=action, name=target.text, target=target, type="country", nationality=ref.codes)
    text = sentence.text[start:sector]
    return replace(
        base,
        action=action,
        name=text,
        target=Mention(sentence.span_at(start, sector), "name", text),
        type="sector",
        nationality=ref.codes,
        nationality_spans=(target.span,),
    )
