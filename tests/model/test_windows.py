"""Windows need a tokenizer only: a small one is made here, so that no model has to be installed."""

import pytest

tokenizers = pytest.importorskip("tokenizers", reason="pip install -e '.[model]'")

from wireledger import Story  # noqa: E402
from wireledger.model.windows import LONGEST, MARKS, PLACES, cut_windows  # noqa: E402
from wireledger.rules.extract import propose  # noqa: E402
from wireledger.segment import segment_story  # noqa: E402

TEXT = (
    "WASHINGTON - The U.S. Treasury on Thursday imposed sanctions on Orlan-Trade LLC and Viktor Maslov. "
    "Halden Bank was not touched."
)


@pytest.fixture(scope="module")
def tokenizer():
    words = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return made


def windows(tokenizer, text):
    story = Story("s", text, "Treasury hits Orlan-Trade", "2021-05-06")
    proposed = propose(story, segment_story(story))
    return proposed, [window for window in cut_windows(tokenizer, proposed) if window is not None]


def test_every_piece_has_an_id_a_case_and_a_mark(tokenizer):
    _, cut = windows(tokenizer, TEXT)
    assert cut
    for window in cut:
        assert len(window.ids) == len(window.cases) == len(window.marks) <= LONGEST


def test_the_trigger_and_the_items_are_marked_where_they_stand(tokenizer):
    _, cut = windows(tokenizer, TEXT)
    for window in cut:
        assert set(window.marks[slice(*window.trigger)]) == {MARKS.index("trigger")}
        assert all(0 < item.start < item.end <= len(window.ids) for item in window.items)


def test_candidates_carry_their_place(tokenizer):
    _, cut = windows(tokenizer, TEXT)
    places = {item.mention.text: PLACES[item.place] for item in cut[0].items}
    assert set(places.values()) <= set(PLACES)
    everywhere = {(item.mention.text, PLACES[item.place]) for window in cut for item in window.items}
    assert {("Orlan-Trade LLC", "0"), ("Viktor Maslov", "1")} <= everywhere


def test_a_long_sentence_is_cut_around_its_trigger(tokenizer):
    filler = "with much to say of nothing at all " * 60
    _, cut = windows(tokenizer, f"It was known, {filler}, that the U.S. Treasury imposed sanctions on Orlan-Trade LLC.")
    assert cut
    assert all(len(window.ids) <= LONGEST for window in cut)
