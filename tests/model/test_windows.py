"""Windows need a tokenizer only: a small one is made here, so that no model has to be installed."""

from wireledger import Story
from wireledger.model.windows import LONGEST, MARKS, ZONES, cut_target, cut_trigger, occurrences
from wireledger.rules.extract import propose
from wireledger.segment import segment_story

TEXT = (
    "WASHINGTON - The U.S. Treasury on Thursday imposed sanctions on Orlan-Trade LLC and Viktor Maslov. "
    "Halden Bank was not touched."
)


def propose_in(text):
    story = Story("s", text, "Treasury hits Orlan-Trade", "2021-05-06")
    return propose(story, segment_story(story))


def trigger_windows(cutter, text):
    proposed = propose_in(text)
    found = [cut_trigger(cutter, proposed.read, p, [p]) for p in proposed.proposals]
    return [window for window in found if window is not None]


def marked(window, mark):
    number = MARKS.index(mark)
    words = zip(window.firsts, window.spans, strict=True)
    return " ".join(window.text_of(span) for first, span in words if window.marks[first] == number)


def test_every_piece_has_an_id_a_case_a_mark_and_a_zone(cutter):
    windows = trigger_windows(cutter, TEXT)
    assert windows
    for window in windows:
        assert len(window.ids) == len(window.cases) == len(window.marks) == len(window.zones) <= LONGEST


def test_the_trigger_is_marked_where_it_stands(cutter):
    window = trigger_windows(cutter, TEXT)[-1]
    assert marked(window, "trigger") == "imposed sanctions on"
    assert window.marks[window.focus] == MARKS.index("trigger")
    assert ZONES[window.zones[window.focus]] == "own"


def test_what_the_rules_found_is_marked(cutter):
    window = trigger_windows(cutter, TEXT)[-1]
    assert marked(window, "name-person") == "Viktor Maslov"
    assert "Treasury" in marked(window, "authority")


def test_a_long_sentence_is_cut_around_its_trigger(cutter):
    filler = "with much to say of nothing at all " * 60
    windows = trigger_windows(
        cutter, f"It was known, {filler}, that the U.S. Treasury imposed sanctions on Orlan-Trade LLC."
    )
    assert any("imposed sanctions on" in marked(window, "trigger") for window in windows)
    assert all(len(window.ids) <= LONGEST for window in windows)


def test_the_window_of_a_target_marks_all_that_it_is_called(cutter):
    proposed = propose_in(f"{TEXT} Maslov denied it.")
    read = proposed.read
    at = next(m.span for _, mentions in read for m in mentions if m.text == "Viktor Maslov")
    window = cut_target(cutter, read, [], ["Viktor Maslov", "Maslov"], at)
    assert marked(window, "target") == "Viktor Maslov Maslov"
    assert window.focus == 0


def test_forms_are_found_as_whole_words_the_earlier_form_first():
    assert occurrences("Orlan-Trade and Orlan", ["Orlan-Trade", "Orlan"]) == [(0, 11), (16, 21)]
    assert occurrences("Maslovs", ["Maslov"]) == []
