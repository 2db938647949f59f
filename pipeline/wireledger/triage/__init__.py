"""Bytes or a story -> may this hold a record? Two looks, each dearer and stricter than the one before.

The first look goes over raw bytes, before JSON is parsed (`first_look.py`); the second reads the text of what is left
(`second_look.py`). Both start from the rules' own triggers, so that triage and rules can't drift apart. What triage
passes over is counted, never recorded; how much it misses is measured in tests/bench/test_archive.py.
"""

from wireledger.triage.first_look import look_at_bytes, look_at_stories, look_at_story
from wireledger.triage.second_look import is_worth_reading

__all__ = ["is_worth_reading", "look_at_bytes", "look_at_stories", "look_at_story"]
