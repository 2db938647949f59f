"""Trigger -> the body that decides: every authority near it is weighed, the likeliest is taken.

In: a trigger, its sentence, the sentences around with their mentions. Out: `Decider`s, candidates with their cues; then
the authorities of a record. A country that acts by itself ("Washington imposed") is a candidate as a ministry is.
"""

import re
from collections import Counter

from wireledger.annotations import Mention
from wireledger.assemble.drafts import Decider
from wireledger.rules.references import Read
from wireledger.rules.triggers import Trigger, clause_start
from wireledger.rules.weights import load_weights
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.authorities import Authority, authority_by_id, specificity
from wireledger.values.countries import CountryRef

_BACK, _AHEAD, _LEAD = 4, 2, 3  # sentences
_WORD = re.compile(r"[^\W\d_]{2,}")
_BY = re.compile(r"\bby\s+(?:the\s+)?(?:[a-z]+\s+)?$")
_JOINT = re.compile(r",?\s+and\s+(?:the\s+)?")
_SAID = re.compile(r"\s*(?:[’']s\b|[\w-]+)")
_PREPOSITION = re.compile(
    r"\b(in|from|of|to|with|against|on|near|for|by|at|between|over|after|under|into)\s+(?:the\s+)?$"
)
_ACTS = re.compile(
    r"^\s+(?:(?:has|have|had|will|would|is|are|also|on\s+\w+|today)\s+){0,3}(?:impos|sanction|blacklist|ban|freez|froz|fin|order|seiz|lift|eas|add|put|announc|approv|agree|designat|accus|charg|target|slap|extend|adopt|sign|pass|vot|settl|sought|seek|threat|sa(?:id|ys))"
)

# What only a parliament passes: "a bill to impose", "lawmakers want".
_BILL = re.compile(r"(?i)\b(?:bills?|legislation|lawmakers?|senators?|congress\w*|amendment|vot(?:e|es|ed|ing))\b")
_ANY_COURT = re.compile(r"(?i)(?:the\s+|a\s+)?(?:(?:U\.S\.|US|federal|district)\s+)*(?:judge|court)")


def find_deciders(trigger: Trigger, read: Read, at: int, targets: list[Mention], family: str) -> tuple[Decider, ...]:
    """Return every body near the trigger in `read[at]`, its own sentence first."""
    places = [at, *range(at - 1, max(-1, at - 1 - _BACK), -1), *range(at + 1, min(len(read), at + 1 + _AHEAD))]
    places += [place for place in range(min(_LEAD, len(read))) if place not in places]
    taken = {target.span for target in targets}
    codes = {code for target in targets if isinstance(target.value, CountryRef) for code in target.value.codes}
    named = [m for place in places for m in read[place][1] if m.label == "authority" and isinstance(m.value, Authority)]
    lead = [_body_key(m) for place in range(min(_LEAD, len(read))) for m in read[place][1] if m.label == "authority"]
    tally = Counter(_body_key(m) for m in named)
    top = tally.most_common(1)[0][0] if tally else None
    is_bill = _BILL.search(read[at][0].text) is not None
    found: list[Decider] = []
    for place in places:
        sentence, mentions = read[place]
        bodies = [m for m in mentions if m.span not in taken and _may_decide(m, sentence)]
        for i, mention in enumerate(bodies):
            cues = _cues(trigger, sentence, mention, place - at, family, named, codes)
            if isinstance(mention.value, Authority):
                key, near = _body_key(mention), _where(place - at)
                cues |= {
                    f"first={key in lead[:1]}&where={near}",
                    f"in-lead={key in lead}",
                    f"top={key == top}&where={near}",
                }
            cues.add(f"rank={min(i, 2)}&where={_where(place - at)}")
            cues.add(f"alone={len(bodies) == 1}&where={_where(place - at)}")
            kind = mention.value.kind if isinstance(mention.value, Authority) else "country"
            cues.add(f"bill={is_bill}&kind={kind}")
            cues.add(f"bill={is_bill}&kind={kind}&status={trigger.status}")
            found.append(Decider(mention, sentence.span, frozenset(cues), _partner(sentence, mention, bodies[:i])))
    return tuple(found)


def decide(deciders: tuple[Decider, ...]) -> tuple[tuple[Mention, ...], Span | None]:
    """Return the likeliest body, its partner before it, in their most telling form; and the sentence that names it."""
    if not deciders:
        return (), None
    weights = load_weights("authority")
    likely, best = max(((weights.probability(d.cues), -i, d) for i, d in enumerate(deciders)), key=lambda t: t[:2])[::2]
    if likely < weights.threshold:
        return (), None
    chosen = (best.partner, best.mention) if best.partner is not None else (best.mention,)
    return tuple(_fullest(mention, deciders) for mention in chosen), best.sentence


def _body_key(mention: Mention) -> str:
    """Return what two mentions of one body have in common."""
    return (mention.value.id if isinstance(mention.value, Authority) else None) or mention.text


