from decimal import Decimal

import pytest

from wireledger.events import group
from wireledger.ftm import convert
from wireledger.ftm.entity import Entity, country, day, name, number
from wireledger.records import Amount, Authority, Evidence, Record, Target

LISTED = {"action": "designation", "date": "2018-06-05"}
OFAC = Authority(name="OFAC", id="us-treasury-ofac", country="US")
EU = Authority(name="European Union", id="eu", country="EU")


def record(story="s1", target="Rostalum", **slots):
    if not isinstance(target, Target):
        target = Target(name=target, type=slots.pop("type", "organization"), nationality=("RU",))
    money = slots.pop("money", None)
    fields = {
        "record_id": f"{story}.{target.name}", "story_id": story, "publisher": "Northwire", "published": "2018-06-06",
        "action": "designation", "status": "imposed", "background": False, "authority": (OFAC,), "target": target,
        "amount": Amount(value=Decimal(money), currency="USD", text=f"${money}") if money else None,
        "evidence": (Evidence(start=0, end=9, text="It was so."),), "spans": {}, "confidence": 0.6,
        "slot_confidence": {}, "method": {},
    }  # fmt: skip
    return Record(**fields | slots)


def entities(*records):
    found: dict[str, list[Entity]] = {}
    for entity in convert(group(records)).entities:
        found.setdefault(entity.schema, []).append(entity)
    return found


def topics(*records):
    return entities(*records)["Organization"][0].properties.get("topics", [])


def test_a_listing_is_a_sanction_with_its_proof():
    found = entities(record(date="2018-06-05", program="Executive Order 13662", measures=("asset_freeze",)))
    (sanction,), (article,), (party,) = found["Sanction"], found["Article"], found["Organization"]
    said = sanction.properties
    assert said["entity"] == [party.id]
    assert said["proof"] == [article.id]
    assert said["authority"] == ["OFAC"]
    assert said["startDate"] == said["listingDate"] == ["2018-06-05"]
    assert said["status"] == ["active"]
    assert said["provisions"] == ["designation", "asset_freeze"]
    assert party.properties["topics"] == ["sanction"]
    assert found["Documentation"][0].properties["summary"] == ["It was so."]


@pytest.mark.parametrize("status", ["proposed", "sought", "rejected"])
def test_what_is_not_in_force_gives_no_topic(status):
    assert topics(record(status=status, date="2018-06-05")) == []


def test_a_lifted_listing_gives_no_topic_and_an_end():
    listed = record("s1", **LISTED)
    lifted = record("s2", action="delisting", date="2020-01-22", published="2020-01-22")
    (sanction,) = entities(listed, lifted)["Sanction"]
    assert sanction.properties["endDate"] == ["2020-01-22"]
    assert sanction.properties["status"] == ["lifted"]
    assert len(sanction.properties["proof"]) == 2
    assert topics(listed, lifted) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "proposed", "date": "2020-01-22"},
        {"authority": (EU,), "date": "2020-01-22"},
        {"date": "2016-01-22", "published": "2016-01-23"},
        {"target": "Another Smelter", "date": "2020-01-22"},
    ],
    ids=["proposed", "other authority", "earlier", "other target"],
)
def test_what_does_not_lift_it(changes):
    lifted = record("s2", **{"action": "delisting", "published": "2020-01-22"} | changes)
    rostalum = next(
        e for e in entities(record("s1", **LISTED), lifted)["Organization"] if e.properties["name"] == ["Rostalum"]
    )
    assert rostalum.properties["topics"] == ["sanction"]


def test_a_court_lifts_what_its_state_imposed():
    court = Authority(name="EU General Court", id="eu-general-court", country="EU")
    listed = record("s1", authority=(EU,), date="2022-03-15")
    assert (
        topics(listed, record("s2", action="delisting", authority=(court,), date="2024-03-14", published="2024-03-14"))
        == []
    )


def test_a_forfeiture_is_a_case_with_its_asset():
    found = entities(record(action="forfeiture", status="sought", money="11200000", date="2020-07-15"))
    (case,), (asset,) = found["CourtCase"], found["Asset"]
    assert case.properties["fileDate"] == ["2020-07-15"]
    assert asset.properties["amount"] == ["11200000"]
    assert asset.properties["currency"] == ["USD"]
    assert sorted(tie.properties["role"][0] for tie in found["CourtCaseParty"]) == ["asset", "defendant"]
    assert "Sanction" not in found
    assert "topics" not in found["Organization"][0].properties


def test_a_seized_ship_is_the_asset():
    found = entities(record(target=Target(name="Azure Meridian", type="vessel"), action="seizure", money="90000000"))
    assert found["Vessel"][0].properties["amount"] == ["90000000"]
    assert "Asset" not in found


@pytest.mark.parametrize(
    "target, schema",
    [
        (Target(name="Belmar Trading Ltd", type="organization"), "Company"),
        (Target(name="Ministry of Gold", type="organization"), "Organization"),
        (Target(name="Igor Petrenko", type="person", nationality=("RU",), role="arms dealer"), "Person"),
        (Target(name="EP-QZX", type="aircraft"), "Airplane"),
        (Target(name="Kestrel wallet", type="wallet"), "CryptoWallet"),
    ],
)
def test_kinds_of_targets(target, schema):
    assert schema in entities(record(target=target))


def test_what_the_model_cannot_hold_is_counted():
    conversion = convert(
        group(
            [
                record("s1", Target(name="Russia", type="country")),
                record("s2", Target(name=None, type="person", count=8)),
            ]
        )
    )
    assert conversion.entities == []
    assert conversion.left_out == {"countries and sectors": 1, "groups without names": 1}


def test_namesakes_are_two_entities_and_one_name_is_one():
    russian = Target(name="Igor Petrenko", type="person", nationality=("RU",))
    moldovan = Target(name="Igor Petrenko", type="person", nationality=("MD",))
    again = record("s3", russian, date="2020-01-01", published="2020-01-01")
    found = entities(record("s1", russian), record("s2", moldovan), again)
    assert len(found["Person"]) == 2
    assert len(found["Sanction"]) == 3


def test_values():
    assert number(Decimal("11200000.00")) == "11200000"
    assert number(Decimal("1E+9")) == "1000000000"
    assert number(Decimal("0.5")) == "0.5"
    assert [number(value) for value in (None, Decimal("NaN"), Decimal("-1"), Decimal("Infinity"))] == [None] * 4
    assert [day(text) for text in ("2021-03", "2021-03-09T10:00", "soon", None)] == [
        "2021-03",
        "2021-03-09",
        None,
        None,
    ]
    assert [country(code) for code in ("GB", "EU", None, "World")] == ["gb", "eu", None, None]
    assert len(name("x" * 1000) or "") == 384
    entity = Entity("a", "Thing")
    entity.add("name", "a\x00b", "", None, "ab")
    assert entity.properties == {"name": ["ab"]}
