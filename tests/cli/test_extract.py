import csv
import json
import os
import signal
import time

import pytest

from wireledger.cli.extract import issues_path_for
from wireledger.writers import read_records


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_records_go_to_stdout_as_json_lines_and_nothing_else_does(wireledger, stories):
    result = wireledger("extract", stories)
    assert result.exit_code == 0
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["target"]["name"] for record in records] == ["Brindle Ore", "Ardent Tin", "Corvid Zinc"]
    assert records[0]["published"] == "2021-03-04"


def test_summary_on_stderr_counts_stories_records_and_speed(wireledger, stories):
    summary = wireledger("extract", stories).stderr.splitlines()
    words = [" ".join(line.split()) for line in summary]
    assert words[0].startswith("Stories read 3")
    assert words[1:6] == ["with records 2", "without 1", "Records 3 3 penalty", "Skipped 0", "Failed 0"]
    assert words[6].startswith("Seconds ")
    assert words[6].endswith("words/s")


def test_neither_stream_holds_terminal_codes_when_piped(wireledger, stories):
    result = wireledger("extract", stories)
    assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz", "r.jsonl.zst", "r.parquet"])
def test_output_file_holds_the_records(wireledger, stories, tmp_path, name):
    result = wireledger("extract", stories, "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(tmp_path / name) in result.stderr
    assert [record.story_id for record in read_records(tmp_path / name)] == ["s1", "s3", "s3"]


def test_output_can_be_a_table(wireledger, stories, tmp_path):
    wireledger("extract", stories, "-o", tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(newline="") as file:
        assert [row["amount.value"] for row in csv.DictReader(file)] == ["11000000", "2000000", "3000000"]


def test_clean_run_leaves_no_issues_file_and_removes_an_old_one(wireledger, stories, tmp_path):
    old = tmp_path / "r.issues.jsonl"
    old.write_text("{}\n")
    wireledger("extract", stories, "-o", tmp_path / "r.jsonl")
    assert not old.exists()


def test_failed_stories_are_written_down_and_the_exit_code_is_1(wireledger, stories, tmp_path):
    with stories.open("a") as file:
        file.write('{"id": "s4", "text": "Crash"}\n{"id": "s5", "te\n{"id": "s6", "text": "Bonjour"}\n')
    result = wireledger("extract", stories, "-o", tmp_path / "r.jsonl")
    assert result.exit_code == 1
    assert len(lines(tmp_path / "r.jsonl")) == 3
    issues = lines(tmp_path / "r.issues.jsonl")
    assert [(issue["code"], issue["severity"], issue["story_id"]) for issue in issues] == [
        ("story-failed", "failed", "s4"),
        ("bad-json", "failed", None),
        ("other-language", "skipped", "s6"),
    ]
    assert issues[1]["line"] == 5
    words = " ".join(result.stderr.split())
    assert "Skipped 1 1 other-language" in words
    assert "Failed 2 1 story-failed, 1 bad-json" in words
    assert f"{stories}:5: not valid JSON" in result.stderr


def test_skipped_stories_alone_leave_the_exit_code_0(wireledger, tmp_path):
    (tmp_path / "s.jsonl").write_text('{"id": "s6", "text": "Bonjour"}\n')
    assert wireledger("extract", tmp_path / "s.jsonl").exit_code == 0


def test_notes_are_shown_but_make_no_issues_file(wireledger, tmp_path):
    (tmp_path / "s.jsonl").write_text('{"guid": "1", "body": "x"}\n')
    result = wireledger("extract", tmp_path / "s.jsonl", "-o", tmp_path / "r.jsonl")
    assert "text <- 'body', id <- 'guid'" in result.stderr
    assert not (tmp_path / "r.issues.jsonl").exists()


def test_issues_go_where_the_option_says(wireledger, stories, tmp_path):
    wireledger("extract", stories, "--issues", tmp_path / "i.jsonl")
    assert lines(tmp_path / "i.jsonl") == []
    with stories.open("a") as file:
        file.write("nonsense\n")
    wireledger("extract", stories, "--issues", tmp_path / "i.jsonl")
    assert len(lines(tmp_path / "i.jsonl")) == 1


def test_summary_shows_the_first_five_of_each_kind(wireledger, tmp_path):
    (tmp_path / "s.jsonl").write_text("nonsense\n" * 8)
    result = wireledger("extract", tmp_path / "s.jsonl")
    assert result.stderr.count("not valid JSON") == 5
    assert "... and 3 more" in result.stderr


@pytest.mark.parametrize(
    ("output", "issues"),
    [
        ("r.jsonl", "r.issues.jsonl"),
        ("r.jsonl.gz", "r.issues.jsonl"),
        ("a.b.csv.zst", "a.b.issues.jsonl"),
        ("r.parquet", "r.issues.jsonl"),
    ],
)
def test_issues_lie_beside_the_output(tmp_path, output, issues):
    assert issues_path_for(tmp_path / output) == tmp_path / issues


def test_columns_are_mapped_by_option(wireledger, tmp_path):
    (tmp_path / "s.csv").write_text(
        "k,h,w,a,d,b\nid9,T,u,Northwire,2020-01-02,The Harbour Board fined Brindle Ore $1 million.\n"
    )
    options = {"id": "k", "title": "h", "url": "w", "publisher": "a", "published": "d", "text": "b"}
    arguments = [word for part, name in options.items() for word in (f"--{part}-column", name)]
    record = json.loads(wireledger("extract", tmp_path / "s.csv", *arguments).stdout)
    assert [record[key] for key in ("story_id", "publisher", "published")] == ["id9", "Northwire", "2020-01-02"]


def test_stdin_is_read_as_json_lines(wireledger):
    story = '{"id": "s1", "text": "The Harbour Board fined Brindle Ore $1 million."}\n'
    result = wireledger("extract", "-", input=story)
    assert json.loads(result.stdout)["story_id"] == "s1"


@pytest.mark.parametrize(("options", "stage"), [([], "auto"), (["--stage", "rules"], "rules")])
def test_stage_is_handed_to_the_pipeline(wireledger, stories, stages, options, stage):
    wireledger("extract", stories, *options)
    assert stages == [stage]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone.jsonl"], "error: gone.jsonl: no such file or folder."),
        (["{stories}", "-o", "r.xlsx"], "error: r.xlsx: no writer knows this kind of file."),
        (["{stories}", "-o", "nowhere/r.csv"], "error: nowhere/r.csv: cannot be written (No such file"),
        (["{stories}", "-o", "{stories}"], "is also an input and would be overwritten"),
        (["{stories}", "--issues", "nowhere/i.jsonl"], "error: nowhere/i.jsonl: cannot be written"),
        (["{stories}", "--stage", "magic"], "--stage"),
        (["{stories}", "--bogus"], "--bogus"),
        ([], "Missing argument"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(wireledger, stories, arguments, words):
    result = wireledger("extract", *(argument.format(stories=stories) for argument in arguments))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    if words.startswith("error:"):
        assert len(result.stderr.splitlines()) == 1


def test_interrupted_run_says_so_and_leaves_no_file(wireledger, tmp_path):
    (tmp_path / "s.jsonl").write_text('{"text": "Crash"}\n{"text": "Interrupt"}\n')
    result = wireledger("extract", tmp_path / "s.jsonl", "-o", tmp_path / "r.jsonl")
    assert result.exit_code == 130
    assert "interrupted" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["s.jsonl"]


def many_fines(path, n):
    story = {"text": "WASHINGTON - The U.S. Treasury Department on Monday fined Brindle Ore Ltd $11 million."}
    path.write_text("".join(json.dumps(story | {"id": str(number)}) + "\n" for number in range(n)))
    return path


def test_reader_that_leaves_is_no_reason_to_complain(wireledger_process, tmp_path):
    # More records than a pipe holds; nobody reads them.
    process = wireledger_process("extract", many_fines(tmp_path / "s.jsonl", 400))
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert stderr == ""


def test_ctrl_c_ends_a_run_with_a_line_and_130(wireledger_process, tmp_path):
    fifo = tmp_path / "s.jsonl"
    os.mkfifo(fifo)
    process = wireledger_process("extract", fifo, "-o", tmp_path / "r.jsonl")
    with fifo.open("w") as file:  # opens when the run begins to read, and keeps it waiting
        file.write('{"text": "x"}\n')
        file.flush()
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stderr.splitlines() == ["interrupted; no output file was changed"]
    assert [path.name for path in tmp_path.iterdir()] == ["s.jsonl"]
