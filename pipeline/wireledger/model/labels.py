"""Gold -> labels of windows: what each trigger tells and of whom, what the story says of each target.

In: a gold story with its proposals. Out: `Example`s. A trigger tells an action where its sentence is in the gold's
evidence; where it may retell one from elsewhere, its window is left out. What cannot be found in the text is left out
of the loss.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.corpus import GoldAction, GoldStory, GoldTarget
from wireledger.model.pieces import Cutter
from wireledger.model.tags import TYPES, UNSAID, begin, inside
from wireledger.model.windows import Window, by_sentence, cut_target, cut_trigger, occurrences
from wireledger.records import ACTIONS, FAMILIES, STATUSES
from wireledger.rules.entities import Entities
from wireledger.rules.extract import Proposed
from wireledger.rules.groups import Group
from wireledger.rules.proposals import Proposal
from wireledger.rules.references import Read
from wireledger.scoring.drafts import names_body
from wireledger.scoring.slots import roles_match
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.authorities import Authority
from wireledger.values.countries import CountryRef
from wireledger.values.dates import PartialDate
from wireledger.values.money import Money

_LEFT_OF_ROLE = re.compile(r"(?:[\w’'-]+\s+){1,5}$")


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one window.

    Attributes:
        tags: Of each word, a number in `tags.TAGS`, or `UNSAID`.
        told: Number in `tags.TOLD`; `UNSAID` in the window of a target; so the next two where no action is told.
        status: Number in `records.STATUSES`.
        background: 0 or 1.
    """

    tags: list[int]
    told: int = UNSAID
    status: int = UNSAID
    background: int = UNSAID


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its labels."""

    window: Window
    labels: Labels


def label_story(gold: GoldStory, sentences: list[Sentence], proposed: Proposed, cutter: Cutter) -> list[Example]:
    """Return the windows of a story with their labels: those of triggers, then those of targets."""
    read = proposed.read
    entities = Entities(read, sentences)
    wanted = [_Wanted(gold, action, read, entities) for action in gold.actions]
    examples = []
    for siblings in by_sentence(proposed.proposals):
        for proposal, told in _assign(siblings, wanted):
            window = cut_trigger(cutter, read, proposal, siblings)
            if window is None or (not told and _may_retell(proposal, wanted)):
                continue
            examples.append(Example(window, _trigger_labels(window, read, told)))
    for one in wanted:
        for target, at, forms in one.targets:
            if target.type in ("country", "sector"):
                continue  # a state needs no description
            window = cut_target(cutter, read, list(one.evidence), forms, at)
            if window is not None:
                examples.append(Example(window, _target_labels(window, read, target, at)))
    return examples


class _Wanted:
    """A gold action, its evidence, and where its targets are named."""

    def __init__(self, gold: GoldStory, action: GoldAction, read: Read, entities: Entities) -> None:
        self.action = action
        self.family = FAMILIES[action.action]
        self.evidence = gold.evidence_spans(action)
        self.targets: list[tuple[GoldTarget, Span, list[str]]] = []
        self.lost_group = False
        here = [(s, m) for s, m in read if any(span.overlaps(s.span) for span in self.evidence)]
        for target in action.targets:
            forms = _forms(target, entities)
            at = _named_at(target, forms, here) or _named_at(target, forms, read)
            if at is not None:
                self.targets.append((target, at, forms))
            elif target.name is None:
                self.lost_group = True

    def is_told_in(self, sentence: Sentence) -> bool:
        return any(span.overlaps(sentence.span) for span in self.evidence)


def _forms(target: GoldTarget, entities: Entities) -> list[str]:
    """Return what the story calls a target: its name, then its short forms; nothing for a group or a country."""
    if target.name is None:
        return []
    if target.type in ("country", "sector"):
        return [target.name]
    return [target.name, *entities.short_forms(target.name)]


def _named_at(target: GoldTarget, forms: list[str], read: Read) -> Span | None:
    if target.name is None:
        return _group_at(target, read)
    for form in (*forms, *target.aliases):
        for sentence, _ in read:
            for start, end in occurrences(sentence.text, [form]):
                return sentence.span_at(start, end)
    return None


def _group_at(target: GoldTarget, read: Read) -> Span | None:
    """Return the mention that agrees best with a group, else its role's words with those before them that say more."""
    best: tuple[float, Span] | None = None
    for sentence, mentions in read:
        for mention in mentions:
            if isinstance(mention.value, Group) and (score := _agreement(target, mention.value, sentence)) > 0:
                best = max(best or (0.0, mention.span), (score, mention.span), key=lambda pair: pair[0])
    if best is not None:
        return best[1]
    for sentence, _ in read if target.role else ():
        for start, end in occurrences(sentence.text, [target.role or ""]):
            before = _LEFT_OF_ROLE.search(sentence.text[:start])
            said = target.nationality_text
            if before is not None and said and said in before[0]:
                start = before.start() + before[0].index(said)
            return sentence.span_at(start, end)
    return None


def _agreement(target: GoldTarget, group: Group, sentence: Sentence) -> float:
    same_count = target.count is not None and target.count == group.count
    same_type = target.type == group.type
    shared = bool(set(target.nationality) & set(group.nationality))
    role = sentence.text[slice(*group.role)] if group.role else None
    same_role = bool(target.role and role and roles_match(target.role, role))
    if not (same_count or (same_type and shared) or same_role):
        return 0.0
    return 2.0 * same_count + same_type + shared + same_role


