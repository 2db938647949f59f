import gzip
import io
import json
import os
import struct
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from wireledger.readers import expansion, find_inputs, read_inputs, read_stories
from wireledger.readers.source import Meter


def line(n):
    return json.dumps({"id": f"l{n}", "text": f"Line {n}."}) + "\n"


def parquet(*ids):
    out = io.BytesIO()
    pq.write_table(pa.table({"id": list(ids), "text": [f"Row {name}." for name in ids]}), out)
    return out.getvalue()


@pytest.fixture
def members(make):
    return {
        "a/lines.jsonl": line(1) + line(2),
        "a/packed.jsonl.gz": gzip.compress((line(3) + line(4)).encode()),
        "b/table.parquet": parquet("p1", "p2"),
        "b/one.txt": "Board fines Brindle\n\nThe board fined Brindle Ore.",
        "c/page.html": make.html(),
        "c/crawl.warc.gz": make.warc("Ashby"),
        "news.xml": make.newsml("Corder"),
        "rows.csv": "id,text\nc1,Cell.\n",
    }


IDS = ["l1", "l2", "l3", "l4", "p1", "p2", "{}/b/one.txt", "{}/c/page.html", "https://example.org/Ashby"]
IDS += ["urn:newsml:northwire:Corder", "c1"]


def pack(make, name, members):
    if name.endswith(".zip"):
        return make.zip(members)
    data = make.tar(members)
    return gzip.compress(data) if name.endswith("gz") else zstandard.compress(data) if name.endswith("zst") else data


BUNDLES = ["n.zip", "n.tar", "n.tar.gz", "n.tgz", "n.tar.zst"]


@pytest.mark.parametrize("name", BUNDLES)
def test_members_of_all_kinds_are_read(read, make, members, name):
    result = read(name, pack(make, name, members))
    assert result.ids == [name_.format(name) for name_ in IDS]
    assert result.codes("failed") == []


@pytest.mark.parametrize("outer", ["o.zip", "o.tar.gz"])
@pytest.mark.parametrize("name", BUNDLES)
def test_one_inside_of_another_is_read(read, make, members, name, outer):
    result = read(outer, pack(make, outer, {f"x/{name}": pack(make, name, members), "z.jsonl": line(9)}))
    assert result.ids == [*(name_.format(f"{outer}/x/{name}") for name_ in IDS), "l9"]
    assert result.codes("failed") == []


def test_one_inside_of_two_others_is_refused(read, make):
    inner = make.tar({"deep.jsonl": line(1)})
    result = read("o.zip", make.zip({"m.zip": make.zip({"i.tar": inner, "l.jsonl": line(2)}), "k.jsonl": line(3)}))
    assert result.ids == ["l2", "l3"]
    issue = result.issue("nested-too-deep")
    assert issue.source.endswith("o.zip!m.zip!i.tar")


def test_issues_name_member_and_line(read, make):
    result = read("n.zip", make.zip({"a.jsonl": line(1) + "broken\n", "b.jsonl": line(1)}))
    assert result.issue("bad-json").source.endswith("n.zip!a.jsonl")
    assert result.issue("bad-json").line == 2
    assert result.issue("duplicate").source.endswith("n.zip!b.jsonl")


def test_other_and_hidden_members_are_left_out_with_a_note(read, make):
    members = {"a.jsonl": line(1), "x.pdf": "", ".b.jsonl": line(2), "__MACOSX/c.txt": "x", "r.issues.jsonl": "{}"}
    for name in ("n.zip", "n.tar"):
        result = read(name, pack(make, name, members))
        assert result.ids == ["l1"]
        assert result.codes() == ["files-left-out"]
        assert result.issues[0].message.startswith("4 ")


@pytest.mark.parametrize("name", BUNDLES)
def test_empty_one_is_a_warning(read, make, name):
    assert read(name, pack(make, name, {})).codes() == ["empty-file"]


def test_file_without_any_bytes_is_empty(read):
    assert read("n.zip", b"").codes() == read("n.tar", b"").codes() == ["empty-file"]


def test_nothing_is_written_by_its_own_name(tmp_path, reading, make, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    members = {
        "../../evil.txt": "Evil text.",
        "/tmp/wireledger-evil.txt": "Evil text, too.",
        "table.parquet": parquet("p1"),
    }
    (folder / "n.zip").write_bytes(make.zip(members))
    (folder / "n.tar").write_bytes(make.tar(members))
    monkeypatch.chdir(folder)
    assert len(reading(read_stories([folder])).stories) == 6 - 1
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "n.tar", "n.zip"]
    assert not os.path.exists("/tmp/wireledger-evil.txt")


def test_links_and_devices_are_not_followed(read):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{ord(kind)}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            file.addfile(info)
    result = read("n.tar", out.getvalue())
    assert (result.stories, set(result.codes("failed"))) == ([], {"not-a-file"})


