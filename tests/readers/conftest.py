import gzip
import io
import tarfile
import zipfile

import pytest

from wireledger.issues import Issue
from wireledger.readers import Columns, read_stories
from wireledger.story import Story


class Reading:
    """What came of reading: stories and issues, apart."""

    def __init__(self, items):
        items = list(items)
        self.stories = [item for item in items if isinstance(item, Story)]
        self.issues = [item for item in items if isinstance(item, Issue)]

    @property
    def texts(self):
        return [story.text for story in self.stories]

    @property
    def ids(self):
        return [story.id for story in self.stories]

    def codes(self, severity=None):
        return [issue.code for issue in self.issues if severity in (None, issue.severity)]

    def issue(self, code):
        (found,) = [issue for issue in self.issues if issue.code == code]
        return found


class Make:
    """Makes the bytes of files."""

    @staticmethod
    def html(name="Brindle", url=None, charset="utf-8"):
        canonical = f'<link rel="canonical" href="{url}">' if url else ""
        return (
            f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>Board fines {name} | Northwire</title>'
            f'<meta property="og:title" content="Board fines {name}"><meta property="og:site_name" content="Northwire">'
            f'<meta property="article:published_time" content="2021-03-04T23:30:00Z">{canonical}</head><body>'
            '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>'
            f"<h1>Board fines {name}</h1><p>HARBOUR (Northwire) - The board said on Tuesday it had fined {name} "
            "Ore &amp; Sons $4.3 million over false cargo papers, the third such fine this year.</p>"
            f"<p>Ivo Tarn, who owns {name}’s caf\xe9s, was barred from trading for two years.</p></article>"
            "<footer>All rights reserved</footer></body></html>"
        ).encode(charset)

    @staticmethod
    def record(uri, body, kind="response", http="HTTP/1.1 200 OK\r\nContent-Type: text/html", extra="", n=None):
        block = (http.encode() + b"\r\n\r\n" if kind == "response" else b"") + body
        media = "application/http; msgtype=response" if kind == "response" else "text/html"
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash(uri))}>\r\n"
            f"WARC-Target-URI: {uri}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: {media}\r\n"
            f"Content-Length: {len(block) if n is None else n}\r\n{extra}\r\n"
        )
        return head.encode() + block + b"\r\n\r\n"

    def warc(self, *names, packed=True):
        records = [self.record(f"https://example.org/{name}", self.html(name)) for name in names]
        return b"".join(gzip.compress(record) if packed else record for record in records)

    @staticmethod
    def newsml_item(name="Brindle", content=None, status="usable"):
        content = content or (
            '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
            f"<title>no</title></head><body><p>HARBOUR (Northwire) - The board fined <b>{name}</b> Ore.</p>"
            "<p>It paid $4.3\n million.</p></body></html></inlineXML>"
        )
        return (
            f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:northwire:{name}" version="2">'
            '<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:NW"><name>Northwire</name></provider>'
            f'<versionCreated>2021-03-04T23:30:00-05:00</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>'
            f"<contentMeta><headline>Board fines {name}</headline></contentMeta>"
            f"<contentSet>{content}</contentSet></newsItem>"
        )

    def newsml(self, *names):
        items = "".join(self.newsml_item(name) for name in names)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
            f"{items}</itemSet></newsMessage>"
        )

    @staticmethod
    def nitf(name="Brindle", doctype=""):
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<nitf><head><title>no</title><docdata>'
            f'<doc-id id-string="nw-{name}"/><date.issue norm="20210304T233000-0500"/></docdata>'
            '<pubdata name="Northwire" ex-ref="https://example.org/1"/></head><body><body.head><hedline>'
            f"<hl1>Board fines {name}</hl1></hedline><byline>By Ada Quill</byline><dateline><location>HARBOUR</location>"
            "</dateline></body.head><body.content><block><p>The board fined <org>"
            f"{name} Ore</org>.</p><media><media-caption>A ship</media-caption></media><p>It paid $4.3&#160;million.</p>"
            "</block></body.content></body></nitf>"
        )

    @staticmethod
    def zip(members, method=zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as file:
            for name, data in members.items():
                file.writestr(name, data)
        return out.getvalue()

    @staticmethod
    def tar(members, mode="w"):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode=mode) as file:
            for name, data in members.items():
                data = data.encode() if isinstance(data, str) else data
                info = tarfile.TarInfo(name)
                info.size = len(data)
                file.addfile(info, io.BytesIO(data))
        return out.getvalue()


@pytest.fixture
def make():
    return Make()


@pytest.fixture
def read(tmp_path):
    """Write `data` to a file called `name` and read it."""

    def read_file(name, data, **columns):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Reading(read_stories([path], Columns(**columns)))

    return read_file


@pytest.fixture
def reading():
    return Reading
