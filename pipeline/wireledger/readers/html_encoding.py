"""Bytes of a web page to text.

Rules, in the order of the HTML standard (section 13.2.3): a byte order mark decides, then the charset of the HTTP
header, then the one that the page declares in its first bytes; else the page is UTF-8. No encoding is guessed from
the bytes. What isn't valid is read as U+FFFD.
"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_LOOKED_AT = 4096  # the standard says 1024; many pages declare it later
# What the standard reads under these labels: windows-1252 is ISO 8859-1 with letters in place of controls.
_MEANS = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}
# Codecs of Python's that are no encodings of pages.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem", "utf-7"}
)


def decode_page(data: bytes, charset: str | None = None) -> tuple[str, str | None]:
    """Return the text of a page, and what is to be said about it; None if all is well.

    Args:
        data: The page.
        charset: What the HTTP header says.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    declared = _DECLARED.search(data, 0, _LOOKED_AT)
    labels = [label for label in (charset, declared[1].decode("ascii") if declared else None) if label]
    known = next((name for label in labels if (name := _codec(label)) is not None), None)
    text, problem = _decode(data, known or "utf-8")
    if labels and known is None:
        problem = f"nobody knows the encoding '{labels[0]}'; the page was read as UTF-8."
    return text, problem


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip(" \"'")).name
        b"x".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    name = _MEANS.get(name, name)
    return None if name.replace("_", "-") in _NO_CHARSETS else name


def _decode(data: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return data.decode(encoding), None
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        message = f"byte {at} of the page is not valid {encoding.upper()}; bad bytes were read as U+FFFD."
        return data.decode(encoding, "replace"), message
