"""The bad input that issue 2 lists, one test or more a line."""

import gzip
import json

import pytest
import zstandard

GOOD = '{"id": "a", "text": "First."}\n'
ALSO_GOOD = '{"id": "z", "text": "Last."}\n'


@pytest.mark.parametrize(
    "name", ["e.jsonl", "e.json", "e.csv", "e.tsv", "e.parquet", "e.txt", "e.jsonl.gz", "e.csv.zst"]
)
@pytest.mark.parametrize("blank", [b"", b"\n \n"])
def test_empty_file_is_a_warning(read, name, blank):
    blank = b"" if name.endswith(".parquet") else blank  # blank lines would be a damaged one
    data = gzip.compress(blank) if name.endswith("gz") else blank
    data = zstandard.compress(blank) if name.endswith("zst") else data
    result = read(name, data)
    assert result.stories == []
    assert result.codes() == ["empty-file"]
    assert result.issues[0].severity == "warning"


def test_table_of_a_header_alone_is_empty(read):
    assert read("t.csv", "id,text\n").codes() == ["empty-file"]


def test_line_without_text_fails_with_file_and_line(read):
    result = read("s.jsonl", GOOD + '{"id": "b", "titel": "x"}\n' + ALSO_GOOD)
    assert result.ids == ["a", "z"]
    issue = result.issue("missing-text")
    assert issue.severity == "failed"
    assert issue.line == 2
    assert str(issue).endswith(
        "s.jsonl:2: field 'text' is missing; a story needs 'text' (string). It has: 'id', 'titel'. Skipped."
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [("null", "empty (null)"), ("[1]", "is a list"), ("{}", "is an object"), ("7", "is a number"), ("true", "true or")],
)
def test_text_that_is_no_string_fails(read, value, words):
    result = read("s.jsonl", f'{{"text": {value}}}\n{ALSO_GOOD}')
    assert result.ids == ["z"]
    assert words in result.issue("missing-text").message


def test_table_without_text_column_is_not_read_and_lists_its_columns(read):
    result = read("t.csv", "id,words\n1,hello\n")
    issue = result.issue("missing-column")
    assert result.stories == []
    assert (issue.severity, issue.line) == ("failed", 1)
    assert "'id', 'words'" in issue.message


def test_named_column_that_a_table_lacks_stops_its_reading(read):
    result = read("t.csv", "id,text\n1,hello\n", title="headlin")
    assert result.stories == []
    assert "no column 'headlin'" in result.issue("missing-column").message


def test_named_text_field_that_a_line_lacks_fails_the_line(read):
    result = read("s.jsonl", GOOD + '{"id": "b", "body": "Second."}\n', text="body")
    assert result.texts == ["Second."]
    assert "field 'body' is missing" in result.issue("missing-text").message


def test_named_field_that_no_line_has_is_a_warning(read):
    result = read("s.jsonl", GOOD + ALSO_GOOD, title="headlin")
    assert len(result.stories) == 2
    assert "'headlin'" in result.issue("missing-column").message


def test_invalid_utf8_is_read_with_replacements_and_names_the_byte(read):
    line = b'{"id": "b", "text": "Caf\xe9 Brindle."}\n'
    result = read("s.jsonl", GOOD.encode() + line + ALSO_GOOD.encode())
    assert result.texts == ["First.", "Caf\ufffd Brindle.", "Last."]
    issue = result.issue("bad-encoding")
    assert issue.line == 2
    assert f"byte {len(GOOD) + line.index(0xE9)} of the file (0xe9)" in issue.message


@pytest.mark.parametrize("name", ["s.txt", "s.json", "s.csv"])
def test_invalid_utf8_in_other_formats_is_reported_too(read, name):
    data = {"s.txt": b"Caf\xe9.", "s.json": b'[{"text": "Caf\xe9."}]', "s.csv": b"text\nCaf\xe9.\n"}[name]
    result = read(name, data)
    assert result.texts == ["Caf\ufffd."]
    assert "bad-encoding" in result.codes("warning")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be", "utf-32-be"])
