"""Pronouns and definite nouns -> the names that they stand for: "it", "the company", "the two men", "the country".

In: the words around a trigger and the sentences before, with their mentions. Out: the antecedents, latest first choice.
Not done here: short forms of names (`names.py` of `values/`), which need no context.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.lexicon import head_nouns
from wireledger.segment import Sentence

Read = list[tuple[Sentence, list[Mention]]]

_LOOK_BACK = 3  # sentences; farther antecedents are named again by careful writers
_SINGULAR = re.compile(
    r"\b(?P<he>[Hh]e|[Ss]he|[Hh]im|[Hh]er)\b|\b(?P<it>[Ii]t|[Ii]ts)\b"
    r"|\b[Tt]h(?:e|at|is)\s+(?:[a-z-]+\s+){0,2}?(?P<noun>company|bank|firm|lender|group|brokerage|insurer|drugmaker|carrier|airline|fund|exchange|broker-dealer|conglomerate|retailer|automaker|telecom|giant|unit|"
    r"businessman|tycoon|trader|executive|broker|defendant|oligarch|financier|billionaire|banker|ship|vessel|tanker|yacht|freighter)\b"
)
_PLURAL = re.compile(
    r"\b(?P<they>[Tt]hey|[Tt]hem|[Bb]oth)\b|\b[Tt]h(?:e|ose|ese)\s+(?:[a-z-]+\s+){0,2}?(?P<noun>men|brothers|pair|duo|trio|defendants|executives|traders|companies|firms|banks|entities|individuals|brokerages|lenders|vessels|ships|tankers)\b"
)
_STATE = re.compile(
    r"\b(?:the|that|this|its)\s+(?:[a-z-]+\s+){0,2}?(?:country|nation|republic|kingdom|regime|junta|government|state)\b(?!\s+(?:of|to)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"^[,\s]*(?:\([^)]*\))?,?\s*(?:and\s+)?(?:[a-z][\w-]*\s+){0,3}$")


@dataclass(frozen=True, slots=True)
class Reference:
    """Antecedents of one expression, and the sentence that names them."""

    mentions: list[Mention]
    source: Sentence


def resolve(words: str, before: Read, state: Mention | None) -> Reference | None:
    """Return what the first referring expression in `words` stands for, or None.

    `state` is the country that the story's sanctions are on; "the country" and "the regime" are taken for it.
    """
    if (plural := _PLURAL.search(words)) is not None and (several := _several(plural["noun"], before)) is not None:
        return several
    if (one := _SINGULAR.search(words)) is not None:
        return _one(_wanted(one), before)
    if state is not None and before and _STATE.search(words):
        return Reference([state], before[-1][0])
    return None


def _wanted(match: re.Match[str]) -> str:
    if match["he"]:
        return "person"
    if match["it"]:
        return "organization"
    if match["noun"] in ("ship", "vessel", "tanker", "yacht", "freighter"):
        return "vessel"
    if match["noun"] in ("defendant",):
        return "person"
    return head_nouns().get(match["noun"], ("organization", False))[0]


def _one(wanted: str, before: Read) -> Reference | None:
    for sentence, mentions in reversed(before[-_LOOK_BACK:]):
        named = [m for m in mentions if m.label == "name" and _fits(m, wanted)]
        if named:
            return Reference(named[:1], sentence)
    return None


def _several(noun: str | None, before: Read) -> Reference | None:
    """Return the latest names that one sentence joins by "and"."""
    wanted = head_nouns().get(noun or "", ("", False))[0]
    for sentence, mentions in reversed(before[-_LOOK_BACK:]):
        named = [m for m in mentions if m.label == "name" and _fits(m, wanted)]
        offset = sentence.span.start_char
        run: list[Mention] = []
        for mention in named:
            gap = sentence.text[run[-1].span.end_char - offset : mention.span.start_char - offset] if run else ""
            if run and not _AND.match(gap):
                if len(run) > 1:
                    break
                run = []
            run.append(mention)
        if len(run) > 1:
            return Reference(run, sentence)
    return None


def _fits(mention: Mention, wanted: str) -> bool:
    kind = mention.attributes.get("type")
    return not wanted or wanted == "mixed" or kind in (wanted, "unknown")
