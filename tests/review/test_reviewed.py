"""Decisions become gold that keeps the rules; what is not decided as a whole stays out."""

from collections import Counter

from invented import ELEVEN, FINED, QUIET, Desk, Hand, make_material, penalty, span

from wireledger.corpus import check_gold, parse_gold
from wireledger.review import reviewed_gold


def test_decided_stories_become_sound_gold(log):
    desk = Desk(make_material([penalty(amount=ELEVEN)], [FINED, QUIET]), log, "ana")
    hand = Hand(desk)
    hand.select("role", "coal trader")
    hand.do("add", span=span(FINED, "Ardent Tin"))
    hand.select("nationality", "Iran", item=1)
    Hand(desk, QUIET).do("no_action")
    fined, quiet = [parse_gold(row) for row in reviewed_gold(desk.states())]
    assert check_gold(fined) == check_gold(quiet) == []
    assert quiet.actions == ()
    (action,) = fined.actions  # both targets are one decision's
    assert action.amount.value == 11_000_000
    assert [(t.name, t.role, t.nationality, t.nationality_text) for t in action.targets] == [
        ("Brindle Ore", "coal trader", (), None),
        ("Ardent Tin", None, ("IR",), "Iran"),
    ]
    assert fined.source == {"reviewed_by": ["ana"]}


def test_rejected_records_are_no_gold_and_half_a_story_is_none(log):
    both = [penalty(), penalty(name="Ardent Tin")]
    desk = Desk(make_material(both, [FINED, QUIET]), log, "ana")
    hand = Hand(desk)
    hand.do("reject")
    left_out = Counter()
    assert list(reviewed_gold(desk.states(), left_out)) == []
    assert left_out == {"partly decided": 1, "untouched": 1}
    hand.do("accept", 1)
    (row,) = reviewed_gold(desk.states())
    assert [t["name"] for action in row["actions"] for t in action["targets"]] == ["Ardent Tin"]


def test_a_changed_record_waits_before_it_is_gold(log):
    Hand(Desk(make_material([penalty()], [FINED]), log, "ana")).do("accept")
    newer = Desk(make_material([penalty(amount=ELEVEN)], [FINED]), log, "ana")
    assert list(reviewed_gold(newer.states())) == []
