"""Gold stories -> the same stories of others: a reader is to learn how people and firms are told of, not their names.

Words that only names have ("Petrenko", "Velmur", not "Bank") are swapped for such words of other stories, each the
same way wherever it stands in a story: in the text, the headline and the annotation. "Fontana" goes on being short for
"Fontana Capital". Countries and bodies keep their names, since what is known of them helps on the next story, too.
"""

import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from wireledger.corpus import GoldAction, GoldStory, GoldTarget
from wireledger.rules.extract import propose
from wireledger.segment import segment_story
from wireledger.values.countries import find_countries

_WORD = re.compile(r"[^\W\d_]{2,}")
_KINDS = ("person", "organization", "vessel", "aircraft")

Place = tuple[str, bool, bool]
"""What a word is to a name: the name's type, whether it is its last, whether it is in capitals."""


class NameSwapper:
    """Gives copies of stories in which words of names are swapped for those of other stories.

    Args:
        stories: Where the words come from; none other can be swapped.
    """

    def __init__(self, stories: Iterable[GoldStory]) -> None:
        stories = list(stories)
        common = {word for gold in stories for word in _WORD.findall(gold.story.text) if word.islower()}
        self._places = {gold.story.id: _find_words(gold, common) for gold in stories}
        pools: defaultdict[Place, set[str]] = defaultdict(set)
        for places in self._places.values():
            for word, place in places.items():
                pools[place].add(word)
        self._pools = {place: sorted(words) for place, words in pools.items()}

    def swap(self, gold: GoldStory, share: float, seed: str) -> GoldStory:
        """Return a copy of one of the stories with about a share (0 to 1) of its names' words swapped."""
        rng = random.Random(f"{seed}-{gold.story.id}")
        places = self._places[gold.story.id]
        others = {word: rng.choice(self._pools[place]) for word, place in places.items() if rng.random() < share}
        return _swapped(gold, others)


def _find_words(gold: GoldStory, common: set[str]) -> dict[str, Place]:
    """Return the words that only names of a story have, each with what it is to the first of these."""
    found: dict[str, Place] = {}
    kept = {word for action in gold.actions for body in action.authority for word in _WORD.findall(body.name)}
    names = list(_targets(gold))
    for _, mentions in propose(gold.story, segment_story(gold.story)).read:
        for mention in mentions:
            if mention.label == "name":
                names.append((mention.text, str(mention.attributes.get("type"))))
            else:
                kept.update(_WORD.findall(mention.text))
    for name, kind in names:
        words = _WORD.findall(name)
        for word in words if kind in _KINDS else ():
            if word[0].isupper() and word.lower() not in common | kept and not find_countries(word):
                found.setdefault(word, (kind, word == words[-1], word.isupper()))
    return {word: place for word, place in found.items() if word not in kept}


def _targets(gold: GoldStory) -> Iterator[tuple[str, str]]:
    for action in gold.actions:
        for target in action.targets:
            for name in (target.name, *target.aliases):
                if name is not None:
                    yield name, target.type


def _swapped(gold: GoldStory, others: Mapping[str, str]) -> GoldStory:
    """Return a story with words replaced, and its annotation with it."""
    others = {**{word.upper(): other.upper() for word, other in others.items()}, **others}

    def swap(text: str) -> str:
        return _WORD.sub(lambda match: others.get(match[0], match[0]), text)

    ends, moved = [0], [0]  # of the old text: where a replaced word ends, and how far what follows has moved
    for match in _WORD.finditer(gold.story.text):
        if match[0] in others:
            ends.append(match.end())
            moved.append(moved[-1] + len(others[match[0]]) - len(match[0]))

    def move(place: int) -> int:
        return place + moved[bisect_right(ends, place) - 1]

    def target(one: GoldTarget) -> GoldTarget:
        return one.model_copy(
            update={
                "name": one.name and swap(one.name),
                "aliases": tuple(map(swap, one.aliases)),
                "role": one.role and swap(one.role),
                "nationality_text": one.nationality_text and swap(one.nationality_text),
            }
        )

    def action(one: GoldAction) -> GoldAction:
        targets = tuple(map(target, one.targets))
        strings = {name: swap(text) for name in ("asset", "program", "reason") if (text := getattr(one, name))}
        return one.model_copy(update={"targets": targets, **strings})

    story = replace(gold.story, text=swap(gold.story.text), title=swap(gold.story.title))
    sentences = tuple((move(start), move(end)) for start, end in gold.sentences)
    return replace(gold, story=story, sentences=sentences, actions=tuple(map(action, gold.actions)))
