import datetime
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wireledger.readers.formats import FORMATS
from wireledger.story import Story, content_id

STORY = {
    "id": "s1",
    "title": "Board fines Brindle",
    "text": 'HARBOUR (Northwire) - The "Board", it said,\r\nfined\tBrindle Ore.\n',
    "published": "2021-03-04",
    "publisher": "Northwire",
    "url": "https://example.org/1",
}
EXPECTED = Story(**STORY)


def write_parquet(path, rows):
    pq.write_table(pa.Table.from_pylist(rows), path)


def quoted(value):
    return '"' + value.replace('"', '""') + '"'


CONTENT = {
    "s.jsonl": json.dumps(STORY),
    "s.ndjson": json.dumps(STORY) + "\n\n",
    "s.json": json.dumps([STORY], indent=2),
    "s.csv": ",".join(STORY) + "\r\n" + ",".join(map(quoted, STORY.values())) + "\r\n",
    "s.tsv": "\t".join(STORY) + "\n" + "\t".join(map(quoted, STORY.values())),
}


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("name", CONTENT)
def test_every_format_gives_the_same_story(read, name, suffix):
    data = CONTENT[name].encode()
    data = {"": data, ".gz": gzip.compress(data), ".zst": zstandard.compress(data)}[suffix]
    result = read(name + suffix, data)
    assert result.stories == [EXPECTED]
    assert result.issues == []


def test_parquet_gives_the_same_story(tmp_path, reading):
    from wireledger.readers import read_stories

    write_parquet(tmp_path / "s.parquet", [STORY | {"other": [1]}])
    result = reading(read_stories([tmp_path / "s.parquet"]))
    assert (result.stories, result.issues) == ([EXPECTED], [])


def test_every_reader_of_the_registry_can_be_imported():
    assert all(callable(entry.reader()) for entry in FORMATS.values())


def test_story_without_id_gets_one_from_its_content(read):
    result = read("s.jsonl", '{"title": "T", "text": "x"}\n{"id": "", "text": "y"}\n{"id": null, "text": "z"}')
    assert result.ids == [content_id("T", "x"), content_id("", "y"), content_id("", "z")]


def test_numbers_serve_as_ids(read):
    assert read("s.jsonl", '{"id": 7, "text": "x"}\n{"id": 0, "text": "y"}').ids == ["7", "0"]


def test_object_as_id_is_left_out_with_a_warning(read):
    result = read("s.jsonl", '{"id": {"a": 1}, "text": "x"}')
    assert result.ids == [content_id("", "x")]
    assert result.codes() == ["bad-value"]


def test_guessed_columns_are_reported_once_a_file(read):
    rows = [{"guid": "g1", "headline": "H", "body": "B", "date": "2020", "source": "Northwire"}] * 2
    rows[1] = rows[1] | {"guid": "g2"}
    result = read("s.jsonl", "\n".join(map(json.dumps, rows)))
    assert result.stories[0] == Story("g1", "B", "H", "2020", "Northwire")
    issue = result.issue("columns-guessed")
    assert issue.severity == "note"
    assert issue.message == (
        "text <- 'body', id <- 'guid', title <- 'headline', published <- 'date', publisher <- 'source'."
    )


def test_guesses_ignore_case_and_are_reported(read):
    result = read("t.csv", "GUID,Headline,Text\n1,H,B\n")
    assert result.stories == [Story("1", "B", "H")]
    assert "text <- 'Text'" in result.issue("columns-guessed").message


def test_canonical_names_are_no_guess(read):
    assert read("t.csv", "id,text,body\n1,x,y\n").issues == []


def test_named_columns_win_and_are_no_guess(read):
    result = read("t.csv", "id,text,lead,k\n1,x,y,z\n", text="lead", id="k")
    assert (result.ids, result.texts, result.issues) == (["z"], ["y"], [])


def test_publisher_is_guessed_from_strings_only(read):
    result = read("s.jsonl", '{"id": "1", "text": "x", "source": {"id": 3}, "domain": "example.org"}')
    assert result.stories[0].publisher == "example.org"


def test_null_falls_through_to_the_next_guess(read):
    assert read("s.jsonl", '{"id": "1", "text": null, "body": "b"}').texts == ["b"]


def test_url_serves_as_id_where_there_is_no_other(read):
    result = read("s.jsonl", '{"url": "https://example.org/1", "text": "x"}')
    assert result.stories[0].id == result.stories[0].url == "https://example.org/1"


def test_json_array_is_read_up_to_its_damage(read):
    result = read("s.json", '[{"id": "1", "text": "x"},\n {"id": "2", "text": "y"},\n {"id": "3", "te')
    assert result.ids == ["1", "2"]
    issue = result.issue("bad-json")
    assert (issue.severity, issue.line) == ("failed", 3)


@pytest.mark.parametrize("tail", ["", " {}", ","])
def test_json_array_without_its_end_is_reported(read, tail):
    result = read("s.json", '[{"id": "1", "text": "x"}' + tail)
    assert (result.ids, result.codes("failed")) == (["1"], ["bad-json"])


def test_json_array_with_a_tail_is_reported(read):
    assert read("s.json", '[{"id": "1", "text": "x"}] x').codes("failed") == ["bad-json"]


def test_empty_json_array_is_an_empty_file(read):
    assert read("s.json", "[ ]").codes() == ["empty-file"]


def test_json_object_over_many_lines_is_one_story(read):
    assert read("s.json", json.dumps(STORY, indent=1)).stories == [EXPECTED]


def test_broken_json_object_over_many_lines_fails_once(read):
    result = read("s.json", json.dumps(STORY, indent=1)[:-20])
    assert (result.stories, result.codes()) == ([], ["bad-json"])