def test_meter_follows_the_bytes_on_disk(tmp_path, make, members):
    for name in BUNDLES:
        (tmp_path / name).write_bytes(pack(make, name, members))
        inputs, meter = find_inputs([tmp_path / name]), Meter()
        list(read_inputs(inputs, meter=meter))
        assert meter.n_bytes == meter.n_bytes_total == (tmp_path / name).stat().st_size


# Bombs


def test_bomb_in_a_zip_is_refused_and_the_others_are_read(read, make):
    bomb = b"\0" * (100 << 20)
    result = read("n.zip", make.zip({"a.jsonl": line(1), "bomb.jsonl": bomb, "z.jsonl": line(2)}))
    assert result.ids == ["l1", "l2"]
    issue = result.issue("expands-too-far")
    assert issue.severity == "failed"
    assert issue.source.endswith("!bomb.jsonl")
    assert "zip bomb" in issue.message


@pytest.mark.parametrize("name", ["s.jsonl.gz", "s.jsonl.zst", "s.txt.gz", "n.tar.gz", "c.warc.gz", "p.html.gz"])
def test_bomb_in_a_compressed_file_is_refused(read, make, name):
    bomb = b"\0" * (100 << 20)
    bomb = make.tar({"bomb.jsonl": bomb}) if "tar" in name else bomb
    result = read(name, zstandard.compress(bomb) if name.endswith("zst") else gzip.compress(bomb, 1))
    assert result.stories == []
    assert {"expands-too-far", "bad-record"} & set(result.codes("failed"))


def test_bomb_packed_twice_is_refused(read, make):
    inner = gzip.compress(b"\0" * (100 << 20))
    result = read(
        "n.zip",
        make.zip({"a.jsonl": line(1), "bomb.jsonl.gz": gzip.compress(inner), "b.zip": make.zip({"c.jsonl.gz": inner})}),
    )
    assert result.ids == ["l1"]
    assert "expands-too-far" in result.codes("failed")


def test_zip_of_many_overlapping_members_is_refused(read):
    # One packed block of zeros to which each of 40 directory entries points: 40 x 60 MB from 60 kB.
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("0.jsonl", b"\0" * 60_000_000)
        first = file.infolist()[0]
        for _ in range(1, 40):
            info = zipfile.ZipInfo("0.jsonl")
            for part in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
                setattr(info, part, getattr(first, part))
            file.filelist.append(info)
    result = read("n.zip", out.getvalue())
    assert result.stories == []
    assert "expands-too-far" in result.codes("failed")


def test_news_that_packs_well_is_read(read):
    page = "All rights reserved to Northwire. " * 1_000
    lines = [json.dumps({"id": str(n), "text": os.urandom(150).hex() + page}) + "\n" for n in range(2_400)]
    text = "".join(lines).encode()
    packed = gzip.compress(text)
    assert len(text) > expansion.FREE
    assert 80 < len(text) / len(packed) < expansion.MOST_RATIO
    assert len(read("s.jsonl.gz", packed).stories) == 2_400


# Damage


def names(result):
    return [issue.source.rpartition("/")[2] for issue in result.issues if issue.severity == "failed"]


def numbered(n=6, size=400):
    return {f"{k}.jsonl": "".join(line(k * 1000 + m) for m in range(size)) for k in range(1, n + 1)}


def of(result, k):
    return sum(f"l{k * 1000}" <= name <= f"l{k * 1000 + 999}" for name in result.ids)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_damaged_zip_member_costs_itself_only(read, make, method):
    data = bytearray(make.zip(numbered(), method))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        at = file.getinfo("3.jsonl").header_offset
    data[at + 500 : at + 520] = bytes(20)
    result = read("n.zip", bytes(data))
    assert [of(result, k) for k in (1, 2, 4, 5, 6)] == [400] * 5
    assert set(names(result)) == {"n.zip!3.jsonl"}


@pytest.mark.parametrize("at", [0, 4, 8, 14, 26, 28])
def test_damaged_head_of_a_zip_member_costs_itself_only(read, make, at):
    data = bytearray(make.zip(numbered()))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        start = file.getinfo("3.jsonl").header_offset
    data[start + at] ^= 0xFF
    result = read("n.zip", bytes(data))
    assert [of(result, k) for k in (1, 2, 4, 5, 6)] == [400] * 5


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip_cut_short_gives_its_whole_members_and_is_named(read, make, method):
    data = make.zip(numbered(), method)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        end = file.getinfo("5.jsonl").header_offset + 600
    result = read("n.zip", data[:end])
    assert [of(result, k) for k in (1, 2, 3, 4)] == [400] * 4
    assert set(names(result)) == {"n.zip", "n.zip!5.jsonl"}


def test_zip_whose_directory_is_lost_is_read_by_its_heads(read, make, members):
    data = make.zip(members)
    result = read("n.zip", data[: data.index(b"PK\x01\x02")])
    assert result.ids == [name.format("n.zip") for name in IDS]
    assert names(result) == ["n.zip"]


