"""Records made by code: as many as wanted, the same for the same seed, with names that try to be more than names."""

from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from wireledger.records import ACTIONS, STATUSES, Amount, Authority, Evidence, Record, SpanRef, Target
from wireledger.writers.parquet import record_table

NAMES = (
    "Brindle Ore Ltd",
    "'; drop table records; --",
    'Quill "Quick" Tarn',
    "{a,b}\\N\t\\",
    "Ærø Shipping 株式会社",
    "line\nbreak",
)


def made_record(story, number, version="1", **slots):
    """One record of one story; every sixth has all of its slots filled."""
    name = f"{NAMES[(story + number) % len(NAMES)]} {story}"
    sentence = f"The Harbour Board fined {name} $11 million."
    place = SpanRef(start=24, end=24 + len(name))
    fields = {
        "record_id": f"r{version}-{story}-{number}",
        "story_id": f"s{story}",
        "publisher": ("Northwire", "Harbour Post", None)[story % 3],
        "published": f"20{10 + story % 10}-0{1 + story % 9}-15",
        "action": ACTIONS[story % len(ACTIONS)],
        "status": STATUSES[story % len(STATUSES)],
        "background": story % 5 == 0,
        "authority": (Authority(name="Harbour Board", id="nl-hb", country="NL"),) if story % 4 else (),
        "target": Target(name=name, type="organization", aliases=(f"{name} & Co",), nationality=("NL", "BE")),
        "amount": Amount(value=Decimal(f"{story}.25"), currency="USD", text="$11 million") if number % 2 else None,
        "date": ("2019", "2019-05", "2019-05-14", None)[story % 4],
        "reason": "for moving oil" if number % 3 else None,
        "evidence": (Evidence(start=0, end=len(sentence), text=sentence),),
        "spans": {"target": place},
        "confidence": 0.5 + (story % 50) / 100,
        "slot_confidence": {"target": 0.75},
        "method": {"target": "rules"},
    }
    return Record(**fields | slots)


def made_records(n, version="1", per_story=4):
    """`n` records of `n / per_story` stories."""
    return [made_record(i // per_story, i % per_story, version) for i in range(n)]


def write_parquet(path: Path, records) -> Path:
    pq.write_table(record_table(records), path)
    return path


def write_jsonl(path: Path, records) -> Path:
    path.write_text("".join(record.model_dump_json() + "\n" for record in records), encoding="utf-8")
    return path
