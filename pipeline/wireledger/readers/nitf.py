"""NITF (IPTC, up to 3.6): an `<nitf>` element to the fields of a story.

The text is the dateline, if it stands in an element of its own, and the body's paragraphs, headings, list items and
table rows, a line each; captions, credits and taglines are left out. Where the body holds the whole text in a block
`full_text` (as the New York Times' corpus does, after a block with the lead), that block is the text.
"""

from xml.etree.ElementTree import Element

from wireledger.readers.safe_xml import bare, blocks, child, words

_LEFT_OUT = frozenset({"media", "tagline", "bibliography", "head", "note", "series", "script", "style"})


def nitf_row(nitf: Element) -> dict[str, object]:
    """Return the fields of the story in an `<nitf>` element."""
    data, head = child(nitf, "head", "docdata"), child(nitf, "body", "body.head")
    pubdata = child(nitf, "head", "pubdata")
    dateline = words(child(head, "dateline"))
    body = nitf_text(nitf)
    return {
        "id": _of(child(data, "doc-id"), "id-string") or None,
        "title": words(child(head, "hedline", "hl1")) or words(child(nitf, "head", "title")),
        "text": f"{dateline}\n{body}" if dateline and body and not body.startswith(dateline) else body,
        "published": _of(child(data, "date.issue"), "norm")
        or _of(pubdata, "date.publication")
        or _of(child(data, "date.release"), "norm")
        or _of(child(head, "dateline", "story.date"), "norm"),
        "publisher": _of(pubdata, "name")
        or words(child(head, "distributor"))
        or _of(child(data, "doc.copyright"), "holder"),
        "url": _of(pubdata, "ex-ref"),
    }


def nitf_text(nitf: Element) -> str:
    """Return the body's text; empty if there is none."""
    content = child(nitf, "body", "body.content")
    if content is None:
        return ""
    whole = [block for block in content if bare(block.tag) == "block" and block.get("class") == "full_text"]
    return "\n".join(blocks(part, _LEFT_OUT) for part in whole or [content])


def _of(element: Element | None, name: str) -> str | None:
    return element.get(name) if element is not None else None
