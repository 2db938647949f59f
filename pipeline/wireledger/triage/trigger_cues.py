"""A story's triggers -> the cues by which the second look weighs each of them.

In: the sentences of a story. Out: for each trigger that the rules find in them the names of what was seen: which rule,
where in the story, the words around it, whether a party, a sum of money or a name stands near. All is read off the
sentence and its neighbours; names, groups and bodies, which take the rules most of their time, are not looked for.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wireledger.records import FAMILIES
from wireledger.rules.buckets import count_name, place_name
from wireledger.rules.lexicon import load_table
from wireledger.rules.triggers import Trigger, find_triggers
from wireledger.segment import Sentence
from wireledger.story import Story

_MONEY = re.compile(r"[$€£¥]|(?:[mb]illion|trillion|crore|dollars|euros|pounds)\b")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w&'’-]+")
_HEDGE = re.compile(r"\b(?:if|whether|could|might|may|would|unless|any)\b")
_WORD = re.compile(r"[^\W\d_]{2,}|[$€£]")
_NEAR = 60  # characters
_TALK = {
    "sanctions": ("sanction", "blacklist", "designat", "embargo", "asset freeze", "ofac"),
    "money": (" fine", "penalt", "settle", "forfeit", "disgorge", "plead", "seiz"),
}


@cache
def _party() -> re.Pattern[str]:
    return re.compile(load_table("stems")["near"])


def find_trigger_cues(story: Story, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Trigger, set[str]]]:
    """Yield each trigger of a story with its sentence and its cues, in order, lazily."""
    talk: list[str] = []
    for number, sentence in enumerate(sentences):
        triggers = find_triggers(sentence)
        if not triggers:
            continue
        talk = talk or _talk(story)
        around = sentences[max(0, number - 1) : number + 2]
        has_party = any(_party().search(neighbour.text) for neighbour in around)
        for trigger in triggers:
            yield sentence, trigger, _cues(sentence, trigger, talk, has_party)


def _cues(sentence: Sentence, trigger: Trigger, talk: list[str], has_party: bool) -> set[str]:
    text, rule, family = sentence.text, f"rule={trigger.rule}", FAMILIES[trigger.action]
    before, after = text[: trigger.start], text[trigger.end :]
    place, is_hedged = place_name(sentence.index), bool(_HEDGE.search(before[-50:]))
    told = (
        *talk,
        f"party={has_party}",
        f"recalled={trigger.recalled}",
        f"hedged={is_hedged}",
        f"place={place}",
        f"money={bool(_MONEY.search(text))}",
        f"name-before={bool(_NAME.search(before[-_NEAR:]))}",
        f"name-after={bool(_NAME.search(' ' + after[:_NEAR]))}",
    )
    cues = {rule, f"zone={sentence.zone}", f"passive={trigger.passive}&frame={trigger.frame}"}
    cues |= {f"{cue}&{of}" for cue in told for of in (rule, f"family={family}")}
    cues.add(f"status={trigger.status}&family={family}")
    cues.add(f"names={min(sum(1 for _ in _NAME.finditer(text)), 4)}&family={family}")
    cues.add(f"sentence={'long' if len(text) > 260 else 'short' if len(text) < 90 else 'mid'}")
    cues |= {f"left:{word.lower()}" for word in _WORD.findall(before[-40:])[-4:]}
    cues |= {f"right:{word.lower()}" for word in _WORD.findall(after[:50])[:5]}
    cues |= {f"word:{word.lower()}" for word in _WORD.findall(text[trigger.start : trigger.end])}
    return cues


def _talk(story: Story) -> list[str]:
    """Return how much a story talks of what; counting words takes a tenth of the time of the rules' own patterns."""
    text = f"{story.title} {story.text}".lower()
    return [f"{name}-talk={count_name(sum(text.count(word) for word in words))}" for name, words in _TALK.items()]
