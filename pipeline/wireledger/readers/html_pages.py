"""`.html`, and the pages in `.warc`: one page is one story.

`Story.text` is not the page but what trafilatura takes for its main text: paragraphs, list items and table rows, a
line each, without navigation, comments and markup, and without the headline where that would repeat `Story.title`.
Offsets count that text. Title, date, publisher and address are what the page says of itself (Open Graph, JSON-LD, its
head); a date is not guessed from stray figures in the page. Of a page in a file the id is the file's path, as for
`.txt`.
"""

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.extras import require
from wireledger.readers.html_encoding import decode_page
from wireledger.readers.lines import cut_by, read_bytes
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.source import Meter, Source

MOST_BYTES = 20_000_000  # trafilatura reads no more
_DATES = {"original_date": True, "extensive_search": False}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was found.

    Attributes:
        data: Its bytes.
        id: Identifier of its story.
        url: Where it was fetched from, or None.
        charset: What the HTTP header says of its encoding, or None.
        cut: Why the crawler did not keep all of it, or None.
    """

    data: bytes
    id: str
    url: str | None = None
    charset: str | None = None
    cut: str | None = None


def read_html(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the story of a web page; `columns` plays no part."""
    require(("trafilatura",), source.name)
    rows = RowReader(source.name, Columns())
    with source.open(meter) as stream:
        data, issues = read_bytes(stream, source.name)
    yield from issues
    if data.strip():
        yield from read_page(Page(data, source.story_name), rows, source.name, 1, cut_by(issues))
    yield from rows.closing()


def read_page(page: Page, rows: RowReader, source: str, line: int, cut: str | None = None) -> Iterator[Placed | Issue]:
    """Yield the story of `page`, or the reason why there is none.

    Args:
        page: The page.
        rows: Makes the story.
        source: Name for messages.
        line: Which page of its file it is, from 1.
        cut: Code of the issue that says why not all of it could be read, or None.
    """
    if len(page.data) > MOST_BYTES:
        rows.n_rows += 1
        message = f"the page has {len(page.data):,} bytes or more; up to {MOST_BYTES:,} are read. Skipped."
        yield Issue("too-large", message, "failed", source, line, page.id)
        return
    if page.cut is not None:
        message = f"the crawler kept a part of the page only ({page.cut}); that part was read."
        cut = "page-cut"
        yield Issue(cut, message, "warning", source, line, page.id)
    html, problem = decode_page(page.data, page.charset)
    if problem is not None:
        yield Issue("bad-encoding", problem, "warning", source, line, page.id)
    try:
        row = _extracted(html, page)
    except Exception as error:  # heuristics of others over any page of the web: what they raise costs this page only
        rows.n_rows += 1
        message = f"trafilatura fails on the page ({type(error).__name__}: {error}). Skipped."
        yield Issue("page-failed", message, "failed", source, line, page.id)
        return
    if row is None:
        rows.n_rows += 1
        yield Issue("no-main-text", "no main text was found in the page. Skipped.", "skipped", source, line, page.id)
        return
    yield from rows.read(row, line, cut)


def _extracted(html: str, page: Page) -> dict[str, object] | None:
    import trafilatura

    _quiet()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of time zones that nobody knows, and the like
        found: Any = trafilatura.bare_extraction(
            html, url=page.url, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    text = (found.text or "").rstrip() if found is not None else ""
    if not text:
        return None
    title = found.title or ""
    first, _, rest = text.partition("\n")
    return {
        "id": page.id,
        "title": title,
        "text": rest if rest and first.strip() == title.strip() else text,
        "published": found.date,
        "publisher": found.sitename,
        "url": found.url or page.url,
    }


def _quiet() -> None:
    # Without a handler they write a line to stderr for every odd page.
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
