"""Stories with names swapped: the same story, told of others."""

from pathlib import Path

import pytest

from wireledger.corpus import check_gold, parse_gold, read_gold
from wireledger.model.augment import NameSwapper

CORPUS = Path(__file__).parents[2] / "corpora/wire"


@pytest.fixture(scope="module")
def stories():
    return [gold for number, gold in enumerate(read_gold(CORPUS / "train.jsonl")) if number < 40]


@pytest.fixture(scope="module")
def swapper(stories):
    return NameSwapper(stories)


def made(id_, name, text):
    action = {
        "action": "designation", "status": "imposed", "evidence": [0, 1],
        "targets": [{"type": "person", "name": name, "aliases": [name.split()[-1]]}],
    }  # fmt: skip
    first = text.index(".") + 1
    return parse_gold({"id": id_, "text": text, "sentences": [[0, first], [first + 1, len(text)]], "actions": [action]})


def test_a_name_is_swapped_in_text_and_annotation_alike():
    one = made(
        "one", "Oleg Drubin", "The U.S. Treasury on Friday sanctioned Oleg Drubin. DRUBIN, it said, ran Drubin Bank."
    )
    other = made("two", "Ana Quesada", "The U.S. Treasury on Monday sanctioned Ana Quesada. Quesada has a bank.")
    swapped = NameSwapper([one, other]).swap(one, 1.0, "seed")
    (name,) = {target.name for action in swapped.actions for target in action.targets}
    first, last = name.split()
    assert (first, last) in {(a, b) for a in ("Oleg", "Ana") for b in ("Drubin", "Quesada")}
    assert swapped.actions[0].targets[0].aliases == (last,)
    assert swapped.story.text == (
        f"The U.S. Treasury on Friday sanctioned {name}. {last.upper()}, it said, ran {last} Bank."
    )


def test_most_names_change_and_bodies_and_countries_stay(stories, swapper):
    names = bodies = changed = 0
    for gold in stories:
        swapped = swapper.swap(gold, 1.0, "seed")
        for old, new in zip(gold.actions, swapped.actions, strict=True):
            assert new.authority == old.authority
            bodies += len(old.authority)
            for before, after in zip(old.targets, new.targets, strict=True):
                assert after.nationality == before.nationality
                if before.type in ("person", "organization") and before.name:
                    names += 1
                    changed += after.name != before.name
    assert bodies > 40
    assert changed / names > 0.7


def test_the_annotation_of_a_copy_holds_as_the_originals_does(stories, swapper):
    for gold in stories:
        swapped = swapper.swap(gold, 0.6, "seed")
        assert len(list(check_gold(swapped))) == len(list(check_gold(gold))), gold.story.id
        for (start, end), (left, right) in zip(gold.sentences, swapped.sentences, strict=True):
            old, new = gold.story.text[start:end], swapped.story.text[left:right]
            assert (len(old.split()), old[-1]) == (len(new.split()), new[-1])


def test_the_seed_decides_and_no_share_changes_nothing(stories, swapper):
    gold = stories[0]
    assert swapper.swap(gold, 0.6, "a") == swapper.swap(gold, 0.6, "a")
    assert len({swapper.swap(gold, 0.6, str(seed)).story.text for seed in range(5)}) > 1
    assert swapper.swap(gold, 0.0, "a") == gold