def _fullest(mention: Mention, deciders: tuple[Decider, ...]) -> Mention:
    """Return the longest form of the same body; a body without a country takes that of its fuller form."""
    body = mention.value
    if not isinstance(body, Authority):
        return mention
    best = mention
    for other in (d.mention for d in deciders):
        if isinstance(other.value, Authority) and len(other.text) > len(best.text):
            same_id = body.id is not None and other.value.id == body.id
            fuller = body.country is None and other.value.country and other.text.lower().endswith(mention.text.lower())
            named = body.kind == other.value.kind == "court" and _ANY_COURT.fullmatch(mention.text) is not None
            if named or (same_id and "’s" not in other.text and "'s" not in other.text) or fuller:
                best = other
    return best


def _may_decide(mention: Mention, sentence: Sentence) -> bool:
    if mention.label == "authority":
        return True
    ref = mention.value
    if not isinstance(ref, CountryRef) or ref.form not in ("name", "capital") or ref.relation is not None:
        return False
    start, end = sentence.place_of(mention.span)
    return sentence.text[end : end + 1] != "-" and (
        sentence.index < 3
        or _PREPOSITION.search(sentence.text[max(0, start - 14) : start]) is None
        or bool(_BY.search(sentence.text[:start]))
    )


def _partner(sentence: Sentence, mention: Mention, before: list[Mention]) -> Mention | None:
    if not before:
        return None
    gap = sentence.text[sentence.place_of(before[-1].span)[1] : sentence.place_of(mention.span)[0]]
    return before[-1] if _JOINT.fullmatch(gap) else None


def _where(distance: int) -> str:
    return "here" if distance == 0 else f"next{min(distance, 2)}" if distance > 0 else f"prev{min(-distance, 4)}"


def _cues(
    trigger: Trigger,
    sentence: Sentence,
    mention: Mention,
    distance: int,
    family: str,
    named: list[Mention],
    codes: set[str],
) -> set[str]:
    text = sentence.text
    start, end = sentence.place_of(mention.span)
    where, body = _where(distance), mention.value
    zone = "headline" if sentence.index < 0 else "lead" if sentence.index < 2 else "body"
    preposition = _PREPOSITION.search(text[max(0, start - 14) : start])
    kind = body.kind if isinstance(body, Authority) else f"country-{getattr(body, 'form', '')}"
    country = body.country if isinstance(body, Authority) else next(iter(getattr(body, "codes", ())), None)
    cues = {
        f"where={where}",
        f"where={where}&zone={zone}",
        f"kind={kind}&family={family}",
        f"kind={kind}&where={where}",
        f"kind={kind}&status={trigger.status}",
        f"action={trigger.action}&kind={kind}",
        f"before={preposition[1] if preposition else 'none'}&where={'here' if distance == 0 else 'other'}",
        f"acts={bool(_ACTS.match(text[end:]))}&where={where}",
        f"possessive={text[end : end + 2] in ('’s', chr(39) + 's')}",
        f"after={(_SAID.match(text[end:]) or [''])[0].strip().lower()}",
        f"is-target-country={country in codes}",
        f"country={country}",
        f"opens={start < 4}",
        f"opens={start < 4}&where={where}&kind={kind}",
        f"kind={kind}&rule={trigger.rule}",
        f"kind={kind}&where={where}&family={family}",
        f"where={where}&status={trigger.status}&recalled={trigger.recalled}",
        f"acts={bool(_ACTS.match(text[end:]))}&where={where}&kind={kind}",
        *(f"next:{word.lower()}" for word in _WORD.findall(text[end : end + 24])[:2]),
        *(f"prior:{word.lower()}" for word in _WORD.findall(text[max(0, start - 24) : start])[-2:]),
        *(f"text:{word.lower()}" for word in _WORD.findall(mention.text)),
    }
    if isinstance(body, Authority):
        same = sum(
            1 for other in named if other.value == body or (body.id and getattr(other.value, "id", None) == body.id)
        )
        cues |= {
            f"specificity={min(specificity(body), 3)}&family={family}",
            f"known={body.id is not None}",
            f"named={min(same, 4)}",
            f"has-part={any(_is_part(other.value, body) for other in named)}",
            f"id={body.id}",
        }
    if distance == 0:
        side = "after" if start >= trigger.end else "before"
        between = text[trigger.end : start] if side == "after" else text[end : trigger.start]
        cues |= {
            f"side={side}&passive={trigger.passive}",
            f"side={side}&frame={trigger.frame}&kind={kind}",
            f"side={side}&gap={min(len(between) // 25, 5)}",
            f"by={bool(_BY.search(text[:start]))}&side={side}",
            f"same-clause={start >= clause_start(text, trigger.start)}&side={side}",
            f"side={side}&rule={trigger.rule}",
        }
    return cues


def _is_part(value: object, of: Authority) -> bool:
    """Tell whether `value` is a part of the body `of` by the registry."""
    if not isinstance(value, Authority) or value.id is None or of.id is None or value.id == of.id:
        return False
    body = authority_by_id(value.id)
    while body is not None and body.parent is not None:
        if body.parent == of.id:
            return True
        body = authority_by_id(body.parent)
    return False
