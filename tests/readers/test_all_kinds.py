"""A run over 20 files of all kinds, five of them damaged: all sound stories come out, and the damaged are named."""

import gzip
import io
import json
from random import Random

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from wireledger.readers import read_stories


def row(name):
    return {"id": name, "title": f"Board fines {name}", "text": f"The board fined {name} Ore $4 million on Tuesday."}


def lines(*names):
    return "".join(json.dumps(row(name)) + "\n" for name in names).encode()


def table(*names, mark=","):
    return "\n".join(
        mark.join(part) for part in (("id", "title", "text"), *(row(name).values() for name in names))
    ).encode()


def columns(*names, kind="parquet"):
    out, rows = io.BytesIO(), pa.Table.from_pylist([row(name) for name in names])
    if kind == "parquet":
        pq.write_table(rows, out, row_group_size=1, use_dictionary=False, write_page_checksum=True)
    else:
        with pa.ipc.new_stream(out, rows.schema) as writer:
            writer.write_table(rows)
    return out.getvalue()


def with_bytes(data, at, n=16):
    return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + n]) + data[at + n :]


def sound_files(make):
    """Return file name -> content and the ids of its stories, for 15 files without a fault."""
    site = "https://example.org/"
    return {
        "01.jsonl": (lines("Aab", "Aac"), ["Aab", "Aac"]),
        "02.ndjson.zst": (zstandard.compress(lines("Bab")), ["Bab"]),
        "03.json": (json.dumps([row("Cab"), row("Cac")]).encode(), ["Cab", "Cac"]),
        "04.csv": (table("Dab", "Dac"), ["Dab", "Dac"]),
        "05.tsv.gz": (gzip.compress(table("Eab", mark="\t")), ["Eab"]),
        "06.parquet": (columns("Fab", "Fac"), ["Fab", "Fac"]),
        "07.arrow": (columns("Gab", kind="arrow"), ["Gab"]),
        "08.txt": (b"Board fines Hab\n\nThe board fined Hab Ore.", ["08.txt"]),
        "09.html": (make.html("Iab"), ["09.html"]),
        "10.htm.gz": (gzip.compress(make.html("Jab")), ["10.htm.gz"]),
        "11.warc": (make.warc("Kab", "Kac", packed=False), [f"{site}Kab", f"{site}Kac"]),
        "12.xml": (make.newsml("Lab", "Lac").encode(), ["urn:newsml:northwire:Lab", "urn:newsml:northwire:Lac"]),
        "13.xml.gz": (gzip.compress(make.nitf("Mab").encode()), ["nw-Mab"]),
        "14.tar.gz": (
            gzip.compress(make.tar({"n.jsonl": lines("Nab"), "i/n.zip": make.zip({"n.csv": table("Nac")})})),
            ["Nab", "Nac"],
        ),
        "15.zip": (make.zip({"o.jsonl": lines("Oab"), "o.warc.gz": make.warc("Oac")}), ["Oab", f"{site}Oac"]),
    }


def damaged_files(make):
    """Return file name -> content, the ids of its sound stories and the code of its issue, for five with a fault."""
    group = columns("Qab", "Qac", "Qad")
    column = pq.ParquetFile(io.BytesIO(group)).metadata.row_group(1).column(2)
    crawl = [make.warc(name) for name in ("Rab", "Rac", "Rad")]
    crawl[1] = with_bytes(crawl[1], 300)
    bomb = {"a.jsonl": lines("Sab"), "bomb.jsonl": bytes(80 << 20), "z.jsonl": lines("Sac")}
    entity = '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    site = "https://example.org/"
    return {
        "16.jsonl.gz": (
            gzip.compress(lines("Pab", "Pac")) + gzip.compress(lines("Pad"))[:-12],
            ["Pab", "Pac"],
            "file-ends-early",
        ),
        "17.parquet": (
            with_bytes(group, column.data_page_offset + column.total_compressed_size - 20),
            ["Qab", "Qad"],
            "damaged-row-group",
        ),
        "18.warc.gz": (b"".join(crawl), [f"{site}Rab", f"{site}Rad"], "bad-record"),
        "19.zip": (make.zip(bomb), ["Sab", "Sac"], "expands-too-far"),
        "20.xml": (make.nitf("Tab", doctype=entity).replace("$4.3", "&x;").encode(), [], "refused-xml"),
    }


@pytest.fixture
def folder(tmp_path, make):
    for name, (data, *_) in {**sound_files(make), **damaged_files(make)}.items():
        (tmp_path / "archive" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "archive" / name).write_bytes(data)
    return tmp_path / "archive"


