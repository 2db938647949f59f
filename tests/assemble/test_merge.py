from dataclasses import replace

import pytest

from wireledger.annotations import Mention
from wireledger.assemble import Draft, drop_vaguer, merge_drafts
from wireledger.spans import Span
from wireledger.values.money import Money


def draft(order=0, name="Orlan-Trade LLC", **slots):
    words = Mention(Span(order * 10, order * 10 + 5), "trigger", "fined")
    filled = {"action": "designation", "status": "imposed", "background": False, "type": "organization"} | slots
    return Draft(order=order, trigger=words, authority=(), name=name, target=words, **filled)


def money(value):
    return Mention(Span(0, 3), "money", "$3", Money(value, "USD", "exact"))


def test_two_tellings_of_one_decision_are_one_and_fill_each_others_gaps():
    (merged,) = merge_drafts([draft(0, date="2021-05"), draft(1, name="Orlan Trade", nationality=("RU",))])
    assert (merged.date, merged.nationality, merged.order) == ("2021-05", ("RU",), 0)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Halden Bank"},
        {"action": "delisting"},
        {"status": "rejected"},
        {"date": "2014"},
    ],
)
def test_other_decisions_stay_apart(other):
    assert len(merge_drafts([draft(0, date="2021-05-06"), replace(draft(1), **other)])) == 2


def test_the_surer_telling_says_the_status():
    threat = draft(0, status="proposed", confidence=0.8)
    (merged,) = merge_drafts([threat, draft(1, confidence=0.4)])
    assert merged.status == "proposed"


def test_different_sums_are_different_penalties():
    one, two = draft(0, action="penalty", amount=money(3)), draft(1, action="penalty", amount=money(4))
    assert len(merge_drafts([one, two])) == 2


def test_the_surer_telling_wins_a_contradiction():
    vague = draft(0, action="asset_freeze", confidence=0.3)
    (merged,) = merge_drafts([vague, draft(1, confidence=0.9)])
    assert (merged.action, merged.confidence, merged.order) == ("designation", 0.9, 0)


def test_a_group_whose_members_are_all_named_is_left_out():
    named = [draft(0, name="Ivan Petrov", type="person"), draft(0, name="Oleg Petrov", type="person")]
    assert drop_vaguer([draft(0, name=None, count=2, type="person"), *named]) == named


def test_a_total_whose_parts_are_told_is_left_out():
    parts = [draft(0, name=None, count=n, type="person", nationality=(code,)) for n, code in ((4, "RU"), (2, "CN"))]
    assert drop_vaguer([draft(0, name=None, count=6, type="person"), *parts]) == parts


def test_parts_may_be_told_by_the_next_trigger_but_not_paragraphs_later():
    total = draft(0, name=None, count=6, type="person")
    for order, left in ((1, False), (9, True)):
        parts = [
            draft(order, name=None, count=n, type="person", nationality=(code,)) for n, code in ((4, "RU"), (2, "CN"))
        ]
        assert (total in drop_vaguer([total, *parts])) is left
