"""Records to group: single ones by hand, and made-up decisions by the thousand, for the cost of grouping."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from wireledger.records import Amount, Authority, Evidence, Record, Target

BODIES = [
    ("U.S. Treasury", "us-treasury", "US"), ("OFAC", "us-treasury-ofac", "US"), ("SEC", "us-sec", "US"),
    ("Justice Department", "us-doj", "US"), ("European Union", "eu", "EU"), ("Foreign Office", "uk-fcdo", "GB"),
    ("FCA", "uk-fca", "GB"), ("Security Council", "un-security-council", "UN"), ("Canada", None, "CA"),
]  # fmt: skip
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "ol")]
TAILS = ("Trading", "Bank", "Shipping", "Group", "Holdings", "Metals", "Oil", "Capital")
COUNTRIES = ("RU", "IR", "CN", "BY", "VE", "SY", "MM", "KP", "US", "GB")


@pytest.fixture
def record():
    """Make one record: `record("s1", "Belmar Trading")` is a U.S. listing of a firm on 9 March 2021."""
    return make_record


@pytest.fixture
def synthetic():
    return synthetic_records


def make_record(story="s1", target="Belmar Trading", number=0, **slots):
    """`target` is a name, or a `Target`; `body` and `money` are short for authority and amount."""
    if not isinstance(target, Target):
        target = Target(name=target, type=slots.pop("type", "organization"), nationality=slots.pop("nationality", ()))
    body = slots.pop("body", ("U.S. Treasury", "us-treasury", "US"))
    money = slots.pop("money", None)
    text = slots.pop("text", f"{story} tells of {target.name}.")  # too short to be taken for a copy
    fields = {
        "record_id": f"{story}.{number}",
        "story_id": story,
        "publisher": f"Paper {story}",
        "published": "2021-03-09",
        "action": "designation",
        "status": "imposed",
        "background": False,
        "authority": (Authority(name=body[0], id=body[1], country=body[2]),) if body else (),
        "target": target,
        "amount": Amount(value=Decimal(money), currency="USD", text=f"${money}") if money else None,
        "date": "2021-03-09",
        "evidence": (Evidence(start=0, end=len(text), text=text),),
        "spans": {},
        "confidence": 0.6,
        "slot_confidence": {},
        "method": {},
    }
    return Record(**fields | slots)


def synthetic_records(n: int, seed: int = 0) -> tuple[list[Record], dict[str, str]]:
    """Return about `n` records and the decision of each.

    Decisions spread over twenty years and grow in number with the records; one has 1 to 4 targets and is told by 1 to
    12 stories within five days, each of which names some of the targets.
    """
    draw = random.Random(seed)
    records: list[Record] = []
    decisions: dict[str, str] = {}
    while len(records) < n:
        decision = f"d{len(decisions)}-{len(records)}"
        day = date(2004, 1, 1) + timedelta(days=draw.randrange(7300))
        body = draw.choice(BODIES)
        action = draw.choice(("designation", "designation", "penalty", "forfeiture", "delisting"))
        targets = [_target(draw) for _ in range(draw.choice((1, 1, 1, 2, 4)))]
        millions = draw.randrange(1, 900)
        for _ in range(draw.choice((1, 1, 2, 3, 5, 12))):
            story = f"s{len(records):07d}"
            published = day + timedelta(days=draw.choice((0, 0, 0, 1, 2, 5)))
            is_old = (published - day).days > 3
            told = draw.choice((day.isoformat(), day.isoformat(), None if not is_old else day.isoformat()[:7]))
            for target in draw.sample(targets, draw.randint(1, len(targets))):
                record = _record(draw, story, len(records), published, told, is_old, action, body, target, millions)
                decisions[record.record_id] = decision
                records.append(record)
    return records[:n], decisions


def _target(draw):
    name = "".join(draw.sample(SYLLABLES, 3)).capitalize()
    if draw.random() < 0.3:
        first = "".join(draw.sample(SYLLABLES, 2)).capitalize()
        return Target(name=f"{first} {name}", type="person", nationality=(draw.choice(COUNTRIES),))
    return Target(name=f"{name} {draw.choice(TAILS)}", type="organization", nationality=(draw.choice(COUNTRIES),))


def _record(draw, story, number, published, told, is_old, action, body, target, millions):
    amount = None
    if action in ("penalty", "forfeiture") and draw.random() < 0.8:
        amount = Amount(value=Decimal(millions * 10**6), currency="USD", text=f"${millions} million")
    name, id_, country = body
    return Record(
        record_id=f"r{number:07d}",
        story_id=story,
        publisher=f"Paper {draw.randrange(200)}",
        published=published.isoformat(),
        action=action,
        status="imposed",
        background=is_old,
        authority=(Authority(name=name, id=id_, country=country),) if draw.random() < 0.85 else (),
        target=target,
        amount=amount,
        date=told,
        evidence=(Evidence(start=0, end=10, text=f"{name} acted against {target.name} in a decision {number}."),),
        spans={},
        confidence=0.7,
        slot_confidence={},
        method={},
    )