def test_json_lines_under_the_name_json_are_read(read):
    assert read("s.json", '{"id": "1", "text": "x"}\nbad\n{"id": "2", "text": "y"}\n').ids == ["1", "2"]


def test_csv_row_with_a_stray_quote_fails_alone(read):
    result = read("t.csv", 'id,text\n1,"a" b\n2,c\n')
    assert result.ids == ["2"]
    assert (result.issue("bad-row").line, result.issue("bad-row").severity) == (2, "failed")


def test_csv_quote_that_never_closes_fails_with_its_extent(read):
    result = read("t.csv", 'id,text\n1,a\n2,"b\n3,c\n4,d\n')
    assert result.ids == ["1"]
    issue = result.issue("bad-row")
    assert issue.line == 3
    assert "runs to line 5" in issue.message


def test_csv_row_with_too_many_cells_fails(read):
    result = read("t.csv", "id,text\n1,Brindle, of Harbour\n2,b,\n")
    assert result.ids == ["2"]
    assert result.issue("too-many-cells").line == 2


def test_csv_row_with_too_few_cells_is_read_with_a_warning(read):
    result = read("t.csv", "id,text,url\n1,a\n2\n3,c,u\n")
    assert result.ids == ["1", "3"]
    assert result.codes("warning") == ["too-few-cells", "too-few-cells"]
    assert result.issue("missing-text").line == 3


def test_csv_line_numbers_count_lines_inside_cells(read):
    result = read("t.csv", 'id,text\n1,"a\nb\nc"\n\n2,"x" y\n')
    assert result.issue("bad-row").line == 6


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators_are_seen_in_the_header(read, mark):
    result = read("t.csv", f"id{mark}text\n1{mark}Brindle, Ore\n")
    assert result.texts == ["Brindle, Ore"]
    assert result.codes() == ["delimiter-guessed"]


def test_table_with_text_alone_has_no_separator(read):
    assert read("t.csv", "text\nhello\n").texts == ["hello"]


@pytest.mark.parametrize(
    ("kind", "published"),
    [
        (pa.timestamp("ns"), "2021-03-04"),
        (pa.timestamp("ms", "America/New_York"), "2021-03-03"),
        (pa.date32(), "2021-03-04"),
    ],
)
def test_parquet_times_become_dates(tmp_path, reading, kind, published):
    from wireledger.readers import read_stories

    moment = datetime.datetime(2021, 3, 4, 2, 30)
    column = pa.array([moment, None], pa.timestamp("us")).cast(kind, safe=False) if kind != pa.date32() else None
    column = column if column is not None else pa.array([moment.date(), None])
    pq.write_table(pa.table({"text": ["x", "y"], "date": column}), tmp_path / "s.parquet")
    result = reading(read_stories([tmp_path / "s.parquet"]))
    assert [story.published for story in result.stories] == [published, None]
    assert result.codes() == ["columns-guessed"]


def test_parquet_strings_of_all_kinds_are_read(tmp_path, reading):
    from wireledger.readers import read_stories

    table = pa.table(
        {
            "id": pa.array([1, None], pa.int64()),
            "text": pa.array(["x", "y"], pa.large_string()),
            "title": pa.array(["T", "T"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "s.parquet")
    result = reading(read_stories([tmp_path / "s.parquet"]))
    assert result.stories == [Story("1", "x", "T"), Story(content_id("T", "y"), "y", "T")]


def test_parquet_without_text_lists_its_columns(tmp_path, reading):
    from wireledger.readers import read_stories

    write_parquet(tmp_path / "s.parquet", [{"id": "1", "words": "x"}])
    result = reading(read_stories([tmp_path / "s.parquet"]))
    assert "'id', 'words'" in result.issue("missing-column").message


def test_parquet_of_no_rows_is_empty(tmp_path, reading):
    from wireledger.readers import read_stories

    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "s.parquet")
    assert reading(read_stories([tmp_path / "s.parquet"])).codes() == ["empty-file"]


def test_text_file_is_one_story_exactly_as_it_is(read):
    text = "\n  HARBOUR - The Board met.\r\n\r\nIt fined Brindle. \n"
    result = read("wire.txt", text)
    assert result.stories == [Story("wire.txt", text)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_short_first_line_before_an_empty_one_is_the_title(read, end):
    story = read("wire.txt", f"Board fines Brindle{end}{end}HARBOUR - It did.{end}").stories[0]
    assert (story.title, story.text) == ("Board fines Brindle", f"HARBOUR - It did.{end}")


@pytest.mark.parametrize(
    "text", ["It did.\n\nMore.", "Board fines Brindle\nMore.", "Board fines Brindle\n\n", "x" * 150 + "\n\nMore."]
)
def test_other_first_lines_are_text(read, text):
    story = read("wire.txt", text).stories[0]
    assert (story.title, story.text) == ("", text)


def test_text_files_below_a_folder_have_their_path_as_id(tmp_path, reading):
    from wireledger.readers import read_stories

    for name in ("a/1.txt", "b/1.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("Same words.")
    assert reading(read_stories([tmp_path])).ids == ["a/1.txt", "b/1.txt"]


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text.strip()))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["s.jsonl", "s.json", "s.csv"])
def test_text_comes_through_exactly(read, name, text):
    content = {
        "s.jsonl": json.dumps({"id": "1", "text": text}, ensure_ascii=False),
        "s.json": json.dumps([{"id": "1", "text": text}], ensure_ascii=False),
        "s.csv": f"id,text\n1,{quoted(text)}\n",
    }[name]
    assert read(name, content).texts == [text]
