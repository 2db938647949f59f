"""NewsML-G2 (IPTC): a `<newsItem>` element to the fields of a story, or the reason why it is none.

The text is the first content that can be read: inline XHTML (a line for each paragraph, heading, list item and table
row), inline NITF, or inline data, plain or HTML. The date is when this version was written (`versionCreated`), as the
days that it names are counted from there. An item without text (pictures, packages) and one that was withdrawn
(`pubStatus` canceled) is no story.
"""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from wireledger.readers.nitf import nitf_text
from wireledger.readers.safe_xml import bare, blocks, child, children, words

_WITHDRAWN = "canceled"
_LEFT_OUT = frozenset({"head", "script", "style", "figure", "aside"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def newsml_row(item: Element) -> dict[str, object] | str:
    """Return the fields of the story in a `<newsItem>`, or why there is none."""
    about, content = child(item, "itemMeta"), child(item, "contentMeta")
    guid = item.get("guid")
    if _code(child(about, "pubStatus")) == _WITHDRAWN:
        return f"item '{guid}' was withdrawn by its agency (pubStatus {_WITHDRAWN}). Skipped."
    text = _text(child(item, "contentSet"))
    if not text:
        kind = _code(child(about, "itemClass")) or "unknown"
        return f"item '{guid}' (class {kind}) holds no text. Skipped."
    return {
        "id": guid,
        "title": words(child(content, "headline")) or words(child(about, "title")),
        "text": text,
        "published": words(child(about, "versionCreated"))
        or words(child(content, "contentCreated"))
        or words(child(about, "firstCreated")),
        "publisher": _provider(child(about, "provider")) or words(child(content, "creditline")) or None,
        "url": None,
    }


def _text(contents: Element | None) -> str:
    for part in contents if contents is not None else ():
        kind = part.get("contenttype", "").lower()
        if bare(part.tag) == "inlineXML":
            text = _inline(part)
        elif bare(part.tag) == "inlineData":
            data = "".join(part.itertext())
            text = _html(data) if "html" in kind else data
        else:
            continue
        if text.strip():
            return text
    return ""


def _inline(part: Element) -> str:
    nitf = children(part, "nitf")
    return nitf_text(nitf[0]) if nitf else blocks(part, _LEFT_OUT)


def _html(data: str) -> str:
    parser = _Html()
    parser.feed(data)
    parser.close()
    return blocks(parser.tree(), _LEFT_OUT)


def _provider(provider: Element | None) -> str | None:
    if provider is None:
        return None
    return words(child(provider, "name")) or provider.get("literal") or _code(provider)


def _code(element: Element | None) -> str | None:
    code = (element.get("qcode") or element.get("uri", "").rpartition("/")[2]) if element is not None else None
    return code.rpartition(":")[2] if code else None


class _Html(HTMLParser):
    """A fragment of HTML as elements; end tags that are missing or too many do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()
        self._builder.start("div", {})
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "li") and self._open[-1:] == [tag]:
            self.handle_endtag(tag)
        self._builder.start(tag, {})
        if tag in _VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while (last := self._open.pop()) != tag:
                self._builder.end(last)
            self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        self._builder.data(data)

    def tree(self) -> Element:
        while self._open:
            self._builder.end(self._open.pop())
        self._builder.end("div")
        return self._builder.close()