def _assign(siblings: list[Proposal], wanted: list[_Wanted]) -> list[tuple[Proposal, list[_Wanted]]]:
    """Return for each trigger of a sentence the actions that it tells, the likeliest first."""
    here = [one for one in wanted if one.is_told_in(siblings[0].sentence)]
    told: list[list[_Wanted]] = []
    for proposal in siblings:
        fitting = [one for one in here if one.family == FAMILIES[proposal.trigger.action]]
        told.append([max(fitting, key=lambda one: _fit(proposal, one))] if fitting else [])
    for one in here:
        if not any(one in actions for actions in told):
            best = max(range(len(siblings)), key=lambda i: _fit(siblings[i], one))
            told[best].append(one)
    return list(zip(siblings, told, strict=True))


def _fit(proposal: Proposal, one: _Wanted) -> float:
    trigger, action = proposal.trigger, one.action
    return (
        2.0 * (FAMILIES[trigger.action] == one.family)
        + (trigger.action == action.action)
        + 0.5 * (trigger.status == action.status)
        + 0.25 * (trigger.recalled == action.background)
    )


def _may_retell(proposal: Proposal, wanted: list[_Wanted]) -> bool:
    """Tell whether a sentence without gold may retell an action: it names a target of one, or is the headline."""
    alike = [one for one in wanted if one.family == FAMILIES[proposal.trigger.action]]
    if proposal.sentence.index < 0:
        return bool(alike)
    return any(occurrences(proposal.sentence.text, forms) for one in alike for _, _, forms in one.targets)


def _trigger_labels(window: Window, read: Read, told: list[_Wanted]) -> Labels:
    tags = [0] * len(window.spans)
    if not told:
        return Labels(tags, 0)
    mentions = [mention for _, found in read for mention in found]
    if any(one.lost_group for one in told):
        for mention in mentions:
            if mention.label == "group":
                for word in window.words_in(mention.span):
                    tags[word] = UNSAID
    for one in told:
        _tag_arguments(tags, window, read, mentions, one.action)
    for one in told:
        for target, at, forms in one.targets:
            kind = target.type if target.type in TYPES else "organization"
            label = f"group-{kind}" if target.name is None else f"name-{kind}"
            for span in {at, *(_spans(read, forms))}:
                _tag(tags, window, span, label)
    first = told[0].action
    return Labels(tags, 1 + ACTIONS.index(first.action), STATUSES.index(first.status), int(first.background))


def _tag_arguments(tags: list[int], window: Window, read: Read, mentions: list[Mention], action: GoldAction) -> None:
    sums = [money for money in (action.amount, *(target.amount for target in action.targets)) if money is not None]
    for mention in mentions:
        value = mention.value
        if isinstance(value, Authority) or (isinstance(value, CountryRef) and value.relation is None):
            if names_body(mention, action.authority):
                _tag(tags, window, mention.span, "authority")
        elif isinstance(value, Money):
            if any(money.value == value.value for money in sums):
                _tag(tags, window, mention.span, "amount")
        elif isinstance(value, PartialDate) and _agree(value.iso, action.date):
            _tag(tags, window, mention.span, "date")
    for span in _spans(read, sorted({body.name for body in action.authority}, key=len, reverse=True)):
        _tag(tags, window, span, "authority")
    for span in _spans(read, [action.program] if action.program else []):
        _tag(tags, window, span, "program")


def _agree(one: str, other: str | None) -> bool:
    """Tell whether two dates are the same to the coarser precision of the two."""
    return other is not None and (one.startswith(other) or other.startswith(one))


def _target_labels(window: Window, read: Read, target: GoldTarget, at: Span) -> Labels:
    tags = [0] * len(window.spans)
    for alias in target.aliases:
        for span in _spans(read, [alias]):
            _tag(tags, window, span, "alias")
    said = _spans(read, [target.nationality_text] if target.nationality_text else [])
    codes = set(target.nationality)
    for sentence, mentions in read if not said else ():
        said += [
            m.span for m in mentions
            if isinstance(m.value, CountryRef) and codes & set(m.value.codes) and sentence.span.covers(at)
        ]  # fmt: skip
    for span in said:
        _tag(tags, window, span, "nationality")
    for span in _spans(read, [target.role] if target.role else []):
        _tag(tags, window, span, "role")
    return Labels(tags)


def _spans(read: Read, longest_first: list[str]) -> list[Span]:
    """Return where the forms stand by themselves: "Fontana" in "Fontana Capital LLC" is none of the man's names."""
    found = []
    for sentence, mentions in read:
        names = [mention for mention in mentions if mention.label == "name"]
        for start, end in occurrences(sentence.text, longest_first):
            span = sentence.span_at(start, end)
            form = sentence.text[start:end]
            if form == longest_first[0] or not any(m.span.covers(span) and m.text not in longest_first for m in names):
                found.append(span)
    return found


def _tag(tags: list[int], window: Window, span: Span, label: str) -> None:
    for n, word in enumerate(window.words_in(span)):
        tags[word] = inside(label) if n else begin(label)
