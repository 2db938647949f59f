from dataclasses import replace

import pytest

from wireledger.scoring.align import align, targets_match
from wireledger.scoring.scored import ScoredRecord

NAMED = ScoredRecord("s1", "designation", "imposed", name="Brindle Ore", type="organization")
GROUP = ScoredRecord("s1", "designation", "imposed", type="organization", nationality=frozenset({"NL"}), count=6)


def test_a_record_is_found_under_its_alias():
    assert targets_match(replace(NAMED, aliases=("Varda Salt Works",)), replace(NAMED, name="Varda Salt Works"))


def test_a_group_does_not_match_a_name():
    assert not targets_match(GROUP, NAMED)
    assert not targets_match(NAMED, GROUP)


@pytest.mark.parametrize(
    "predicted",
    [
        replace(GROUP, type="mixed", nationality=frozenset()),
        replace(GROUP, count=None),
        replace(GROUP, count=5, nationality=frozenset({"NL", "BE"})),
    ],
)
def test_groups_match_by_count_or_by_type_and_nationality(predicted):
    assert targets_match(GROUP, predicted)


@pytest.mark.parametrize(
    "predicted",
    [
        replace(GROUP, type="vessel"),
        replace(GROUP, type="person", count=5),
        replace(GROUP, count=5, nationality=frozenset({"BE"})),
        replace(GROUP, count=None, nationality=frozenset()),
    ],
)
def test_other_groups_do_not_match(predicted):
    assert not targets_match(GROUP, predicted)


def test_groups_of_which_nothing_is_known_match_by_type():
    vague = replace(GROUP, count=None, nationality=frozenset())
    assert targets_match(vague, vague)
    assert not targets_match(vague, replace(vague, type="person"))


def test_groups_may_match_by_role_across_types():
    gold = replace(GROUP, role="ore traders")
    assert targets_match(gold, replace(gold, type="person", count=5, role="traders"))


def test_countries_match_by_code_whatever_they_are_called():
    gold = ScoredRecord("s1", "designation", "imposed", name="Burma", type="country", nationality=frozenset({"MM"}))
    assert targets_match(gold, replace(gold, name="Myanmar"))
    assert not targets_match(gold, replace(gold, name="Myanmar", type="organization"))


def test_actions_of_other_families_are_never_a_pair():
    assert align([NAMED], [replace(NAMED, action="delisting")]).pairs == ()
    assert align([NAMED], [replace(NAMED, action="unheard-of")]).pairs == ()
    assert len(align([NAMED], [replace(NAMED, action="travel_ban")]).pairs) == 1


def test_of_two_candidates_the_more_similar_is_taken():
    good, poor = NAMED, replace(NAMED, status="proposed")
    alignment = align([NAMED], [poor, good])
    assert alignment.pairs == ((NAMED, good),)
    assert alignment.false == (poor,)
    assert alignment.missed == ()