def expected(make):
    return [id for _, ids, *_ in (*sound_files(make).values(), *damaged_files(make).values()) for id in ids]


def test_all_sound_stories_come_out_and_the_damaged_files_are_named(folder, reading, make):
    assert len(list(folder.iterdir())) == 20
    result = reading(read_stories([folder]))
    assert result.ids == expected(make)
    named = {
        issue.source.removeprefix(f"{folder}/").partition("!")[0]: issue.code
        for issue in result.issues
        if issue.severity == "failed"
    }
    assert named == {name: code for name, (_, _, code) in damaged_files(make).items()}
    assert set(result.codes()) - set(named.values()) <= {"columns-guessed"}


def test_object_store_gives_the_same_as_the_folder(folder, reading, make):
    files = fsspec.filesystem("memory")
    files.put(str(folder), "/all", recursive=True)
    try:
        result = reading(read_stories(["memory://all"]))
    finally:
        files.rm("/all", recursive=True)
    assert result.ids == expected(make)
    assert sorted(result.codes("failed")) == sorted(code for _, _, code in damaged_files(make).values())


def test_tar_of_all_files_gives_the_same_as_the_folder(folder, read, make):
    members = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    result = read("all.tar", make.tar(members))
    # All but what is then one level too deep: a zip inside of a tar inside of this.
    wanted = [f"all.tar/{id}" if id in members else id for id in expected(make) if id != "Nac"]
    assert result.ids == wanted
    codes = [code for _, _, code in damaged_files(make).values()]
    assert sorted(result.codes("failed")) == sorted([*codes, "nested-too-deep"])


def test_extract_reads_all_kinds_and_ends_with_code_1(folder, tmp_path, make):
    from typer.testing import CliRunner

    from wireledger.cli.app import app

    out = tmp_path / "records.jsonl"
    result = CliRunner().invoke(app, ["extract", str(folder), "-o", str(out)])
    assert result.exit_code == 1, result.output
    issues = [json.loads(line) for line in (tmp_path / "records.issues.jsonl").read_text().splitlines()]
    failed = {
        issue["source"].removeprefix(f"{folder}/").partition("!")[0]
        for issue in issues
        if issue["severity"] == "failed"
    }
    assert failed == set(damaged_files(make))
    stories = {json.loads(line)["story_id"] for line in out.read_text().splitlines()}
    assert stories <= set(expected(make))
    assert len(stories) > 20


def test_archive_run_by_two_workers_accounts_for_all_sound_stories_and_names_the_damaged_files(folder, tmp_path, make):
    from typer.testing import CliRunner

    from wireledger.cli.app import app

    command = ["extract", str(folder), "-o", f"{tmp_path}/run/", "--stage", "rules", "--workers", "2", "--no-triage"]
    result = CliRunner().invoke(app, [*command, "--no-dedupe", "--shard-mb", "0.001"])
    assert result.exit_code == 1, result.output
    issues = [json.loads(line) for line in (tmp_path / "run" / "issues.jsonl").read_text().splitlines()]
    failed = {
        issue["source"].removeprefix(f"{folder}/").partition("!")[0]: issue["code"]
        for issue in issues
        if issue["severity"] == "failed"
    }
    assert failed == {name: code for name, (_, _, code) in damaged_files(make).items()}
    parts = sorted((tmp_path / "run" / "stories").glob("*.parquet"))
    assert len(parts) > 10
    assert sorted(id for part in parts for id in pq.read_table(part)["id"].to_pylist()) == sorted(expected(make))
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert summary["n_extracted"] == len(expected(make))


def damaged(data, random):
    """Return `data` with one fault: cut, a few bits flipped, bytes replaced, bytes lost, a length gone wild."""
    data, at = bytearray(data), random.randrange(len(data))
    match random.randrange(5):
        case 0:
            del data[at:]
        case 1:
            for _ in range(3):
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        case 2:
            data[at : at + 30] = random.randbytes(random.randrange(60))
        case 3:
            del data[at : at + random.randrange(400)]
        case 4:
            data[at : at + 8] = b"\xff" * 8
    return bytes(data)


@pytest.mark.parametrize("name", [f"{n:02d}" for n in range(1, 16)])
def test_whatever_is_wrong_with_a_file_nothing_is_raised(read, make, name):
    random = Random(name)
    full, data = next((full, data) for full, (data, _) in sound_files(make).items() if full.startswith(name))
    for _ in range(40):
        read(full, damaged(data, random))


def test_issues_say_what_was_done(folder, reading):
    for issue in reading(read_stories([folder])).issues:
        assert issue.message.endswith(".")
        assert issue.source.startswith(str(folder))
