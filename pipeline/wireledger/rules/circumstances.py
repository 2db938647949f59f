"""Trigger -> what else its sentence says of the action: what it consists of, which thing it takes, why.

In: a trigger and its sentence. Out: `Circumstances`. RECORDS.md reports these slots without scoring them, so they are read
only where the words are plain.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.triggers import Trigger
from wireledger.segment import Sentence

_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("asset_freeze", re.compile(r"(?i)\basset\s+freezes?\b|\b(?:freez|froze|block)\w*\s+(?:[\w’'.-]+\s+){0,6}?(?:assets?|property|funds|accounts?)\b|\b(?:assets?|property|funds)\s+(?:[\w’'-]+\s+){0,6}?(?:frozen|blocked)\b")),
    ("travel_ban", re.compile(r"(?i)\b(?:travel|visa|entry)\s+(?:bans?|restrictions?)\b|\b(?:bar|ban)\w*\s+(?:[\w’'-]+\s+){0,8}?from\s+(?:enter|travel)\w*")),
    ("arms_embargo", re.compile(r"(?i)\b(?:arms|weapons)\s+(?:embargo|ban)\b|\b(?:ban|embargo)\s+on\s+(?:[\w-]+\s+){0,2}?(?:arms|weapons)\b")),
    ("export_ban", re.compile(r"(?i)\bexport\s+(?:bans?|controls?|curbs?|restrictions?)\b|\b[Ee]ntity\s+[Ll]ist\b|\bban\w*\s+(?:[\w-]+\s+){0,3}?exports?\b")),
    ("import_ban", re.compile(r"(?i)\b(?:import|oil|coal|gold|diamond)\s+(?:bans?|embargo)\b|\bban\w*\s+(?:[\w-]+\s+){0,4}?imports?\b")),
    ("price_cap", re.compile(r"(?i)\bprice\s+caps?\b")),
    ("financial_restriction", re.compile(r"(?i)\b(?:cut|bar|exclud|sever)\w*\s+(?:[\w’'-]+\s+){0,5}?from\s+(?:the\s+)?(?:[\w.]+\s+){0,2}?(?:financial\s+system|SWIFT|capital\s+markets)\b|\b(?:bar|prohibit|forbid)\w*\s+(?:[\w.’'-]+\s+){0,5}?from\s+(?:doing\s+business|dealing)")),
)  # fmt: skip
_LISTS = ("designation", "trade_restriction", "delisting", "asset_freeze", "travel_ban")
_TAKES = ("seizure", "forfeiture", "asset_freeze")
_ASSET = re.compile(
    r"\b(?:(?:the|a|an|his|her|its|their)\s+)?(?P<asset>(?:[\w€$£.,-]+\s+){0,3}?(?:superyachts?|yachts?|jets?|aircraft|helicopters?|villas?|mansions?|homes?|houses?|apartments?|condominiums?|estates?|propert(?:y|ies)|compounds?"
    r"|bank\s+accounts?|accounts?|domain\s+names?|websites?|bitcoins?|cryptocurrency|cars?|vehicles?|paintings?|jewel\w+|gold\s+bars?|stock\s+options|shares|reserves)(?:\s+[A-Z][\w’'-]+)*)"
)  # fmt: skip
_NO_ARTICLE = re.compile(r"^(?:the|a|an|of|and|to|in|from|for|on|with|his|her|its|their|more|than)\s+", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?P<reason>(?:for\s+(?:allegedly\s+|having\s+)?(?:\w+ly\s+)?\w+ing|for\s+(?:their|his|her|its|the)\s+(?:alleged\s+)?(?:role|part|support|involvement)|over\s+(?:its|his|her|their|the|alleged|accusations|claims|charges)"
    r"|because\s+of|in\s+(?:response|retaliation)\s+(?:to|for)|in\s+connection\s+with|accused\s+of|to\s+settle\s+(?:charges|allegations|claims|accusations))\s[^.;“”\"]{4,180})"
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a sentence says around a decision: measures of RECORDS.md, the thing taken, the reason; verbatim mentions."""

    measures: tuple[str, ...] = ()
    asset: Mention | None = None
    reason: Mention | None = None


def find_circumstances(trigger: Trigger, sentence: Sentence) -> Circumstances:
    """Return what the trigger's sentence says of its action."""
    text = sentence.text
    measures = tuple(name for name, pattern in _MEASURES if trigger.action in _LISTS and pattern.search(text))
    asset = _ASSET.search(text, trigger.end) if trigger.action in _TAKES else None
    reason = _REASON.search(text, trigger.end)
    return Circumstances(
        measures,
        _mention(sentence, "asset", asset, "asset") if asset is not None else None,
        _mention(sentence, "reason", reason, "reason") if reason is not None else None,
    )


def _mention(sentence: Sentence, label: str, match: re.Match[str], group: str) -> Mention:
    start, end = match.span(group)
    while label == "asset" and (article := _NO_ARTICLE.match(sentence.text[start:end])) is not None:
        start += article.end()
    text = sentence.text[start:end].rstrip(" ,")
    return Mention(sentence.span_at(start, start + len(text)), label, text)