def test_streamed_zip_whose_directory_is_lost_is_read_by_its_heads(read):
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.blocks = []

        def writable(self):
            return True

        def write(self, block):
            self.blocks.append(bytes(block))
            return len(block)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in numbered(3).items():
            file.writestr(name, data)
    data = b"".join(pipe.blocks)
    result = read("n.zip", data[: data.index(b"PK\x01\x02")])
    assert len(result.stories) == 1200
    assert names(result) == ["n.zip"]


@pytest.mark.parametrize("data", [b"PK", b"PK\x03\x04", b"hello " * 100, b"PK\x03\x04" * 50, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_fails_or_is_empty(read, data):
    result = read("n.zip", data)
    assert result.stories == []
    assert set(result.codes()) <= {"damaged-file", "empty-file"}


def test_encrypted_member_is_named(read, make):
    data = bytearray(make.zip({"a.jsonl": line(1), "b.jsonl": line(2)}))
    for magic, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flag] |= 1
    result = read("n.zip", bytes(data))
    assert result.ids == ["l2"]
    assert "encrypted" in result.issue("damaged-file").message


def test_damaged_tar_header_costs_its_member_only(read, make):
    data = bytearray(make.tar(numbered()))
    at = data.index(b"3.jsonl")
    data[at + 150 : at + 153] = b"xyz"
    result = read("n.tar", bytes(data))
    assert [of(result, k) for k in (1, 2, 4, 5, 6)] == [400] * 5
    issue = result.issue("damaged-file")
    assert f"byte {at:,}" in issue.message


@pytest.mark.parametrize("cut", [100, 512, 700, 3000])
def test_tar_cut_short_gives_what_is_whole_and_is_named(read, make, cut):
    data = make.tar(numbered())
    at = data.index(b"5.jsonl")
    result = read("n.tar", data[: at + cut])
    assert [of(result, k) for k in (1, 2, 3, 4)] == [400] * 4
    if cut == 3000:
        assert of(result, 5) == (3000 - 512) // len(line(5000))
    assert result.codes("failed")


def test_tar_cut_between_members_is_a_warning(read, make):
    data = make.tar(numbered())
    result = read("n.tar", data[: data.index(b"5.jsonl")])
    assert len(result.stories) == 1600
    assert result.codes("warning") == ["file-ends-early"]


@pytest.mark.parametrize("kind", ["gz", "zst"])
def test_compressed_tar_cut_short_gives_what_is_whole_and_is_named(read, make, kind):
    members = {f"{k}.jsonl": "".join(line(k * 1000 + m * 7919 % 997) for m in range(400)) for k in range(1, 7)}
    data = make.tar(members)
    blocks = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    packed = gzip.compress(data) if kind == "gz" else b"".join(map(zstandard.compress, blocks))
    result = read(f"n.tar.{kind}", packed[: len(packed) * 2 // 3])
    assert of(result, 1) == of(result, 2) == 400 - 0 or len(result.stories) > 800
    assert "file-ends-early" in result.codes("failed")


def test_damaged_compressed_tar_is_named(read, make):
    packed = bytearray(gzip.compress(make.tar(numbered())))
    packed[len(packed) // 2 : len(packed) // 2 + 30] = bytes(30)
    result = read("n.tar.gz", bytes(packed))
    assert of(result, 1) == 400
    assert {"damaged-file", "file-ends-early"} & set(result.codes("failed"))


@pytest.mark.parametrize("data", [b"x" * 300, b"hello\n" * 500, bytes(range(256)) * 8])
def test_what_is_no_tar_fails(read, data):
    result = read("n.tar", data)
    assert result.stories == []
    assert "damaged-file" in result.codes("failed")


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_and_odd_names_are_read(read, format):
    out = io.BytesIO()
    names = ["x" * 150 + "/" + "y" * 90 + ".txt", "Ünal/Ċ.txt"]
    with tarfile.open(fileobj=out, mode="w", format=format) as file:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = 5, 1.5
            file.addfile(info, io.BytesIO(b"Text."))
    result = read("n.tar", out.getvalue())
    assert result.ids == [f"n.tar/{name}" for name in names]
    assert result.codes("failed") == []


def test_name_that_is_not_utf8_harms_nobody(read, make):
    data = make.tar({"caf#.txt": "Text."}).replace(b"caf#", b"caf\xe9")
    header = bytearray(data[:512])
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    result = read("n.tar", bytes(header) + data[512:])
    assert result.ids == ["n.tar/caf\ufffd.txt"]


def test_member_that_claims_too_much_is_named(read, make):
    data = bytearray(make.tar({"a.jsonl": line(1)}))
    data[124:136] = b"%011o\0" % (1 << 32)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    result = read("n.tar", bytes(data))
    assert result.ids == ["l1"]
    assert "damaged-file" in result.codes("failed")


def test_damaged_bundle_inside_of_a_bundle_is_named(read, make):
    inner = make.zip(numbered(2))
    cut = struct.pack("<I", 0) + inner[4:]
    result = read("o.tar", make.tar({"i.zip": cut, "z.jsonl": line(9)}))
    assert "l9" in result.ids
    assert of(result, 2) == 400
    assert any(name.startswith("o.tar!i.zip") for name in names(result))
