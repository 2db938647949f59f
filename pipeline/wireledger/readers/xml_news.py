"""`.xml`: news in NewsML-G2 (a `<newsItem>`, or many in a `<newsMessage>`) or NITF.

Every item is a story; the order of items is kept, and an item's number stands where other formats have the line. XML
of other kinds fails. See `newsml.py` and `nitf.py` for what becomes the text, `safe_xml.py` for what is refused.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from wireledger.issues import Issue
from wireledger.readers.columns import Columns
from wireledger.readers.extras import require
from wireledger.readers.lines import BROKEN, broken
from wireledger.readers.newsml import newsml_row
from wireledger.readers.nitf import nitf_row
from wireledger.readers.rows import Placed, RowReader
from wireledger.readers.safe_xml import RefusedXmlError, UnknownEncodingError, bare, iter_elements
from wireledger.readers.source import Meter, Source

_ITEMS = frozenset({"newsItem", "nitf"})
_KEPT = "what stands before that was read"


def read_xml(source: Source, columns: Columns, meter: Meter) -> Iterator[Placed | Issue]:
    """Yield the stories of an XML file; `columns` plays no part."""
    require(("defusedxml",), source.name)
    rows, name = RowReader(source.name, Columns()), source.name
    with source.open(meter) as stream:
        try:
            if not stream.peek(1):
                yield from rows.closing()
                return
            for number, element in enumerate(iter_elements(stream, _ITEMS), 1):
                yield from _one(element, number, source, rows)
        except RefusedXmlError as error:
            message = f"declares entities, which can read other files and fill the machine; refused ({error})."
            yield Issue("refused-xml", message, "failed", name)
            return
        except ParseError as error:
            yield Issue("bad-xml", f"is not well-formed XML ({error}); {_KEPT}.", "failed", name, error.position[0])
            return
        except UnknownEncodingError as error:
            yield Issue("bad-xml", f"cannot be decoded ({error}); {_KEPT}.", "failed", name)
            return
        except BROKEN as error:
            yield broken(error, name, _KEPT)
            return
    if not rows.n_rows:
        message = "holds no <newsItem> or <nitf>; of XML only NewsML-G2 and NITF are read."
        yield Issue("unknown-xml", message, "failed", name)
        return
    yield from rows.closing()


def _one(element: Element, number: int, source: Source, rows: RowReader) -> Iterator[Placed | Issue]:
    try:
        row = nitf_row(element) if bare(element.tag) == "nitf" else newsml_row(element)
    except RecursionError:
        rows.n_rows += 1
        yield Issue("bad-xml", "elements are nested too deep. Skipped.", "failed", source.name, number)
        return
    if isinstance(row, str):
        rows.n_rows += 1
        yield Issue("no-story", row, "skipped", source.name, number, element.get("guid"))
        return
    row["id"] = row["id"] or (source.story_name if number == 1 else f"{source.story_name}#{number}")
    yield from rows.read(row, number)