@pytest.mark.parametrize("name", ["s.jsonl", "s.csv", "s.txt", "s.json"])
def test_byte_order_mark_decides_the_encoding_and_is_dropped(read, encoding, name):
    text = "Ünal Ċelik ਊ and 😀."  # U+010A and U+0A0A have a line feed's byte in UTF-16
    content = {
        "s.jsonl": json.dumps({"id": "1", "text": text}, ensure_ascii=False) + "\n" + ALSO_GOOD,
        "s.csv": f"id,text\n1,{text}\n",
        "s.txt": text,
        "s.json": json.dumps([{"id": "1", "text": text}], ensure_ascii=False),
    }[name]
    mark = "\ufeff" if encoding.endswith("-be") else ""
    result = read(name, (mark + content).encode(encoding))
    assert result.issues == []
    assert result.texts[0] == text
    assert len(result.texts) == 1 + (name == "s.jsonl")


def test_utf16_file_that_ends_inside_a_character_is_reported(read):
    result = read("s.jsonl", (GOOD + '{"text": "x"} ').encode("utf-16")[:-1])
    assert result.ids[0] == "a"
    assert "bad-encoding" in result.codes("warning")


@pytest.mark.parametrize("name", ["s.jsonl", "s.csv", "s.txt", "s.json"])
def test_story_of_five_megabytes_on_one_line_is_read_whole(read, name):
    text = "The board fined nobody. " * 220_000
    content = {
        "s.jsonl": json.dumps({"text": text}),
        "s.csv": f"text\n{text}\n",
        "s.txt": text,
        "s.json": json.dumps([{"text": text}]),
    }[name]
    result = read(name, content)
    assert result.texts == [text]
    assert result.codes("warning") == []


def test_nul_bytes_and_controls_stay_in_place(read):
    text = "Brin\x00dle \x1b[31mOre\x07"
    result = read("s.jsonl", json.dumps({"id": "b", "text": text}) + "\n" + ALSO_GOOD)
    assert result.texts == [text, "Last."]
    issue = result.issue("control-characters")
    assert (issue.severity, issue.line, issue.story_id) == ("warning", 1, "b")
    assert "3 control character(s), the first (U+0000) at 4" in issue.message


@pytest.mark.parametrize("name", ["s.txt", "s.csv"])
def test_raw_nul_bytes_are_read(read, name):
    data = {"s.txt": b"Brin\x00dle", "s.csv": b"text\nBrin\x00dle\n"}[name]
    result = read(name, data)
    assert result.texts == ["Brin\x00dle"]
    assert result.codes("warning") == ["control-characters"]


def test_right_to_left_marks_and_html_are_kept_and_not_reported(read):
    text = "\u200fשלום\u200e <p>Brindle &amp; Sons</p>\u2028\u202bx\u202c"
    result = read("s.jsonl", json.dumps({"id": "a", "text": text}, ensure_ascii=False) + "\n")
    assert result.texts == [text]
    assert result.issues == []


def test_text_of_capitals_alone_is_read(read):
    assert read("s.jsonl", '{"text": "THE BOARD FINED BRINDLE ORE."}').texts == ["THE BOARD FINED BRINDLE ORE."]


def test_half_a_json_line_fails_and_the_others_are_read(read):
    result = read("s.jsonl", GOOD + '{"id": "b", "text": "cut he\n' + ALSO_GOOD)
    assert result.ids == ["a", "z"]
    issue = result.issue("bad-json")
    assert (issue.severity, issue.line) == ("failed", 2)
    assert "its end seems to be missing" in issue.message


@pytest.mark.parametrize("line", ["hello", "[1, 2]", '"x"', "7", "null", '{"text": "x"} trailing', "[" * 100_000])
def test_line_that_is_no_object_fails_alone(read, line):
    result = read("s.jsonl", GOOD + line + "\n" + ALSO_GOOD)
    assert result.ids == ["a", "z"]
    assert len(result.codes("failed")) == 1
    assert result.issues[0].line == 2


def test_number_of_too_many_digits_fails_alone(read):
    result = read("s.jsonl", f'{{"id": {"9" * 5000}, "text": "x"}}\n{ALSO_GOOD}')
    assert (result.ids, result.codes("failed")) == (["z"], ["bad-json"])


def test_same_id_with_the_same_words_is_skipped(read):
    result = read("s.jsonl", GOOD + ALSO_GOOD + GOOD)
    assert result.ids == ["a", "z"]
    issue = result.issue("duplicate")
    assert (issue.severity, issue.line, issue.story_id) == ("skipped", 3, "a")


