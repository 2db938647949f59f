"""Weights of the rules, fitted anew on stories of our own."""

from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="pip install -e '.[train]'")

from wireledger.corpus import parse_gold, read_gold
from wireledger.model.rule_weights import fit_rounds

CORPUS = Path(__file__).parents[2] / "corpora/wire"


def test_what_the_stories_bear_out_gets_weight():
    stories = list(read_gold(CORPUS / "dev.jsonl"))
    seen = []
    tables = fit_rounds(stories, [1] * len(stories), 1, seen.append)
    assert set(tables) == {"records", "authority", "background"}
    assert len(seen[0]) == len(stories)
    rows = [(cues, right) for one in seen[0] for cues, right in zip(one.tellings, one.is_right, strict=True)]
    probability = [max(tables["records"].probability(cue) for cue in cues) for cues, _ in rows]
    right = [p for p, (_, label) in zip(probability, rows, strict=True) if label]
    wrong = [p for p, (_, label) in zip(probability, rows, strict=True) if not label]
    assert sum(right) / len(right) > sum(wrong) / len(wrong) + 0.15


def test_stories_without_actions_give_no_tables():
    story = parse_gold({"id": "a", "text": "The U.S. Treasury on Friday sanctioned Oleg Drubin.", "actions": []})
    assert fit_rounds([story], [1]) == {}
