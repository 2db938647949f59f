"""Trigger -> its targets: the names, groups and countries that the sentence puts in the trigger's reach.

In: a trigger, its sentence and the mentions there. Out: mentions, in order. A list goes on over commas, "and", brackets,
appositions and semicolons; it ends where a new clause begins. Not done here: pronouns (`references.py`).
"""

import re
from dataclasses import replace
from itertools import pairwise

from wireledger.annotations import Mention
from wireledger.rules.groups import Group
from wireledger.rules.lexicon import stop_words
from wireledger.rules.names import NameSpan, find_names
from wireledger.rules.references import Read, is_country_by_name
from wireledger.rules.triggers import Trigger, clause_start
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.authorities import Authority
from wireledger.values.countries import CountryRef

Local = list[tuple[int, int, Mention]]

_FIRST_GAP = 75  # characters from a trigger to its first target; more is another clause
_ITEM_GAP = 70  # characters from a semicolon to the name of its item

# After the first target a list goes on over these; anything else between two names ends it.
_LINK = re.compile(
    r"^(?:\s*\([^)]{1,60}\))?[”\"’']?s?[\s*]*(?:[,;:–—*-]|\(|,?\s*(?:and|as well as|or|including|among them|such as|plus|along with|both|also|included|include|includes|were|are)\b|\s)*\s*"
    r"(?:(?:the|its|a|an|their|his|another|for|two|three|former|fellow|his|her)\s+)*(?:[a-z][\w-]*\s+){0,4}(?:,?\s*[“\"‘]?)?$"
)
# "X, a bank of Y, and Z": the words between two members of a list may end so.
_RESUMES = re.compile(
    r"(?:[,:–—]|\)|[,\s](?:and|as well as|including|such as|namely|plus|along with))\s*(?:and\s+|also\s+|namely\s+)?(?:(?:the|its|a|an|their|his|her|former)\s+)?(?:[a-z][\w’'-]*\s+){0,6}[“\"‘]?$"
)
_AFTER_PREPOSITION = re.compile(
    r"\b(?:of|at|for|with|from|in|to|by|near|via|under|on|linked to|owned by)\s+(?:the\s+|its\s+|his\s+|their\s+)?(?:[a-z][\w-]*\s+){0,3}[“\"‘]?$"
)
_REPEATED = re.compile(r"(?:,|\band|\bor)\s+(?:on|against|to|for)\s+(?:the\s+)?$")  # "on A and on B"
_ENDS_OBJECT = re.compile(
    r"\b(?:for(?!\s+the\s+first)|over|after|because|in connection|accus\w+|saying|said|says|when|while|as part|as a|amid|if|unless|until|which|who|that|by|under|pursuant|in response|in retaliation|due to|since|but|to (?:settle|resolve|pay)|in an?|in a bid|alleging|citing|following|from)\b|;"
)
# A mention before one of these is the subject of a new clause.
_VERB_AFTER = re.compile(
    r"^\s+(?:(?:has|have|had|was|were|is|are|will|would|could|can|may|did|does)\s+(?:not\s+|also\s+)?\w+|said|says|told|warned|called|vowed|announced|threatened|denied|condemned|added|began|invaded|launched|agreed|refused|responded|withdrew|became)\b"
)
_FROM = re.compile(r"\b(?:from|belonging to|owned by|linked to|held by|controlled by)\s")
_TITLE_GAP = re.compile(r"^(?:[’']s)?(?:\s+[a-z][\w-]*){1,8}\s+(?:[A-Z][a-z]+\.\s)?$")
_KIN = re.compile(
    r"^[’']s?\s+(?:[a-z-]+\s+){0,2}?(?:brother|sister|wife|son|daughter|husband|cousin|nephew|father|mother|ally|aide|deputy)s?\b"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:chief executive|head|manager|employee|trader|officer|director|executive|president|founder|owner|unit)s?\s+(?:of|at)\s+(?:the\s+)?$"
)
# What a state or its people sell: "Iranian oil imports", "Russia's diamonds" are a sector.
SECTOR_WORDS = (
    r"(?:(?:crude\s+)?oil|crude|petroleum|energy|natural\s+gas|gas|LNG|coal|gold|silver|diamonds?|timber|steel|iron(?:\s+ore)?|alumini?um|metals?|copper|nickel|grain|potash|textiles?|seafood|caviar|tobacco|cotton|sugar|rubber|jade|rubies|gems|"
    r"petrochemicals?|refined\s+(?:fuel|products)|fuel|arms|weapons|chips?|semiconductors?|technology|banking|financial|mining|shipping|aviation|automotive|defen[cs]e|construction|agricultural|luxury|economy|trade|goods|products)"
)
_SECTOR_AFTER = re.compile(
    rf"^(?:[’']s?)?\s+(?:[\w-]+\s+){{0,2}}?(?:{SECTOR_WORDS}\b(?:(?:,\s+|\s+and\s+){SECTOR_WORDS}\b)*(?:\s+(?:imports?|exports?|sectors?|industry|industries|products|shipments|sales|trade))?|(?:sectors?|industry|industries|exports|imports)\b)"
)


