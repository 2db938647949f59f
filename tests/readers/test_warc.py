import base64
import gzip
import hashlib

import pytest

from wireledger.readers import warc_frames
from wireledger.readers.gzip_members import Piece

NAMES = ("Ashby", "Brindle", "Corder", "Dunmore", "Elling")


def ids(*names):
    return [f"https://example.org/{name}" for name in names]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_a_crawl_are_stories(read, make, packed):
    result = read("c.warc.gz" if packed else "c.warc", make.warc(*NAMES, packed=packed))
    assert result.ids == ids(*NAMES)
    assert result.issues == []
    story = result.stories[0]
    assert story.url == story.id
    assert (story.title, story.published, story.publisher) == ("Board fines Ashby", "2021-03-04", "Northwire")


def test_page_reads_the_same_as_from_a_html_file(read, make):
    (page,) = read("1.html", make.html()).stories
    (record,) = read("c.warc.gz", make.warc("Brindle")).stories
    assert (page.title, page.text, page.published) == (record.title, record.text, record.published)


def test_whole_file_packed_as_one_member_is_read(read, make):
    assert read("c.warc.gz", gzip.compress(make.warc(*NAMES, packed=False))).ids == ids(*NAMES)


def test_records_that_are_no_pages_are_counted_in_a_note(read, make):
    records = [
        make.record("a", b"software: x", kind="warcinfo"),
        make.record("b", b"GET /", kind="request"),
        make.record("c", make.html(), http="HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        make.record("d", b"GIF89a", http="HTTP/1.1 200 OK\r\nContent-Type: image/gif"),
        make.record("e", make.html(), kind="resource"),
    ]
    result = read("c.warc.gz", b"".join(map(gzip.compress, records)))
    assert result.ids == ["e"]
    note = result.issue("records-left-out")
    assert note.severity == "note"
    assert "1 of other types, 1 of status 404, 1 request, 1 warcinfo" in note.message


@pytest.mark.parametrize("encoding", ["gzip", "chunked", "only the header says gzip", "only the header says chunked"])
def test_bodies_are_unpacked_as_the_header_says(read, make, encoding):
    body = make.html()
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    head += "Content-Encoding: gzip" if "gzip" in encoding else "Transfer-Encoding: chunked"
    body = gzip.compress(body) if encoding == "gzip" else body
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if encoding == "chunked" else body
    result = read("c.warc", make.record("a", body, http=head))
    assert "cafés" in result.texts[0]


def test_charset_of_the_http_header_is_used(read, make):
    page = make.html(charset="cp1252").replace(b'<meta charset="cp1252">', b"")
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1"
    assert "cafés" in read("c.warc", make.record("a", page, http=head)).texts[0]


def test_damaged_gzip_member_costs_its_record_only(read, make):
    parts = [make.warc(name) for name in NAMES]
    parts[2] = parts[2][:200] + bytes(40) + parts[2][240:]
    result = read("c.warc.gz", b"".join(parts))
    assert result.ids == ids("Ashby", "Brindle", "Dunmore", "Elling")
    issue = result.issue("bad-record")
    assert (issue.severity, issue.line) == ("failed", 3)
    assert f"at byte {len(parts[0] + parts[1]):,}" in issue.message


@pytest.mark.parametrize("at", range(0, 700, 23))
def test_wherever_a_member_is_damaged_the_others_are_read_and_it_is_named(read, make, at):
    parts = [make.warc(name) for name in NAMES]
    damaged = bytearray(parts[2])
    damaged[at % len(damaged)] ^= 0x55
    parts[2] = bytes(damaged)
    result = read("c.warc.gz", b"".join(parts))
    others = [story.id for story in result.stories if not story.id.endswith("Corder")]
    assert others == ids("Ashby", "Brindle", "Dunmore", "Elling")
    # The header's time, system and flags are not part of what is checked.
    assert len(result.stories) == 5 or result.codes("failed") == ["bad-record"]


def test_member_cut_in_the_middle_of_a_file_costs_its_record_only(read, make):
    parts = [make.warc(name) for name in NAMES]
    parts[1] = parts[1][:300]
    result = read("c.warc.gz", b"".join(parts))
    assert result.ids == ids("Ashby", "Corder", "Dunmore", "Elling")
    assert result.codes("failed") == ["bad-record"]


@pytest.mark.parametrize("packed", [True, False])
def test_file_cut_short_gives_its_whole_records_and_names_the_last(read, make, packed):
    data = make.warc(*NAMES, packed=packed)
    result = read("c.warc.gz" if packed else "c.warc", data[:-300])
    assert result.ids == ids(*NAMES[:4])
    issue = result.issue("bad-record")
    assert "https://example.org/Elling" in issue.message


def test_rest_of_a_cut_file_packed_as_one_member_is_named(read, make):
    data = gzip.compress(make.warc(*NAMES, packed=False), 0)
    result = read("c.warc.gz", data[:-300])
    assert result.ids == ids(*NAMES[:4])
    assert result.codes("failed") == ["bad-record"]


@pytest.mark.parametrize("n", [0, 100, 1_000, 3_000, 10**9, -1])
def test_wrong_length_costs_its_record_only(read, make, n):
    records = [make.record(uri, make.html(uri[-5:])) for uri in ids(*NAMES)]
    records[2] = make.record("https://example.org/bad", make.html(), n=n)
    result = read("c.warc", b"".join(records))
    assert result.ids == ids("Ashby", "Brindle", "Dunmore", "Elling")
    assert set(result.codes("failed")) == {"bad-record"}


@pytest.mark.parametrize("junk", [b"junk\r\n" * 50, b"\0" * 4000, b"WARC/1.0\r\nno end of header", b"WARC/1.0\r\n\r\n"])
def test_junk_between_records_is_named_and_passed_over(read, make, junk):
    parts = [make.warc(name, packed=False) for name in NAMES]
    result = read("c.warc", b"".join(parts[:2]) + junk + b"\r\n" + b"".join(parts[2:]))
    assert result.ids == ids(*NAMES)
    assert set(result.codes("failed")) == {"bad-record"}


def test_block_that_is_not_what_was_written_is_named(read, make):
    body = make.html()
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html"
    digest = base64.b32encode(hashlib.sha1(http.encode() + b"\r\n\r\n" + body).digest()).decode()
    extra = f"WARC-Block-Digest: sha1:{digest}\r\n"
    good = make.record("good", body, http=http, extra=extra)
    bad = make.record("bad", body.replace(b"4.3", b"9.9"), http=http, extra=extra)
    result = read("c.warc", good + bad)
    assert result.ids == ["good"]
    assert "WARC-Block-Digest" in result.issue("bad-record").message


def test_file_that_is_no_web_archive_fails(read):
    assert read("c.warc", b"hello\n" * 100).codes("failed") == ["bad-record"]
    assert read("c.warc.gz", b"hello\n" * 100).codes("failed") == ["bad-record"]
    assert read("d.warc.gz", b"").codes() == ["empty-file"]


def test_long_record_is_passed_over_without_being_held(read, make, monkeypatch):
    monkeypatch.setattr(warc_frames, "MOST_BYTES", 20_000)
    film = make.record("film", b"x" * 3_000_000, http="HTTP/1.1 200 OK\r\nContent-Type: video/mp4")
    result = read("c.warc", make.warc("Ashby", packed=False) + film + make.warc("Brindle", packed=False))
    assert result.ids == ids("Ashby", "Brindle")
    assert "1 too long" in result.issue("records-left-out").message


def test_page_that_the_crawler_cut_is_read_with_a_warning(read, make):
    result = read("c.warc", make.record("a", make.html(), extra="WARC-Truncated: length\r\n"))
    assert (result.ids, result.codes("warning")) == (["a"], ["page-cut"])


@pytest.mark.parametrize("n", range(0, 60, 7))
def test_long_junk_is_named_once_wherever_it_ends(read, make, n):
    junk = b"x" * ((1 << 20) * 3 - n) + b"\r\n"
    result = read("c.warc", make.warc("Ashby", packed=False) + junk + make.warc("Brindle", packed=False))
    assert result.ids == ids("Ashby", "Brindle")
    assert result.codes() == ["bad-record"]


@pytest.mark.parametrize("n", range(900, 3100, 111))
def test_records_are_found_wherever_the_pieces_of_the_file_end(make, n):
    data = make.warc(*NAMES, packed=False)
    pieces = [Piece(data[at : at + n], at) for at in range(0, len(data), n)]
    assert [frame.offset for frame in warc_frames.find_frames(pieces)] == [
        len(make.warc(*NAMES[:k], packed=False)) for k in range(5)
    ]
