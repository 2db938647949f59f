"""XML to elements, without what XML allows and news never needs.

A document type is passed over: it is never fetched, and the names that HTML gives to characters (`&nbsp;`), which NITF
takes from it, are known here. A document that declares entities of its own, in files or not, is refused: they read
other files and fill the machine. Elements come one by one, so that what stands before a damage is read. Needs
defusedxml.
"""

import io
from collections.abc import Iterator
from functools import cache
from html.entities import name2codepoint
from typing import Any
from xml.etree.ElementTree import Element


class RefusedXmlError(Exception):
    """XML that declares entities."""


class UnknownEncodingError(Exception):
    """XML in an encoding that the parser doesn't know."""


def iter_elements(stream: io.BufferedReader, wanted: frozenset[str]) -> Iterator[Element]:
    """Yield each whole element whose bare name is wanted, and which is not inside of another.

    Args:
        stream: The document.
        wanted: Names without namespace.

    Raises:
        RefusedXmlError: If it declares entities.
        UnknownEncodingError: If it says that it is in an encoding that the parser doesn't know.
        ParseError: Where it isn't well-formed.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    inside = 0
    parser = _parser()
    try:
        for event, element in iterparse(stream, events=("start", "end"), parser=parser):
            if bare(element.tag) not in wanted:
                continue
            inside += 1 if event == "start" else -1
            if event == "end" and not inside:
                yield element
                element.clear()
    except DefusedXmlException as error:
        raise RefusedXmlError(str(error)) from error
    except (LookupError, ValueError) as error:
        raise UnknownEncodingError(str(error)) from error


def bare(tag: object) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element below `element` along `path`, whatever its namespace; None if there is none."""
    for name in path:
        element = next((below for below in element if bare(below.tag) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """Return the elements right below `element` with this bare name."""
    return [below for below in element if bare(below.tag) == name] if element is not None else []


def words(element: Element | None) -> str:
    """Return the text of an element and all below it on one line; empty if there is none."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def blocks(element: Element, left_out: frozenset[str] = frozenset()) -> str:
    """Return the text of an XHTML or NITF body: a line for each paragraph, heading, list item and table row.

    Args:
        element: The body.
        left_out: Bare names of elements of which nothing is taken.
    """
    lines: list[str] = []
    _collect(element, lines, left_out)
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "chron", "cite", "classifier", "code", "copyrite"}
    | {"currency", "del", "dfn", "em", "event", "font", "frac", "function", "i", "ins", "kbd", "lang", "location"}
    | {"mark", "money", "num", "object.title", "org", "person", "postaddr", "pronounce", "q", "s", "samp", "small"}
    | {"span", "strong", "sub", "sup", "td", "th", "tt", "u", "var", "virtloc"}
)


def _collect(element: Element, lines: list[str], left_out: frozenset[str]) -> None:
    name = bare(element.tag)
    if name and name not in left_out:
        is_inline = name in _INLINE
        if not is_inline or not lines:
            lines.append("")
        if name in ("br", "td", "th"):
            lines[-1] += " "
        lines[-1] += element.text or ""
        for below in element:
            _collect(below, lines, left_out)
            lines[-1] += below.tail or ""
        if not is_inline:
            lines.append("")
    elif not lines:
        lines.append("")


def _parser() -> Any:
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    parser.entity.update(_characters())
    return parser


@cache
def _characters() -> dict[str, str]:
    return {name: chr(code) for name, code in name2codepoint.items()}
