"""Check annotations against the rules of RECORDS.md.

In: a `GoldStory`. Out: sentences for a person, one for each problem; none where all is well. What the annotator
*should* have seen is not judged, only whether what stands there can be true of the text.
"""

import re
from collections.abc import Iterator
from typing import get_args

from wireledger.corpus.gold import TITLE, GoldAction, GoldStory, GoldTarget
from wireledger.records import Action, Measure, Status, TargetType

_ALPHA_2 = re.compile(r"[A-Z]{2}$")
_CURRENCY = re.compile(r"[A-Z]{3}$")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")


def check_gold(gold: GoldStory) -> list[str]:
    """List what is wrong with an annotated story.

    Returns:
        One sentence per problem, each naming the story and the slot (`actions.0.targets.2.role`).
    """
    problems = [*_sentence_problems(gold)]
    for number, action in enumerate(gold.actions):
        problems += (f"actions.{number}{problem}" for problem in _action_problems(gold, action))
    return [f"story '{gold.story.id}': {problem}" for problem in problems]


def _sentence_problems(gold: GoldStory) -> Iterator[str]:
    length, last_end = len(gold.story.text), 0
    for number, (start, end) in enumerate(gold.sentences):
        if not 0 <= start < end <= length:
            yield f"sentences.{number}: [{start}, {end}) is no range within the {length} code points of the text"
        elif start < last_end:
            yield f"sentences.{number}: [{start}, {end}) overlaps the sentence before it, which ends at {last_end}"
        last_end = max(last_end, end)


def _action_problems(gold: GoldStory, action: GoldAction) -> Iterator[str]:
    yield from _unknown(".action", action.action, get_args(Action))
    yield from _unknown(".status", action.status, get_args(Status))
    for number, measure in enumerate(action.measures):
        yield from _unknown(f".measures.{number}", measure, get_args(Measure))
    for number, body in enumerate(action.authority):
        yield from _not_verbatim(gold, f".authority.{number}.name", body.name)
        if body.country is not None:
            yield from _not_alpha_2(f".authority.{number}.country", body.country)
    for slot in ("asset", "program", "reason"):
        yield from _not_verbatim(gold, f".{slot}", getattr(action, slot))
    yield from _amount_problems(gold, action)
    if action.date is not None and not _DATE.match(action.date):
        yield f".date: '{action.date}' is no ISO date, month or year"
    if not action.targets:
        yield ".targets: empty; an action needs a target, and one that has none is not annotated"
    for number, target in enumerate(action.targets):
        yield from (f".targets.{number}{problem}" for problem in _target_problems(gold, target))
    yield from _evidence_problems(gold, action)


def _target_problems(gold: GoldStory, target: GoldTarget) -> Iterator[str]:
    yield from _unknown(".type", target.type, get_args(TargetType))
    for slot in ("name", "role", "nationality_text"):
        yield from _not_verbatim(gold, f".{slot}", getattr(target, slot))
    for number, alias in enumerate(target.aliases):
        yield from _not_verbatim(gold, f".aliases.{number}", alias)
    for number, code in enumerate(target.nationality):
        yield from _not_alpha_2(f".nationality.{number}", code)
    yield from _amount_problems(gold, target)
    if target.count is not None and target.count < 1:
        yield f".count: {target.count}; a group has at least one member, and null stands for an unknown number"
    if target.name and target.count is not None:
        yield f".count: {target.count} beside the name '{target.name}'; only a group without names has a count"


def _amount_problems(gold: GoldStory, holder: GoldAction | GoldTarget) -> Iterator[str]:
    amount = holder.amount
    if amount is None:
        return
    yield from _not_verbatim(gold, ".amount.text", amount.text)
    if amount.value < 0:
        yield f".amount.value: {amount.value} is negative"
    if amount.currency is not None and not _CURRENCY.match(amount.currency):
        yield f".amount.currency: '{amount.currency}' is no ISO 4217 code"


def _evidence_problems(gold: GoldStory, action: GoldAction) -> Iterator[str]:
    if not action.evidence:
        yield ".evidence: empty; an action needs the sentences that say so"
    for number in action.evidence:
        if not TITLE <= number < len(gold.sentences):
            last = len(gold.sentences) - 1
            yield f".evidence: {number} is no sentence of this story, which has 0 to {last}, and -1, the title"
        elif number == TITLE and not gold.story.title:
            yield ".evidence: -1 is the title, and this story has none"


def _not_verbatim(gold: GoldStory, slot: str, value: str | None) -> Iterator[str]:
    if value is None:
        return
    if not value.strip():
        yield f"{slot}: blank; leave it out where the text says nothing"
    elif value not in gold.story.text and value not in gold.story.title:
        yield f"{slot}: '{value}' stands neither in the text nor in the title; copy it character by character"


def _unknown(slot: str, value: str, allowed: tuple[str, ...]) -> Iterator[str]:
    if value not in allowed:
        yield f"{slot}: '{value}' is unknown; allowed: {', '.join(allowed)}"


def _not_alpha_2(slot: str, value: str) -> Iterator[str]:
    if value == "UK" or not _ALPHA_2.match(value):  # the slip that every annotator makes once
        yield f"{slot}: '{value}' is no ISO 3166-1 alpha-2 code (nor EU or UN); the United Kingdom is GB"
