import gzip

import pytest

from wireledger.readers import html_pages


def test_page_gives_main_text_and_what_it_says_of_itself(read, make):
    result = read("1.html", make.html(url="https://example.org/1"))
    (story,) = result.stories
    assert result.issues == []
    assert story.id == "1.html"
    assert (story.title, story.published, story.publisher) == ("Board fines Brindle", "2021-03-04", "Northwire")
    assert story.url == "https://example.org/1"
    first, second = story.text.split("\n")
    assert first.startswith("HARBOUR (Northwire) - The board said on Tuesday it had fined Brindle Ore & Sons $4.3 mill")
    assert second == "Ivo Tarn, who owns Brindle’s cafés, was barred from trading for two years."


def test_compressed_page_and_htm_are_read(read, make):
    assert len(read("1.htm.gz", gzip.compress(make.html())).stories) == 1


def test_page_without_main_text_is_skipped_with_a_reason(read):
    result = read("1.html", "<html><head><title>x</title></head><body><script>x</script></body></html>")
    assert (result.stories, result.codes()) == ([], ["no-main-text"])
    assert result.issues[0].severity == "skipped"


def test_empty_page_is_an_empty_file(read):
    assert read("1.html", " \n").codes() == ["empty-file"]


@pytest.mark.parametrize("declared", ["windows-1252", "ISO-8859-1", "latin1"])
def test_declared_encoding_is_used(read, make, declared):
    page = make.html(charset="cp1252").replace(b'charset="cp1252"', f'charset="{declared}"'.encode())
    result = read("1.html", page)
    assert "Brindle’s cafés" in result.texts[0]
    assert result.issues == []


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_is_stronger_than_what_the_page_declares(read, make, mark):
    page = make.html().decode().replace('charset="utf-8"', 'charset="windows-1252"').encode(mark)
    assert "cafés" in read("1.html", page).texts[0]


@pytest.mark.parametrize("label", ["klingon", "hex", "rot13", "unicode_escape", "utf-7"])
def test_unknown_encoding_is_reported_and_read_as_utf8(read, make, label):
    result = read("1.html", make.html().replace(b'charset="utf-8"', f'charset="{label}"'.encode()))
    assert "cafés" in result.texts[0]
    assert label in result.issue("bad-encoding").message


def test_bad_bytes_are_replaced_and_reported(read, make):
    result = read("1.html", make.html().replace("cafés".encode(), b"caf\xe9s"))
    assert "caf\ufffds" in result.texts[0]
    assert result.codes("warning") == ["bad-encoding"]


@pytest.mark.parametrize(
    "data",
    [
        b"<",
        b"\0" * 5000,
        b"no html at all",
        b"<html>" + b"<div>" * 50_000,
        b"<p>" * 3000 + b"x",
        bytes(range(256)) * 20,
    ],
)
def test_nothing_that_calls_itself_html_raises(read, data):
    result = read("1.html", data)
    assert result.issues or result.stories


def test_page_of_too_many_bytes_is_refused(read, make, monkeypatch):
    monkeypatch.setattr(html_pages, "MOST_BYTES", 500)
    result = read("1.html", make.html())
    assert (result.stories, result.codes()) == ([], ["too-large"])


def test_extractor_that_fails_costs_its_page_only(read, make, monkeypatch):
    import trafilatura

    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *a, **k: {}["body"])
    issue = read("1.html", make.html()).issue("page-failed")
    assert issue.severity == "failed"
    assert "KeyError" in issue.message


def test_trafilatura_writes_nothing_to_stderr(read, capfd):
    read("1.html", "<")
    assert capfd.readouterr().err == ""
