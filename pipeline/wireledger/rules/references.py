"""Pronouns and definite nouns -> the names that they stand for: "it", "the company", "the two men", "the country".

In: the words around a trigger and the sentences before, with their mentions. Out: the antecedents, latest first choice.
Not done here: short forms of names (`names.py` of `values/`), which need no context.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.lexicon import head_nouns
from wireledger.segment import Sentence
from wireledger.values.countries import CountryRef

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
_SANCTIONS_ON = re.compile(r"\bsanctions\s+(?:imposed\s+)?(?:on|against)\s+(?:the\s+)?$")
_SANCTIONS_AFTER = re.compile(r"\s+(?:[a-z]+\s+)?sanctions\b")
_AND = re.compile(r"^[,\s]*(?:\([^)]*\))?,?\s*(?:and\s+)?(?:[a-z][\w-]*\s+){0,3}$")


@dataclass(frozen=True, slots=True)
class Reference:
    """Antecedents of one expression, and the sentence that names them."""

    mentions: list[Mention]
    source: Sentence


def resolve(words: str, before: Read, state: Reference | None) -> Reference | None:
    """Return what the first referring expression in `words` stands for, or None.

    `state` is the country that the story's sanctions are on; "the country" and "the regime" are taken for it.
    """
    if (plural := _PLURAL.search(words)) is not None and (several := _several(plural["noun"], before)) is not None:
        return several
    if (one := _SINGULAR.search(words)) is not None:
        return _one(_wanted(one), before)
    return state if state is not None and _STATE.search(words) else None


def is_country_by_name(mention: Mention) -> bool:
    """Tell whether a mention is a country by its own name, with no tie ("-based") to another thing."""
    ref = mention.value
    return isinstance(ref, CountryRef) and ref.form == "name" and ref.relation is None


def _wanted(match: re.Match[str]) -> str:
    if match["he"]:
        return "person"
    if match["it"]:
        return "organization"
    if match["noun"] in ("ship", "vessel", "tanker", "yacht", "freighter"):
        return "vessel"
    if match["noun"] == "defendant":
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
        run: list[Mention] = []
        for mention in named:
            gap = sentence.text[sentence.place_of(run[-1].span)[1] : sentence.place_of(mention.span)[0]] if run else ""
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


def sanctioned_state(read: Read) -> Reference | None:
    """Return the state that a story's sanctions are on: the one most often named after "sanctions on" or before "sanctions"."""
    votes: dict[tuple[str, ...], list[Reference]] = {}
    for sentence, mentions in read:
        for mention in mentions:
            if not is_country_by_name(mention):
                continue
            start, end = sentence.place_of(mention.span)
            if _SANCTIONS_ON.search(sentence.text[max(0, start - 40) : start]) or _SANCTIONS_AFTER.match(
                sentence.text[end : end + 30]
            ):
                votes.setdefault(getattr(mention.value, "codes", ()), []).append(Reference([mention], sentence))
    # "U.S. sanctions" names who imposes, not on whom.
    named = [told for codes, told in votes.items() if codes not in (("US",), ("EU",), ("GB",))]
    return max(named, key=len)[0] if named else None
