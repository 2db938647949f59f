"""Runs: what they give, and that stopping, resuming and changing things is safe."""

import json
import shutil

import pytest

from wireledger.archive import RunFolder
from wireledger.archive.executor import InProcess
from wireledger.archive.lock import locked
from wireledger.archive.pool import Pool
from wireledger.archive.settings import Settings
from wireledger.archive.tasks import Failure
from wireledger.errors import ConfigError, RunError
from wireledger.nlp import load
from wireledger.readers import find_inputs, read_stories
from wireledger.story import Story

MEMORY = 1 << 30


def test_run_without_triage_gives_the_records_that_reading_the_stories_one_by_one_gives(archive, run, records_of):
    account = run(archive, with_settings=Settings(stage="rules", triage=False, dedupe=False))
    pipeline = load("rules")
    expected = [record for story in read_stories([archive]) if isinstance(story, Story) for record in pipeline(story)]
    found = [json.loads(row) for row in records_of()]
    assert sorted(row["record_id"] for row in found) == sorted(record.record_id for record in expected)
    assert account.n_records == len(expected) > 100


def test_triage_and_copies_leave_out_stories_and_change_no_record(archive, run, records_of):
    run(archive)
    run(archive, "all", with_settings=Settings(stage="rules", triage=False, dedupe=False))
    assert set(records_of()) <= set(records_of("all"))
    assert len(records_of()) > 0.9 * len(records_of("all"))


def test_account_puts_every_story_in_one_place(archive, run):
    account = run(archive)
    assert account.n_stories == 120 == (
        account.n_passed_first + account.n_passed_second + account.n_unreadable + account.n_copies
        + account.n_skipped + account.n_failed + account.n_extracted
    )  # fmt: skip
    assert account.n_copies == 3
    assert sum(account.actions.values()) == account.n_records


def test_summary_says_what_the_account_says(archive, run, tmp_path):
    account = run(archive)
    summary = json.loads(RunFolder(tmp_path / "run").summary.read_text())
    assert summary["n_records"] == account.n_records
    assert summary["actions"] == account.actions


def test_finished_run_has_nothing_left_to_do(archive, run, settings, tmp_path):
    first = run(archive)

    class Nobody:
        def run(self, tasks):
            raise AssertionError("there is nothing to do")

        def close(self):
            pass

    assert run(archive, executor=Nobody()) == first


def test_run_goes_on_where_it_stopped(archive, run, settings, records_of, tmp_path):
    run(archive, name="undisturbed")

    class Stops(InProcess):
        def run(self, tasks):
            for number, done in enumerate(super().run(tasks)):
                if number == 2:
                    raise KeyboardInterrupt
                yield done

    for _ in range(20):
        try:
            run(archive, executor=Stops(tmp_path / "run", settings, 60))
        except KeyboardInterrupt:
            continue
        break
    run(archive)
    assert records_of() == records_of("undisturbed")


def test_pool_gives_the_same_records(archive, run, settings, records_of, tmp_path):
    run(archive)
    account = run(archive, "pooled", executor=Pool(tmp_path / "pooled", settings, 2, 60, MEMORY))
    assert records_of() == records_of("pooled")
    assert account.n_stories == 120


def test_worker_that_has_grown_too_large_is_replaced(archive, run, settings, records_of, tmp_path):
    run(archive)
    run(archive, "pooled", executor=Pool(tmp_path / "pooled", settings, 2, 60, memory_ceiling=1))
    assert records_of() == records_of("pooled")


def test_size_of_shards_changes_no_record(archive, run, records_of):
    run(archive)
    run(archive, "whole", with_settings=Settings(stage="rules"))
    assert records_of() == records_of("whole")


@pytest.mark.parametrize("other", [Settings(stage="rules", triage=False), Settings(stage="rules", shard_bytes=99)])
def test_other_settings_are_refused_in_the_same_folder(archive, run, other):
    run(archive)
    with pytest.raises(RunError, match=r"begun with other options.*--restart"):
        run(archive, with_settings=other)


def test_changed_input_is_refused_and_restart_begins_anew(archive, run):
    run(archive)
    with archive.open("a") as file:
        file.write('{"id": "new", "text": "The EU imposed sanctions on Orlan-Trade of Minsk."}\n')
    with pytest.raises(RunError, match="begun with other inputs"):
        run(archive)
    assert run(archive, restart=True).n_stories == 121


def test_second_run_in_a_folder_is_refused_by_the_first_ones_process(archive, run, tmp_path):
    (tmp_path / "run").mkdir()
    with locked(tmp_path / "run"), pytest.raises(RunError, match=r"process \d+ is running"):
        run(archive)


