from dataclasses import replace

from wireledger.scoring.bodies import Body
from wireledger.scoring.figures import Counts
from wireledger.scoring.scored import ScoredRecord
from wireledger.scoring.slots import SLOTS, amounts_match, compare_slots, count_filled, dates_match, roles_match

FULL = ScoredRecord(
    "s1",
    "penalty",
    "imposed",
    authority=(Body("Harbour Board", None, "NL"),),
    name="Brindle Ore",
    type="organization",
    aliases=("Brindle Mining",),
    nationality=frozenset({"NL"}),
    role="ore trader",
    amount=(1_000_000.0, "EUR"),
    program="Port Act 1999",
    date="2021-03-04",
)
BARE = ScoredRecord("s1", "penalty", "imposed", name="Brindle Ore")


def test_a_record_agrees_with_itself_in_every_slot():
    assert compare_slots(FULL, FULL) == {slot: Counts(right=1) for slot in SLOTS}


def test_a_slot_empty_on_both_sides_counts_nothing():
    compared = compare_slots(BARE, BARE)
    filled = {slot for slot, counts in compared.items() if counts != Counts()}
    assert filled == {"action", "status", "background"}


def test_a_wrong_value_is_both_false_and_missed():
    assert compare_slots(FULL, replace(FULL, status="sought"))["status"] == Counts(0, 1, 1)


def test_an_empty_slot_is_missed_and_one_too_many_is_false():
    assert compare_slots(FULL, replace(FULL, date=None))["date"] == Counts(missed=1)
    assert compare_slots(replace(FULL, date=None), FULL)["date"] == Counts(false=1)


def test_dates_are_compared_to_the_coarser_precision():
    assert dates_match("2021-03-04", "2021-03")
    assert not dates_match("2021-03-04", "2021-04")
    assert not dates_match("2021-03-04", "202")


def test_amounts_need_one_currency_and_may_be_rounded():
    assert amounts_match((4_270_400.0, "USD"), (4_270_000.0, "USD"))
    assert not amounts_match((4_270_400.0, "USD"), (4_270_400.0, "EUR"))
    assert not amounts_match((4_270_400.0, "USD"), (4_200_000.0, "USD"))


def test_roles_need_half_of_their_words_in_common():
    assert roles_match("senior ore trader", "ore trader")
    assert not roles_match("senior ore trader", "ship owner")
    assert not roles_match("...", "...")


def test_an_alias_may_stand_as_the_name_on_the_other_side():
    gold = replace(FULL, aliases=("Brindle Mining", "Old Brindle Pits"))
    predicted = replace(FULL, name="Brindle Mining", aliases=("Brindle Ore", "Varda Salt"))
    assert compare_slots(gold, predicted)["aliases"] == Counts(right=1, false=1, missed=1)


def test_a_record_without_partner_counts_each_value_and_each_alias():
    assert count_filled(replace(FULL, aliases=("A B", "C D"))) == dict.fromkeys(SLOTS, 1) | {"aliases": 2}
    assert sum(count_filled(BARE).values()) == 3