def test_same_id_with_other_words_is_kept_under_another(read):
    lines = [{"id": "a", "text": text} for text in ("one", "two", "three", "two")] + [{"id": "a#4", "text": "four"}]
    lines += [{"id": "a", "text": "five"}, {"id": "a#2", "text": "two"}]
    result = read("s.jsonl", "\n".join(json.dumps(line) for line in lines))
    assert result.ids == ["a", "a#2", "a#3", "a#4", "a#5"]
    assert result.texts == ["one", "two", "three", "four", "five"]
    assert result.codes() == ["duplicate-id", "duplicate-id", "duplicate", "duplicate-id", "duplicate"]


def test_ids_are_unique_over_all_files(tmp_path, reading):
    from wireledger.readers import read_stories

    (tmp_path / "1.jsonl").write_text(GOOD)
    (tmp_path / "2.jsonl").write_text(GOOD + '{"id": "a", "text": "Other."}\n')
    result = reading(read_stories([tmp_path]))
    assert result.ids == ["a", "a#2"]
    assert result.codes() == ["duplicate", "duplicate-id"]


def test_date_that_the_calendar_lacks_leaves_the_story_without_one(read):
    result = read("s.jsonl", '{"id": "a", "text": "x", "published": "2017-02-30"}')
    assert result.stories[0].published is None
    issue = result.issue("bad-date")
    assert (issue.severity, issue.line) == ("warning", 1)
    assert "2017-02-30" in issue.message


def test_lone_surrogates_are_read_as_replacement_characters(read):
    result = read("s.jsonl", '{"id": "\\udc00", "text": "a\\ud800b \\ud83d\\ude00"}\n')
    assert result.texts == ["a\ufffdb 😀"]
    assert result.ids == ["\ufffd"]
    assert "lone-surrogate" in result.codes("warning")


def test_story_without_any_words_is_skipped(read):
    result = read("s.jsonl", '{"text": " \\n", "title": ""}\n' + ALSO_GOOD)
    assert (result.ids, result.codes("skipped")) == (["z"], ["empty-story"])


def test_story_that_is_a_headline_alone_is_read(read):
    result = read("s.jsonl", '{"text": "", "title": "BOARD FINES BRINDLE"}\n')
    assert (result.texts, result.codes()) == ([""], [])


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_file_cut_short_gives_its_whole_lines_and_fails(read, suffix):
    lines = "".join(f'{{"id": "{n}", "text": "Story {n * 7919 % 10007}."}}\n' for n in range(20_000))
    whole = gzip.compress(lines.encode()) if suffix == ".gz" else _frames(lines)
    result = read("s.jsonl" + suffix, whole[: len(whole) * 2 // 3])
    assert 1000 < len(result.stories) < 20_000
    assert result.ids == [str(n) for n in range(len(result.stories))]
    assert result.codes("failed") == ["file-ends-early"]


def _frames(lines):
    data = lines.encode()
    return b"".join(zstandard.compress(data[at : at + 50_000]) for at in range(0, len(data), 50_000))


def test_zstandard_file_cut_inside_its_only_frame_fails(read):
    result = read("s.jsonl.zst", zstandard.compress((GOOD * 500).encode())[:-3])
    assert result.codes("failed") == ["file-ends-early"]


@pytest.mark.parametrize("name", ["s.jsonl.gz", "s.jsonl.zst", "s.csv.gz", "s.txt.zst", "s.json.gz"])
def test_file_that_is_not_compressed_as_its_name_says_fails(read, name):
    result = read(name, "plain words, no compression at all")
    assert result.stories == []
    assert result.codes("failed") == ["damaged-file"]


def test_damaged_parquet_fails(read):
    result = read("s.parquet", b"PAR1 nothing of the kind PAR1")
    assert result.codes("failed") == ["damaged-file"]


def test_folder_with_a_suffix_like_a_file_is_read_as_a_folder(tmp_path, reading):
    from wireledger.readers import read_stories

    folder = tmp_path / "x.jsonl"
    folder.mkdir()
    (folder / "1.jsonl").write_text(GOOD)
    assert reading(read_stories([folder])).ids == ["a"]
