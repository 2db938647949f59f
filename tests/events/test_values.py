from decimal import Decimal

import pytest

from wireledger.events import group
from wireledger.events.sources import by_source, confidence
from wireledger.events.sums import compare_sums
from wireledger.records import Amount

WIRE = "The board on Tuesday fined Belmar Trading Ltd of Lagos forty million dollars for moving stolen crude by night"


def dollars(value, qualifier="exact", currency="USD"):
    return Amount(value=Decimal(value), currency=currency, text=str(value), qualifier=qualifier)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        (dollars(11_200_000), dollars(11_215_000), "equal"),
        (dollars(5_900_000), dollars(6_000_000), "close"),
        (dollars(11_200_000), dollars(11_000_000, "at_least"), "close"),
        (dollars(5_900_000), dollars(8_100_000), "far"),
        (dollars(5_900_000), dollars(5_900_000, currency="EUR"), None),
        (dollars(5_900_000), dollars(5_900_000, currency=None), None),
        (dollars(0), dollars(0), "equal"),
    ],
)
def test_sums(one, other, expected):
    assert compare_sums(one, other) == compare_sums(other, one) == expected


def test_copies_and_one_publisher_are_one_source(record):
    told = [
        record("s1", publisher="Northwire", text=WIRE),
        record("s2", publisher="Delta Herald", text=WIRE + ", Northwire said"),
        record("s3", publisher="Northwire"),
        record("s4", publisher="Harbour Press"),
        record("s5", publisher="Island Times"),
    ]
    assert [[r.story_id for r in source] for source in by_source(told, {})] == [["s1", "s2", "s3"], ["s4"], ["s5"]]
    assert len(by_source(told, {"s5": "s4"})) == 2


def test_confidence_grows_with_sources_not_with_copies(record):
    one, copy, other = record("s1", text=WIRE), record("s2", text=WIRE), record("s3")
    assert confidence(by_source([one], {})) == confidence(by_source([one, copy], {})) == 0.6
    assert confidence(by_source([one, other], {})) == 0.84


def test_a_slot_says_who_is_for_and_against(record):
    told = [
        record("s1", money=42_000_000),
        record("s2", money=42_000_000, published="2021-03-10"),
        record("s3", money=58_000_000, published="2021-03-10"),
        record("s4", date="2021-03", published="2021-03-20", background=True),
    ]
    (event,) = group(told)
    slots = {slot.slot: slot for slot in event.slots}
    assert event.amount == 42_000_000
    assert slots["amount"].supports == ("s1.0", "s2.0")
    assert slots["amount"].contradicts == ("s3.0",)
    assert (event.date, event.date_precision) == ("2021-03-09", "day")
    assert slots["date"].supports == ("s1.0", "s2.0", "s3.0", "s4.0")


def test_copies_do_not_outvote(record):
    copies = [record(f"s{n}", money=58_000_000, text=WIRE) for n in range(1, 6)]
    others = [record("t1", money=42_000_000), record("t2", money=42_000_000)]
    (event,) = group([*copies, *others])
    assert event.amount == 42_000_000
