"""Decisions survive undo, crashes, newer models and other people."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from invented import ELEVEN, FINED, QUIET, Hand, penalty, span

from wireledger.errors import ReadError, ReviewError
from wireledger.review import DecisionLog, Desk
from wireledger.review.decisions import ConflictError, LockedError
from wireledger.review.material import make_material


def again(log, *records, who="ana", **options):
    return Hand(Desk(make_material(records, [FINED, QUIET]), log, who, **options))


def states(hand):
    return [item.state for item in hand.items()]


def test_accept_and_undo(hand):
    hand.do("accept")
    assert states(hand) == ["accepted"]
    hand.undo()
    assert states(hand) == ["open"]
    assert hand.desk.last() is None


def test_undo_steps_back_through_corrections(hand):
    hand.select("role", "coal trader")
    hand.select("amount", "more than $11 million")
    hand.undo()
    assert hand.items()[0].record.target.role == "coal trader"
    assert hand.items()[0].record.amount is None
    hand.undo()
    assert hand.items()[0].record.target.role is None


def test_a_decision_says_what_was_before(hand):
    hand.select("role", "coal trader")
    kept = hand.do("reject")
    assert kept.before["target"]["role"] == "coal trader"
    assert kept.seen["target"]["role"] is None
    assert kept.who == "ana" and kept.at.endswith("+00:00")


def test_decisions_are_there_after_a_restart(hand, log):
    hand.select("role", "coal trader")
    assert again(log, penalty()).items()[0].record.target.role == "coal trader"


def test_an_unchanged_record_stays_accepted_after_reextraction(hand, log):
    hand.do("accept")
    newer = penalty(record_id="other", confidence=0.9, method={"action": "model"})
    assert states(again(log, newer)) == ["accepted"]


def test_a_changed_record_comes_back_with_the_difference(hand, log):
    hand.do("accept")
    (item,) = again(log, penalty(amount=ELEVEN)).items()
    assert item.state == "changed"
    assert item.difference.keys() == {"amount"}
    assert item.difference["amount"][0] is None


def test_a_model_that_learned_the_correction_asks_no_more(hand, log):
    hand.select("role", "coal trader")
    learned = hand.items()[0].record.model_copy(update={"confidence": 0.9})
    assert states(again(log, learned)) == ["corrected"]


def test_a_record_with_a_longer_target_is_the_same_record(hand, log):
    hand.do("accept")
    longer = penalty(name="Brindle Ore, a coal trader")
    (item,) = again(log, longer).items()
    assert item.state == "changed" and item.difference.keys() == {"name"}
    newer = again(log, longer)
    newer.do("accept")
    assert states(again(log, longer)) == ["accepted"]


def test_an_accepted_record_that_is_lost_stays_and_a_rejected_one_goes(hand, log):
    hand.do("accept")
    (item,) = again(log).items()
    assert item.state == "accepted" and item.extracted is None
    hand.do("reject")
    assert again(log).items() == ()


def test_no_action_rejects_everything_until_something_is_added(hand):
    hand.do("no_action")
    assert states(hand) == ["rejected"] and hand.state().no_action and hand.state().is_done
    hand.do("add", span=span(FINED, "Ardent Tin"))
    assert not hand.state().no_action
    assert states(hand) == ["rejected", "added"]
    hand.undo()
    hand.undo()
    assert states(hand) == ["open"]


def test_a_record_added_by_hand_is_found_later(hand, log):
    hand.do("accept")
    hand.do("add", span=span(FINED, "Ardent Tin"))
    found = again(log, penalty(), penalty(name="Ardent Tin"))
    assert states(found) == ["accepted", "added"]


def test_the_second_of_two_tabs_is_told(hand, log):
    version = hand.items()[0].version
    hand.do("accept", version=version)
    with pytest.raises(ConflictError, match="ana decided on this"):
        hand.do("reject", version=version)
    assert states(hand) == ["accepted"]


def test_two_programs_on_one_file_see_each_other(hand, log, tmp_path):
    other = again(DecisionLog(log.path), penalty(), who="ben")
    hand.do("accept")
    with pytest.raises(ConflictError, match="ana"):
        other.do("reject")
    assert states(other) == ["accepted"]
    assert other.desk.last() is None  # ben's undo does not touch what ana did


def test_the_same_request_is_applied_once(hand):
    first = hand.do("accept", request="the-same-name")
    assert hand.do("accept", request="the-same-name") == first
    hand.undo()
    assert states(hand) == ["open"]


def test_a_locked_file_is_said_and_nothing_is_lost(hand, log, monkeypatch):
    other = sqlite3.connect(log.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    log._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(LockedError, match="nothing was saved"):
        hand.do("accept", request="asked-twice")
    other.execute("ROLLBACK")
    other.close()
    hand.do("accept", request="asked-twice")
    assert states(hand) == ["accepted"]


def test_read_only_changes_nothing(hand, log, tmp_path):
    hand.do("accept")
    reader = again(DecisionLog(log.path, read_only=True), penalty(), read_only=True)
    assert states(reader) == ["accepted"]
    with pytest.raises(ReviewError, match="read-only"):
        reader.do("reject")
    assert again(DecisionLog(tmp_path / "none.sqlite", read_only=True), penalty(), read_only=True).items()
    assert not (tmp_path / "none.sqlite").exists()


def test_a_closed_file_of_decisions_is_one_file(hand, log, tmp_path):
    hand.do("accept")
    log.close()
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.sqlite"]


def test_decisions_in_a_folder_that_cannot_be_written_are_read(hand, log, monkeypatch):
    hand.do("accept")
    log.close()
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may write anywhere
    reader = DecisionLog(log.path, read_only=True)
    assert len(reader.all()) == 1
    assert not log.path.with_name("decisions.sqlite-shm").exists()


def test_a_file_that_is_no_file_of_decisions_is_refused(tmp_path):
    path = tmp_path / "decisions.sqlite"
    path.write_text("not a database, but long enough to be looked at" * 50)
    with pytest.raises(ReadError, match="no file of decisions"):
        DecisionLog(path)


_WRITER = """
import sys
from pathlib import Path
from wireledger.review.decisions import Decision, DecisionLog, now
log = DecisionLog(Path(sys.argv[1]))
n = 0
while True:
    n += 1
    log.add(Decision(f"request-{n}", "story", f"item-{n}", "accept", "ana", now()), 0)
    print(n, flush=True)
"""


def test_a_killed_writer_loses_no_decision_that_it_confirmed(tmp_path):
    path = tmp_path / "decisions.sqlite"
    process = subprocess.Popen([sys.executable, "-c", _WRITER, path], stdout=subprocess.PIPE, text=True)
    confirmed = 0
    deadline = time.monotonic() + 20
    while confirmed < 40 and time.monotonic() < deadline:
        confirmed = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    confirmed = max([confirmed, *(int(line) for line in process.stdout.read().split())])
    process.wait()
    process.stdout.close()
    rows = DecisionLog(path).all()
    assert len(rows) in (confirmed, confirmed + 1)
    assert len({row.request for row in rows}) == len(rows)
