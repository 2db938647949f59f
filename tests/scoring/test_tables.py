from dataclasses import replace

from wireledger.scoring import ScoredRecord, score_records
from wireledger.scoring.bodies import Body
from wireledger.scoring.tables import describe, mistake_dict

GOLD = ScoredRecord(
    "s1",
    "penalty",
    "imposed",
    authority=(Body("Harbour Board", None, "NL"),),
    name="Brindle Ore",
    type="organization",
    role="ore trader",
    amount=(5_000_000.0, "EUR"),
)


def mistake(gold, predicted):
    return score_records({"s1": gold}, predicted).mistakes()[0]


def test_a_missed_record_is_told_in_words():
    group = replace(GOLD, name=None, count=3, nationality=frozenset({"NL"}), background=True)
    assert describe(mistake([group], [])) == "missed: imposed penalty of 3 NL ore trader, background"


def test_wrong_slots_show_what_was_predicted_for_what():
    predicted = replace(GOLD, role=None, authority=(Body("Salt Court"),), amount=(5.5, "EUR"), background=True)
    assert describe(mistake([GOLD], [predicted])) == (
        "wrong: Brindle Ore: background true for false; authority 'Salt Court' (??) for 'Harbour Board' (NL); "
        "role nothing for 'ore trader'; amount 5.50 EUR for 5,000,000 EUR"
    )


def test_a_mistake_as_json_has_gold_and_predicted_values():
    assert mistake_dict(mistake([GOLD], [replace(GOLD, status="sought")])) == {
        "story": "s1",
        "kind": "wrong",
        "record": "imposed penalty of Brindle Ore",
        "slots": {"status": ["'imposed'", "'sought'"]},
    }
    assert mistake_dict(mistake([], [GOLD]))["kind"] == "false"