def find_targets(trigger: Trigger, text: str, mentions: Local) -> list[Mention]:
    """Return the targets of one trigger that stand in its own sentence."""
    if trigger.frame == "between" and trigger.target is not None:
        start, end = trigger.target
        return _list_in(text, _with_bodies(mentions, text, start, end), start, end, first_gap=60)
    if trigger.frame == "subject" or trigger.passive:
        return _subject(trigger, text, mentions)
    mentions = _with_bodies(mentions, text, trigger.end, len(text))
    source = _FROM.search(text, trigger.end, trigger.end + 110) if trigger.action in ("forfeiture", "seizure") else None
    if source is not None and not _names_thing(mentions, trigger.end, source.start()):
        owned = _list_in(text, mentions, source.end(), len(text), first_gap=40)
        if owned:
            return owned
    return _list_in(text, mentions, trigger.end, len(text), first_gap=_FIRST_GAP)


def _names_thing(mentions: Local, start: int, end: int) -> bool:
    """Tell whether the thing that is taken has a name of its own: then it is the target, not its owner."""
    return any(start <= left < end and m.attributes.get("type") in ("vessel", "aircraft") for left, _, m in mentions)


def other_candidates(text: str, mentions: Local, targets: list[Mention]) -> list[Mention]:
    """Return the candidates of a sentence that are not among `targets`."""
    taken = {target.span.start_char for target in targets}
    return [
        mention
        for left, right, mention in _with_bodies(mentions, text, 0, len(text))
        if mention.span.start_char not in taken and _may_be_target(text, left, right, mention)
    ]


def local_mentions(sentence: Sentence, mentions: list[Mention]) -> Local:
    """Return mentions of a sentence with their places in it."""
    return [(*sentence.place_of(mention.span), mention) for mention in mentions]


def _may_be_target(text: str, left: int, right: int, mention: Mention) -> bool:
    return (
        _is_candidate(mention) and not _is_attribute(mention, text, right) and not _is_apposition(mention, text, left)
    )


def _is_apposition(mention: Mention, text: str, left: int) -> bool:
    """Tell whether a group of one only says what the name before it is: "Orlan-Trade LLC, a Russian arms broker"."""
    group = mention.value
    if not isinstance(group, Group) or not group.is_single:
        return False
    return re.search(r"[\w.)”\"][,–—-]\s*(?:an?|its|their|the)?\s*$", text[:left].replace(" - ", "- ")) is not None


def near_candidates(read: Read, at: int) -> list[tuple[str, Sentence, Mention]]:
    """Return the names, counted groups and countries of the two sentences before `read[at]` and of the one after."""
    near = []
    for where, place in (("prev1", at - 1), ("prev2", at - 2), ("next1", at + 1)):
        if 0 <= place < len(read):
            sentence, mentions = read[place]
            near += [
                (where, sentence, mention)
                for left, right, mention in local_mentions(sentence, mentions)
                if not _is_uncounted(mention) and _may_be_target(sentence.text, left, right, mention)
            ]
    return near


