"""`.warc`, `.warc.gz`: the web pages of a crawl, each as `.html` would be read.

Records of kind response (status 200) and resource that hold HTML are stories; all others are counted in a note. The
id is the page's address, as is the url unless the page names another; WARC-Date says when it was fetched, which is
not when it was published, and is not used. A bad record is named and costs only itself. Records are found by
`warc_frames.py`; fastwarc reads what is in them.
"""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.expansion import Expansion
from wireledger.readers.extras import require
from wireledger.readers.gzip_members import read_members, read_plain
from wireledger.readers.html_pages import MOST_BYTES as MOST_PAGE
from wireledger.readers.html_pages import Page, read_page
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source
from wireledger.readers.warc_frames import BadFrame, Frame, find_frames

_PAGES = ("text/html", "application/xhtml+xml")
_FOUND = 200


class BadRecordError(Exception):
    """A record of a web archive that can't be read."""


def read_warc(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of a web archive; `columns` plays no part."""
    require(("trafilatura", "fastwarc"), source.name)
    rows, others = RowReader(source.name, Columns()), Counter[str]()
    for number, frame in enumerate(_frames(source, meter), 1):
        page: Page | str
        try:
            page = _page(frame)
        except BadRecordError as error:
            uri = frame.uri if isinstance(frame, BadFrame) else _uri(frame)
            message = f"record {number}, at byte {frame.offset:,}{f' ({uri})' if uri else ''}: {error}. Skipped."
            rows.n_rows += 1
            yield Issue("bad-record", message, "failed", source.name, number, uri)
            continue
        if isinstance(page, str):
            others[page] += 1
        else:
            yield from read_page(page, rows, source.name, number)
    if others:
        listed = ", ".join(f"{n} {kind}" for kind, n in sorted(others.items()))
        yield Issue("records-left-out", f"records that are no web pages: {listed}; left out.", "note", source.name)
    yield from rows.closing()


def _frames(source: Source, meter: Meter) -> Iterator[Frame | BadFrame]:
    is_gzip = source.compression == ".gz"
    with source.open_packed(meter) if is_gzip else source.open(meter) as stream:
        yield from find_frames(read_members(stream, Expansion(), source.density) if is_gzip else read_plain(stream))


def _page(frame: Frame | BadFrame) -> Page | str:
    """Return the page in a record, or of what other kind the record is."""
    if isinstance(frame, BadFrame):
        raise BadRecordError(frame.reason)
    record = _parsed(frame)
    kind = str(record.headers.get("WARC-Type") or "unknown").lower()
    if kind not in ("response", "resource"):
        return kind
    if record.content_length > len(frame.data):
        return "too long"
    if record.verify_block_digest() is False and record.headers.get("WARC-Block-Digest"):
        raise BadRecordError("its bytes are not those that were written (WARC-Block-Digest)")
    uri = (record.headers.get("WARC-Target-URI") or "").strip("<>") or str(record.record_id)
    if record.is_http:
        return _response(frame, record, uri)
    media = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    return Page(record.reader.read(MOST_PAGE + 1), uri, uri) if media in _PAGES else kind


def _response(frame: Frame, record: Any, uri: str) -> Page | str:
    try:
        record.parse_http(auto_decode="all")
    except (OSError, ValueError) as error:
        raise BadRecordError(f"its HTTP header is damaged ({error})") from error
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status is None:
        raise BadRecordError("its HTTP header is damaged")
    if status != _FOUND:
        return f"of status {status}"
    if (record.http_content_type or "").lower() not in _PAGES:
        return "of other types"
    charset = (record.http_charset or "").strip("\"' ") or None
    return Page(_body(frame, record), uri, uri, charset, record.headers.get("WARC-Truncated"))


def _body(frame: Frame, record: Any) -> bytes:
    try:
        return bytes(record.reader.read(MOST_PAGE + 1))
    except OSError:
        # Many crawlers write the body unpacked and leave the header that says it is packed.
        record = _parsed(frame)
        record.parse_http()
        return bytes(record.reader.read(MOST_PAGE + 1))


def _parsed(frame: Frame) -> Any:
    from fastwarc.warc import ArchiveIterator

    try:
        return next(iter(ArchiveIterator(io.BytesIO(frame.data), parse_http=False)))
    except (OSError, StopIteration, ValueError) as error:
        raise BadRecordError(f"its header is damaged ({error})") from error


def _uri(frame: Frame) -> str | None:
    try:
        return str(_parsed(frame).headers.get("WARC-Target-URI"))
    except BadRecordError:
        return None
