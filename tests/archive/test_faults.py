"""Workers that die or hang over a story, and runs that are killed: nothing is lost, nothing comes twice."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from wireledger.archive import RunFolder
from wireledger.archive.executor import InProcess
from wireledger.archive.pool import Pool
from wireledger.archive.ray_cluster import RayCluster
from wireledger.archive.settings import Settings
from wireledger.errors import RunError
from wireledger.nlp import Pipeline, load

MEMORY = 1 << 30

# Workers are fresh interpreters: what a test changes in them has to come in through this file. Ray starts ten processes
# beside its workers, which would be late if they all imported the pipeline.
_POISON = """
import os, signal, sys, time
if any(name in word for word in sys.orig_argv for name in ("spawn_main", "default_worker")):
    import wireledger.nlp as nlp
    extract = nlp.Pipeline.extract
    def poisoned(self, story):
        if "POISON-KILL" in story.text: os.kill(os.getpid(), signal.SIGKILL)
        if "POISON-SLEEP" in story.text: time.sleep(float(os.environ["POISON_SECONDS"]))
        return extract(self, story)
    nlp.Pipeline.extract = poisoned
"""


@pytest.fixture
def story_timeout(own_stories):
    """Return seconds that no healthy story takes, however busy the machine is with other things now."""
    pipeline = load("rules")
    pipeline.extract(own_stories[0])  # tables and patterns are loaded here, as workers do before their first story

    def seconds(story):
        start = time.perf_counter()
        pipeline.extract(story)
        return time.perf_counter() - start

    longest = sorted(own_stories, key=lambda story: len(story.text))[-5:]
    return max(3.0, 40 * max(map(seconds, longest)))


@pytest.fixture
def poisoned(archive, tmp_path, monkeypatch, story_timeout):
    """Return the archive with two stories that end and hold up their worker."""
    monkeypatch.setenv("POISON_SECONDS", str(6 * story_timeout))
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(_POISON)
    monkeypatch.setenv("PYTHONPATH", f"{site}:{os.environ.get('PYTHONPATH', '')}")
    lines = [json.loads(line) for line in archive.read_text(encoding="utf-8").splitlines()]
    for row, word in ((20, "POISON-KILL"), (60, "POISON-SLEEP")):
        lines[row] = {"id": word, "text": f"{word}. The U.S. Treasury imposed sanctions on Orlan-Trade of Minsk."}
    archive.write_text("".join(json.dumps(row) + "\n" for row in lines), encoding="utf-8")
    return archive


FAILED = {"POISON-KILL": ("worker-died", 21), "POISON-SLEEP": ("story-timeout", 61)}  # code and line


def failed_stories(folder):
    issues = [json.loads(line) for line in RunFolder(folder).issues.read_text().splitlines()]
    return {i["story_id"]: (i["code"], i["line"]) for i in issues if i["severity"] == "failed"}


def without_poison(records):
    return [row for row in records if not re.search("POISON", row)]


def test_story_that_ends_or_holds_up_its_worker_is_named_and_the_rest_is_extracted(
    poisoned, run, settings, records_of, tmp_path, story_timeout
):
    account = run(poisoned, executor=Pool(tmp_path / "run", settings, 2, story_timeout, MEMORY))
    assert failed_stories(tmp_path / "run") == FAILED
    assert account.n_failed == 2
    run(poisoned, "undisturbed")  # this process is not poisoned
    assert records_of() == without_poison(records_of("undisturbed"))
    whole = run(poisoned, retry_failed=True, executor=InProcess(tmp_path / "run", settings, 60))
    assert whole.n_failed == 0
    assert records_of() == records_of("undisturbed")


@pytest.mark.slow
def test_ray_names_the_story_that_ends_or_holds_up_its_worker(
    poisoned, run, records_of, tmp_path, story_timeout, monkeypatch
):
    pytest.importorskip("ray", reason="Ray is not installed; pip install -e '.[ray]'")
    monkeypatch.setenv("RAY_raylet_start_wait_time_s", "300")  # on a busy machine Ray's own 30 are too few
    command = [
        sys.executable, "-m", "wireledger", "extract", str(poisoned), "-o", f"{tmp_path}/run/", "--stage", "rules",
        "--engine", "ray", "--workers", "2", "--story-timeout", str(story_timeout), "--shard-mb", "0.04",
    ]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1, done.stderr
    assert RunFolder(tmp_path / "run").summary.exists(), done.stderr  # code 1 is also what a traceback gives
    assert failed_stories(tmp_path / "run") == FAILED
    run(poisoned, "undisturbed")
    assert records_of() == without_poison(records_of("undisturbed"))
    assert not list((tmp_path / "run").glob("at-hand-*"))


def test_story_that_takes_too_long_is_given_up_in_this_process_too(
    archive, run, settings, tmp_path, monkeypatch, story_timeout
):
    extract = Pipeline.extract

    def slow(self, story):
        if story.id == slow_id:
            time.sleep(6 * story_timeout)
        return extract(self, story)

    slow_id = json.loads(archive.read_text(encoding="utf-8").splitlines()[0])["id"]
    monkeypatch.setattr(Pipeline, "extract", slow)
    account = run(archive, executor=InProcess(tmp_path / "run", settings, story_timeout))
    assert account.issues["failed"] == {"story-timeout": 1}


def test_workers_that_die_whatever_they_do_end_the_run(archive, run, settings, tmp_path, monkeypatch):
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text("import os, sys\nif 'spawn_main' in ' '.join(sys.orig_argv): os._exit(7)\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    with pytest.raises(RunError, match="exit code 7"):
        run(archive, executor=Pool(tmp_path / "run", settings, 2, 60, MEMORY))


def test_ray_that_does_not_start_is_an_error_that_says_why(archive, run, settings, tmp_path, monkeypatch):
    def init(**options):
        raise Exception("The current node timed out during startup.")

    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace(is_initialized=lambda: False, init=init))
    with pytest.raises(RunError, match="timed out during startup"):
        run(archive, executor=RayCluster(tmp_path / "run", settings, 60))


def kill_at_random(command, folder, n_kills, seed):
    """Start `command` and kill it, or one of its workers, again and again; then let it end. Return how many died."""
    chance, n_killed = random.Random(seed), 0
    for _ in range(n_kills):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 4.0))
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True).stdout.split()
        victim = int(chance.choice([str(process.pid), *children]))
        if process.poll() is None:
            os.kill(victim, signal.SIGKILL)
            n_killed += 1
        if victim != process.pid:
            time.sleep(chance.uniform(0, 0.5))
            process.kill()
        process.wait()
    assert subprocess.run(command, stderr=subprocess.PIPE, check=False).returncode in (0, 1)
    return n_killed


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["local", "ray"])
def test_run_killed_at_random_moments_gives_the_records_of_an_undisturbed_one(
    archive, run, records_of, tmp_path, engine
):
    if engine == "ray":
        pytest.importorskip("ray")
    n_kills = 50 if engine == "local" else 8
    shard_bytes = 20_000
    run(archive, "undisturbed", with_settings=Settings(stage="rules", shard_bytes=shard_bytes))
    command = [
        sys.executable, "-m", "wireledger", "extract", str(archive), "-o", f"{tmp_path}/run/", "--stage", "rules",
        "--workers", "2", "--engine", engine, "--shard-mb", str(shard_bytes / (1 << 20)),
    ]  # fmt: skip
    n_killed = kill_at_random(command, tmp_path / "run", n_kills, seed=7)
    print(f"{engine}: {n_killed} kills")
    assert records_of() == records_of("undisturbed")