def _is_uncounted(mention: Mention) -> bool:
    return isinstance(mention.value, Group) and mention.value.count is None


def _is_attribute(mention: Mention, text: str, right: int) -> bool:
    """Tell whether a country only says whose something is: "Russian firms", "China-based", "in Moscow"."""
    ref = mention.value
    if not isinstance(ref, CountryRef):
        return False
    return ref.relation is not None or (ref.form != "name" and sector_end(text, right) is None)


def sector_end(text: str, end: int) -> int | None:
    """Return where the goods or sector begun by the country that ends at `end` ends ("Iranian| oil imports"), or None."""
    match = _SECTOR_AFTER.match(text[end : end + 80])
    return end + match.end() if match else None


def _is_candidate(mention: Mention) -> bool:
    return mention.label in ("name", "group", "country")


def _with_bodies(mentions: Local, text: str, start: int, end: int) -> Local:
    """Return the mentions with authorities between `start` and `end` turned into what they are as targets.

    "Sanctions on Iran's central bank", "against President Nicolas Maduro": a body is a target as any other may be.
    """
    turned: Local = []
    for left, right, mention in mentions:
        if mention.label == "authority" and start <= left < end and not _VERB_AFTER.match(text[right:]):
            turned.append(_body_as_target(left, right, mention))
        else:
            turned.append((left, right, mention))
    return turned


def _body_as_target(left: int, right: int, mention: Mention) -> tuple[int, int, Mention]:
    body = mention.value
    if not isinstance(body, Authority) or not any(char.isupper() for char in mention.text):
        return left, right, mention
    people = [name for name in find_names(mention.text) if name.type == "person" and " " in name.text]
    if people:
        person = people[-1]
        offset = mention.span.start_char
        span = Span(offset + person.start, offset + person.end, mention.span.field)
        start = left + person.start
        return (
            start,
            left + person.end,
            Mention(span, "name", person.text, replace(person, start=start), {"type": "person"}),
        )
    if body.kind in ("executive", "legislature", "court", "international", "police"):
        return left, right, mention
    name = NameSpan(left, right, mention.text, "organization")
    return left, right, replace(mention, label="name", value=name, attributes={"type": "organization"})


