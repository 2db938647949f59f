"""Trigger -> is it the story's news, or an earlier action that the story recalls?

In: a trigger in its sentence, its date, the story. Out: cues, and the decision that their weights give.
"""

import math
import re
from datetime import date

from wireledger.records import FAMILIES
from wireledger.rules.triggers import Trigger
from wireledger.rules.weights import load_weights, log_odds
from wireledger.segment import Sentence
from wireledger.story import Story

NEWS_CYCLE_DAYS = 4  # an action older than this is recalled, a younger one is news (RECORDS.md, rule 14, and a weekend)

_WORDS = re.compile(r"[^\W\d_]{2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HAD = re.compile(r"\b(?:had|has|have)\s+(?:\w+\s+){0,2}$")
_EARLIER = re.compile(
    r"(?i)\b(?:previous(?:ly)?|earlier|already|last\s+(?:month|year)|ago|since|former(?:ly)?|in\s+the\s+past|once|after)\b"
)


def find_time_cues(
    story: Story, trigger: Trigger, main: Trigger | None, sentence: Sentence, day: str | None
) -> frozenset[str]:
    """Return the cues of one trigger; `main` is the first of the story, `day` its ISO date prefix, or None."""
    text = sentence.text
    zone = (
        "headline"
        if sentence.index < 0
        else "lead"
        if sentence.index < 2
        else "early"
        if sentence.index < 6
        else "late"
    )
    age = find_age(story.published, day)
    same = main is None or FAMILIES[main.action] == FAMILIES[trigger.action]
    earlier = bool(_EARLIER.search(text))
    cues = {
        f"zone={zone}",
        f"age={age}",
        f"age={age}&zone={zone}",
        f"same-as-main={same}",
        f"same-as-main={same}&zone={zone}",
        f"main-status={main.status if main else None}&status={trigger.status}",
        f"main={main.action if main else None}&action={trigger.action}",
        f"recalled={trigger.recalled}",
        f"recalled={trigger.recalled}&age={age}",
        f"status={trigger.status}",
        f"status={trigger.status}&zone={zone}",
        f"action={trigger.action}",
        f"rule={trigger.rule}",
        f"frame={trigger.frame}&passive={trigger.passive}",
        f"had={bool(_HAD.search(text[: trigger.start]))}&zone={zone}",
        f"earlier={earlier}&age={age}",
        f"year={bool(_YEAR.search(text))}&age={age}",
        f"quoted={text[: trigger.start].count('“') > text[: trigger.start].count('”')}",
        f"length={'short' if len(story.text) < 1500 else 'mid' if len(story.text) < 4000 else 'long'}&zone={zone}",
        f"last-third={sentence.span.start_char > 2 * len(story.text) / 3}",
    }
    cues |= {f"word:{word.lower()}" for word in _WORDS.findall(text[trigger.start : trigger.end])}
    cues |= {f"left:{word.lower()}" for word in _WORDS.findall(text[max(0, trigger.start - 45) : trigger.start])[-5:]}
    cues |= {f"right:{word.lower()}" for word in _WORDS.findall(text[trigger.end : trigger.end + 30])[:3]}
    cues |= {
        f"clause:{word.lower()}" for word in _WORDS.findall(text[max(0, trigger.start - 120) : trigger.start])[:-3]
    }
    cues |= {f"after:{word.lower()}" for word in _WORDS.findall(text[trigger.end : trigger.end + 90])[3:]}
    return frozenset(cues)


def find_target_times(kind: str, named: bool, framed: bool, standing: frozenset[str]) -> frozenset[str]:
    """Return the cues of one target of a trigger: news is of whom the lead names."""
    sort = f"{kind if named else 'group'}"
    told = {cue for cue in standing if cue.startswith(("all-first=", "all-lead=", "all-found="))}
    return frozenset({f"target={sort}", f"target={sort}&framed={framed}", *told, *(f"{sort}&{cue}" for cue in told)})


def is_recalled(cues: frozenset[str]) -> bool:
    """Tell whether the cues of a trigger say that it is background."""
    weights = load_weights("background")
    return weights.probability(cues) >= weights.threshold


def recalls(tellings: list[frozenset[str]]) -> bool:
    """Tell whether the tellings of one action, each by its cues, say together that it is background."""
    return recall_odds(tellings) >= log_odds(load_weights("background").threshold)


def recall_odds(tellings: list[frozenset[str]]) -> float:
    """Return the mean log odds of background over the tellings of one action, each by its cues."""
    weights = load_weights("background")
    return math.fsum(log_odds(weights.probability(cues)) for cues in tellings) / len(tellings)


def find_age(published: str | None, day: str | None) -> str:
    """Return how old an action of the ISO date `day` is at publication: "news", "month", "older", "later", "unsaid" ..."""
    if day is None:
        return "unsaid"
    if published is None or len(published) < 10:
        return f"unknown-{len(day)}"
    if len(day) < 10:
        return "this" if published.startswith(day) else "older" if day < published[: len(day)] else "later"
    days = (date.fromisoformat(published[:10]) - date.fromisoformat(day)).days
    return "news" if 0 <= days <= NEWS_CYCLE_DAYS else "later" if days < 0 else "month" if days < 45 else "older"
