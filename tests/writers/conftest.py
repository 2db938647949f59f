from decimal import Decimal

import pytest

from wireledger.records import Amount, Authority, Evidence, Record, SpanRef, Target

EVIDENCE = "The Harbour Board fined Brindle Ore; it fined Ünal Sons too."


@pytest.fixture
def record():
    """A record with every slot filled."""
    return Record(
        record_id="s1-0",
        story_id="s1",
        url="https://example.org/1",
        publisher="Northwire",
        published="2021-03-04",
        action="penalty",
        status="imposed",
        background=False,
        authority=(Authority(name="Harbour Board", id=None, country="NL"), Authority(name="EU", id="eu", country="EU")),
        target=Target(
            name="Brindle Ore",
            type="organization",
            aliases=("Brindle", "B.O."),
            nationality=("NL", "GB"),
            role="an ore trader",
            count=None,
        ),
        measures=("asset_freeze", "travel_ban"),
        amount=Amount(
            value=Decimal("11000000"),
            currency="EUR",
            text="at least 11 million euros",
            qualifier="at_least",
            scope="target",
        ),
        asset="the barge Hestia",
        program="Harbour Act",
        reason="for late papers",
        date="2021-03",
        evidence=(
            Evidence(start=4, end=4 + len(EVIDENCE), text=EVIDENCE),
            Evidence(start=0, end=5, text="Board", field="title"),
        ),
        spans={"target": SpanRef(start=28, end=39), "authority.0": SpanRef(start=0, end=5, field="title")},
        confidence=0.875,
        slot_confidence={"target": 0.9, "amount": 0.1},
        method={"target": "rules", "amount": "model"},
    )
