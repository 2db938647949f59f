"""A report says what the records say, opens without a network, and runs nothing that a story says."""

import re
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner

from wireledger.cli.app import app
from wireledger.errors import WriteError
from wireledger.records import Record
from wireledger.report import count_records, write_report
from wireledger.report.page import report_page


def record(number=0, **changes):
    values = {
        "record_id": f"r{number}",
        "story_id": f"s{number}",
        "published": "2021-03-04",
        "action": "penalty",
        "status": "imposed",
        "background": False,
        "authority": [{"name": "Harbour Board", "country": "NL"}],
        "target": {"name": "Brindle Ore", "type": "organization", "nationality": ["NL"]},
        "amount": {"value": 1_500_000, "currency": "EUR", "text": "1.5 million euros"},
        "evidence": [{"start": 0, "end": 35, "text": "The Harbour Board fined Brindle Ore"}],
        "spans": {"target": {"start": 24, "end": 35}},
        "confidence": 0.9,
        "slot_confidence": {},
        "method": {},
    }
    return Record.model_validate(values | changes)


def test_a_sum_on_several_targets_is_counted_once_a_story():
    other = {"name": "Ardent Tin", "type": "organization"}
    figures = count_records([record(), record(target=other), record(1), record(2, background=True)])
    assert figures.sums == {("EUR", "imposed"): 3_000_000}
    assert (figures.n_records, figures.n_stories, figures.n_background) == (4, 3, 1)


def test_a_sum_said_of_each_target_counts_for_each():
    amount = {"value": 5, "currency": "USD", "text": "$5", "scope": "target"}
    other = {"name": "Ardent Tin", "type": "organization"}
    assert count_records([record(amount=amount), record(amount=amount, target=other)]).sums == {("USD", "imposed"): 10}


def test_the_surest_and_the_most_doubtful_are_shown():
    figures = count_records(record(n, confidence=n / 100) for n in range(101))
    assert [r.confidence for r in figures.surest[:2]] == [1.0, 0.99]
    assert figures.doubtful[0].confidence == 0.5


def test_months_without_records_are_drawn_and_long_times_become_years():
    page = report_page(count_records([record(date="2020-11-02"), record(date="2021-02")]), {})
    assert all(month in page for month in ("2020-11: 1", "2020-12: 0", "2021-01: 0", "2021-02: 1"))
    page = report_page(count_records([record(date="1999-11-02"), record(date="2021-02")]), {})
    assert "2005: 0" in page and "2020-12" not in page


class Strict(HTMLParser):
    """Collects what could run or load."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attributes):
        if tag != "meta":
            self.open.append(tag)
        names = dict(attributes)
        if tag in ("script", "iframe", "img", "link", "object") or names.keys() & {"src", "href"}:
            self.wrong.append(tag)
        self.wrong += [name for name in names if name.startswith("on")]

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_storys_markup_stays_text_and_nothing_is_loaded():
    bad = "<script>alert(1)</script><img src=x onerror=y>\"'&"
    nasty = record(
        publisher=bad,
        story_id=bad,
        authority=[{"name": bad}],
        target={"name": bad, "type": "person", "role": bad},
        evidence=[{"start": 0, "end": len(bad), "text": bad}],
        spans={"target": {"start": 3, "end": 20}},
    )
    page = report_page(count_records([nasty]), {bad: bad}, bad)
    parser = Strict()
    parser.feed(page)
    assert parser.wrong == [] and parser.open == []
    assert "default-src 'none'" in page
    assert not re.search(r"https?://", page)


def test_sums_sought_and_ordered_are_drawn_by_currency():
    dollars = {"value": 11_000_000, "currency": "USD", "text": "$11 million"}
    page = report_page(
        count_records([record(), record(1, amount=dollars, status="sought"), record(2, amount=dollars)]), {}
    )
    assert "Sums in USD. ordered: 11,000,000; sought: 11,000,000" in page
    assert "Sums in EUR. ordered: 1,500,000" in page


def test_every_list_of_the_issue_is_there():
    page = report_page(count_records([record()]), {})
    for title in ("Records by month", "Action", "Status", "Authority", "Nationality of the target", "Sums in EUR"):
        assert f"<figcaption>{title}</figcaption>" in page
    for part in ("The surest records", "The most doubtful records"):
        text = page.split(f"<h2>{part}</h2>")[1]
        assert "The Harbour Board fined <mark>Brindle Ore</mark>" in text


def test_nothing_at_all_is_a_report_too():
    page = report_page(count_records([]), {})
    assert "No record has an amount" in page and "Nothing to show" in page


def test_the_command_writes_a_report(tmp_path):
    records = tmp_path / "records.jsonl"
    records.write_text("".join(record(n).model_dump_json() + "\n" for n in range(20)))
    result = CliRunner().invoke(app, ["report", str(records), "-o", str(tmp_path / "out.html")])
    assert result.exit_code == 0, result.output
    assert "30,000,000" in (tmp_path / "out.html").read_text()
    assert CliRunner().invoke(app, ["report", str(tmp_path / "none"), "-o", "x.html"]).exit_code == 2


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(WriteError, match="cannot be written"):
        write_report(tmp_path / "none" / "out.html", [record()], {"stories seen": 7})