def _list_in(text: str, mentions: Local, start: int, end: int, first_gap: int) -> list[Mention]:
    """Return the members of the list that begins after `start`, item by item."""
    targets: list[Mention] = []
    for number, (left, right) in enumerate(_items(text, start, end)):
        found = _item(text, mentions, left, right, first_gap if number == 0 else _ITEM_GAP, has_targets=bool(targets))
        if not found:
            break
        targets += found
    return targets


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a list at its semicolons."""
    cuts = [start, *(start + match.end() for match in re.finditer(";", text[start:end])), end]
    return [(left, right) for left, right in pairwise(cuts) if right > left]


def _item(text: str, mentions: Local, start: int, end: int, first_gap: int, *, has_targets: bool) -> list[Mention]:
    stop = _ENDS_OBJECT.search(text, start + 1, end)
    limit = stop.start() if stop and stop[0] != ";" else end
    targets: list[Mention] = []
    last = start
    for left, right, mention in mentions:
        if left < start or left >= limit or not _is_candidate(mention):
            continue
        gap = text[last:left]
        if _is_inside_brackets(text, last, left) or _is_apposition(mention, text, left):
            continue
        if isinstance(mention.value, Group) and mention.value.bare and (targets or len(gap) > 25):
            continue
        if not targets:
            if len(gap) > first_gap or (has_targets and _AFTER_PREPOSITION.search(gap)):
                break
        elif _AFTER_PREPOSITION.search(gap) and not _REPEATED.search(gap):
            continue  # "a unit of Y": no member, and the list may go on behind it
        elif not _LINK.match(gap) and not _RESUMES.search(gap):
            break
        if _VERB_AFTER.match(text[right:]) and (targets or "," in gap):
            break
        if mention.label == "name" and _KIN.match(text[right : right + 40]):
            continue
        if mention.label == "country" and not _is_country_target(text, left, right, mentions):
            if targets and _LINK.match(gap):
                last = right  # a nationality inside the list: "A, and China-based B"
            continue
        targets.append(mention)
        last = right
    return targets


def _is_inside_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _is_country_target(text: str, left: int, right: int, mentions: Local) -> bool:
    rest = text[right : right + 60]
    ref = next(m for a, _, m in mentions if a == left).value
    if not isinstance(ref, CountryRef) or ref.relation is not None:
        return False
    if ref.form not in ("name", "capital"):
        return ref.form == "demonym" and sector_end(text, right) is not None
    if rest.startswith(("’s", "'s")):
        return sector_end(text, right) is not None
    follower = next((a for a, _, m in mentions if a > left and _is_candidate(m)), right)
    if rest[:1] == " " and re.match(r"^(?:\s*\([A-Z]+\))?[\s-]+(?:[a-z-]+\s+){0,3}$", text[right:follower]):
        return False
    return not re.search(r"\b(?:in|from|to|of)\s+(?:the\s+)?$", text[max(0, left - 10) : left]) or bool(
        re.search(
            r"\b(?:imports?|exports?|sanctions|embargo|ban)\s+(?:of\s+\w+\s+)?(?:from|to|of)\s+$",
            text[max(0, left - 40) : left],
        )
    )


def _subject(trigger: Trigger, text: str, mentions: Local) -> list[Mention]:
    start = clause_start(text, trigger.start)
    if re.search(r"\b(?:which|who)$", text[:start]) and "," in text[start : trigger.start]:
        # "X, which owns land, was designated": the verb belongs to the clause around the relative one.
        start = clause_start(text, start - 6)
    spans = [
        (a, b, m)
        for a, b, m in mentions
        if start <= a and b <= trigger.start and _is_candidate(m) and not (isinstance(m.value, Group) and m.value.bare)
    ]
    if not spans and start > 0 and re.search(r"\b(?:who|which|that)\b[^,]*$", text[max(0, start - 8) : trigger.start]):
        # "X, who was sanctioned": the antecedent stands right before the pronoun.
        spans = [(a, b, m) for a, b, m in mentions if b <= start and start - b < 12 and m.label in ("name", "group")][
            -1:
        ]
    # A country is the subject only where it opens the clause: "Iran was added", not "both men, based in Syria, were".
    spans = [
        (a, b, m)
        for a, b, m in spans
        if m.label != "country"
        or (
            is_country_by_name(m)
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
        and not re.search(r"\b(?:and|or)\b", text[spans[0][1] : spans[1][0]])
        and not _has_stop(text[spans[0][1] : spans[1][0]])
    ):
        spans = spans[1:]
    while (
        spans and re.search(r"\b(?:of|at|for|from|with|by|in)\s+(?:the\s+)?$", text[: spans[0][0]]) and len(spans) > 1
    ):
        spans = spans[1:]
    if not spans or _TITLE_BEFORE.search(text[: spans[0][0]]):
        return []
    chosen = [spans[0]]
    for a, b, m in spans[1:]:
        gap = text[chosen[-1][1] : a]
        if m.label == "country" or _is_inside_brackets(text, chosen[-1][1], a):
            continue
        if not re.fullmatch(r"(?:\s*\([^)]{1,40}\))?\s*,?\s*(?:and\s+)?(?:the\s+|its\s+|[a-z]+\s+){0,3}", gap):
            if _AFTER_PREPOSITION.search(gap):
                continue
            break
        chosen.append((a, b, m))
    return [m for _, _, m in chosen]


def _has_stop(text: str) -> bool:
    return any(word in stop_words() and word not in ("of", "s") for word in re.findall(r"[a-z]+", text))