def test_stdin_is_refused(run):
    with pytest.raises(ConfigError, match="stream"):
        run("-")


def test_full_disk_stops_the_run_and_what_is_done_is_kept(archive, run, settings, records_of, tmp_path, monkeypatch):
    run(archive, "undisturbed")
    real, n_parts = InProcess.run, 0

    def full(self, tasks):
        nonlocal n_parts
        for task, outcome in real(self, tasks):
            n_parts += 1
            yield task, Failure("no-part", "No space left on device", is_final=True) if n_parts == 4 else outcome

    monkeypatch.setattr(InProcess, "run", full)
    with pytest.raises(RunError, match=r"No space left on device.*start the same command again"):
        run(archive)
    monkeypatch.undo()
    run(archive)
    assert records_of() == records_of("undisturbed")


def test_shard_that_fails_again_and_again_is_given_up_and_retried_on_demand(archive, run, settings, tmp_path):
    class Fails(InProcess):
        def run(self, tasks):
            for task, outcome in super().run(tasks):
                bad = task.phase == "screen" and task.shard.number == 1
                yield task, Failure("worker-died", "the worker was ended by signal 9.") if bad else outcome

    account = run(archive, executor=Fails(tmp_path / "run", settings, 60))
    assert account.issues["failed"] == {"worker-died": 1}
    assert account.n_stories < 120
    assert run(archive).n_stories == account.n_stories  # a failed shard is not taken up again by itself
    whole = run(archive, retry_failed=True)
    assert whole.n_stories == 120
    assert whole.n("failed") == 0
    assert whole.n_copies == 3


def test_issue_lines_count_from_the_beginning_of_the_file(archive, run, tmp_path):
    lines = archive.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[90] = '{"text": "sanctions, and then the line is cut\n'
    archive.write_text("".join(lines), encoding="utf-8")
    run(archive)
    issues = [json.loads(line) for line in RunFolder(tmp_path / "run").issues.read_text().splitlines()]
    assert [(i["code"], i["line"]) for i in issues if i["severity"] == "failed"] == [("bad-json", 91)]


def test_cut_line_is_named_even_if_triage_would_pass_over_it(archive, run):
    lines = archive.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[30:30] = ['{"text": "It rained, and then the line is cut\n', '  {"text": "It rained in Minsk."}\n', "\n"]
    archive.write_text("".join(lines), encoding="utf-8")
    account = run(archive)
    assert account.issues["failed"] == {"bad-json": 1}
    assert (account.n_stories, account.n_unreadable) == (122, 1)


def test_first_death_of_a_worker_at_a_story_is_not_the_storys(archive, run, settings, records_of, tmp_path):
    run(archive, "undisturbed")
    n_deaths = 0

    class DiesOnce(InProcess):
        def run(self, tasks):
            nonlocal n_deaths
            for task, outcome in super().run(tasks):
                dies = task.phase == "extract" and task.shard.number == 1 and not n_deaths
                n_deaths += dies
                yield task, Failure("worker-died", "the worker was ended by signal 9.", row=2) if dies else outcome

    assert run(archive, executor=DiesOnce(tmp_path / "run", settings, 60)).n("failed") == 0
    assert n_deaths == 1
    assert records_of() == records_of("undisturbed")


def test_halves_that_killed_workers_left_are_swept_away(archive, run, tmp_path):
    run(archive)
    left = [tmp_path / "run" / name for name in ("stories/.part-000000.parquet.7.tmp", "at-hand-000000")]
    for path in left:
        path.write_bytes(b"half")
    run(archive)
    assert not any(path.exists() for path in left)


def test_folder_of_another_kind_is_no_ledger(archive, run, tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "ledger.sqlite").write_text("not a database, but long enough to look at it as one" * 40)
    with pytest.raises(RunError, match="cannot be used as a run's ledger"):
        run(archive)


def test_many_small_files_share_a_shard(tmp_path, own_stories, run):
    folder = tmp_path / "texts"
    folder.mkdir()
    for story in own_stories[:30]:
        (folder / f"{story.id}.txt").write_text(f"{story.title}\n\n{story.text}", encoding="utf-8")
    account = run(folder)
    assert account.n_stories == 30
    assert account.n_shards < 10
    shutil.rmtree(folder)


def test_no_triage_reads_all(archive, run):
    account = run(archive, with_settings=Settings(stage="rules", triage=False))
    assert account.n_passed_first == account.n_passed_second == 0
    assert account.n_stories == 120


def test_plan_is_the_same_each_time(archive, settings):
    from wireledger.archive.plan import plan_shards

    inputs = find_inputs([archive])
    assert plan_shards(inputs, settings.shard_bytes) == plan_shards(inputs, settings.shard_bytes)
