import random

import pytest

from wireledger.events import group
from wireledger.events.make_event import event_id_of
from wireledger.events.measure import event_of
from wireledger.records import Target

OFAC = ("OFAC", "us-treasury-ofac", "US")
UK = ("Britain", None, "GB")
SEC, CFTC = ("SEC", "us-sec", "US"), ("CFTC", "us-cftc", "US")


def sizes(events):
    return sorted(event.n_records for event in events)


def test_two_tellings_of_one_decision_are_one_event(record):
    (event,) = group([record("s1", "Belmar Trading Ltd"), record("s2", "Belmar", body=OFAC, published="2021-03-10")])
    assert event.n_records == event.n_stories == event.n_sources == 2
    assert event.authority[0].id == "us-treasury-ofac"
    assert event.targets[0].name == "Belmar Trading Ltd"
    assert event.targets[0].aliases == ("Belmar",)
    first, second = event.members
    assert first.joined_to is None
    assert second.joined_to == "s1.0"
    assert "Belmar" in second.reason
    assert second.score is not None


def test_one_announcement_with_many_targets_is_one_event(record):
    told = [
        record("s1", name, n, text="One sentence.") for n, name in enumerate(("Belmar", "Tarn Shipping", "Velmur Oil"))
    ]
    assert sizes(group([*told, record("s2", "Velmur Oil")])) == [4]


def test_two_fines_in_one_sentence_are_two_events_but_shares_of_one_are_not(record):
    told = [
        record("s1", "Harrowgate", 0, money=65, action="penalty"),
        record("s1", "Harrow & Gale", 1, money=12, action="penalty"),
    ]
    assert sizes(group(told)) == [1, 1]
    shares = [r.model_copy(update={"amount": r.amount.model_copy(update={"scope": "target"})}) for r in told]
    assert sizes(group(shares)) == [2]


@pytest.mark.parametrize(
    "changes",
    [
        {"date": "2022-03-15", "published": "2022-03-15"},
        {"body": UK},
        {"status": "sought"},
        {"status": "rejected"},
        {"action": "delisting"},
        {"action": "penalty"},
        {"target": "Tarn Shipping"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_look_alikes_are_kept_apart(record, changes):
    assert sizes(group([record("s1"), record("s2", **changes)])) == [1, 1]


def test_fines_of_two_regulators_on_one_day_are_two(record):
    fines = [record("s1", action="penalty", body=SEC, money=42), record("s2", action="penalty", body=CFTC, money=15)]
    unsigned = record("s3", action="penalty", body=None, money=15)
    events = event_of(group([*fines, unsigned]))
    assert events["s1.0"] != events["s2.0"] == events["s3.0"]


def test_a_threat_is_not_its_execution_but_the_eve_is(record):
    done = record("s1")
    assert sizes(group([done, record("s2", status="proposed", date="2021-01-20", published="2021-01-20")])) == [1, 1]
    (event,) = group([done, record("s2", status="proposed", date="2021-03-08", published="2021-03-08")])
    assert event.status == "imposed"


def test_no_chain_of_near_days_makes_one_event_of_two(record):
    chain = [record(f"s{n}", date=f"2021-03-{n:02d}", published=f"2021-03-{n:02d}") for n in range(1, 15)]
    for event in group(chain):
        days = sorted(record.date for record in event.records())
        assert int(days[-1][-2:]) - int(days[0][-2:]) <= 3


def test_a_vague_telling_joins_only_where_it_fits_one_event(record):
    early, late = record("s1"), record("s2", date="2022-03-15", published="2022-03-15")
    vague = record("s3", background=True, date=None, published="2023-01-01")
    assert sizes(group([early, vague])) == [2]
    assert sizes(group([early, late, vague])) == [1, 1, 1]
    monthly = record("s3", background=True, date="2022-03", published="2023-01-01")
    assert event_of(group([early, late, monthly]))["s3.0"] == event_of(group([early, late, monthly]))["s2.0"]


def test_a_namesake_in_between_joins_one_side_only(record):
    russian = record("s1", Target(name="Igor Petrenko", type="person", nationality=("RU",)))
    moldovan = record("s2", Target(name="Igor Petrenko", type="person", nationality=("MD",)))
    unknown = record("s3", Target(name="Igor Petrenko", type="person"))
    assert sizes(group([russian, moldovan, unknown])) == [1, 2]


def test_the_order_of_records_says_nothing(synthetic):
    records, _ = synthetic(600)
    expected = group(records)
    random.Random(1).shuffle(records)
    assert group(records) == expected


def test_a_record_that_comes_twice_counts_once(record):
    assert sizes(group([record("s1"), record("s1")])) == [1]
    assert group([]) == []


def test_new_stories_join_old_events_and_ids_stay(record):
    first = group([record("s5", published="2021-03-10")])
    assert first[0].event_id == event_id_of("s5.0")
    (event,) = group([record("s1", published="2021-03-09")], first)
    assert event.event_id == first[0].event_id
    assert [member.joined_to for member in event.members] == ["s5.0", None]
    assert group([record("s1", published="2021-03-09")], [event]) == [event]


def test_a_story_that_is_read_anew_replaces_its_records(record):
    old = group([record("s1"), record("s2"), record("s3", "Tarn Shipping")])
    newer = record("s2", "Belmar Trading Ltd", record_id="s2.newer")
    other = record("s3", "Velmur Oil", record_id="s3.newer")
    events = group([newer, other], old)
    assert event_of(events).keys() == {"s1.0", "s2.newer", "s3.newer"}
    assert event_of(events)["s1.0"] == event_of(events)["s2.newer"] == event_of(old)["s1.0"]


def test_a_story_that_ties_two_events_makes_them_one(record):
    old = group([record("s1", "Belmar Trading"), record("s2", "Tarn Shipping", published="2021-03-10")])
    assert len(old) == 2
    both = [record("s3", name, n, text="One sentence.") for n, name in enumerate(("Belmar Trading", "Tarn Shipping"))]
    (event,) = group(both, old)
    assert event.event_id == event_id_of("s1.0")
    assert event.former_ids == (event_id_of("s2.0"),)


def test_in_parts_or_at_once_nearly_the_same_events(synthetic):
    records, _ = synthetic(400)
    at_once = event_of(group(records))
    in_parts = event_of(group(records[200:], group(records[:200])))
    same = sum(
        (at_once[a.record_id] == at_once[b.record_id]) == (in_parts[a.record_id] == in_parts[b.record_id])
        for a in records for b in records
    )  # fmt: skip
    assert same / len(records) ** 2 > 0.999
