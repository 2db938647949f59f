from wireledger.archive.copies import Place, find_copies, signature_of
from wireledger.story import Story

TEXT = (
    "The U.S. Treasury Department on Tuesday imposed sanctions on Orlan-Trade, a Minsk-based exporter of timber, and on "
    "its director, Pavel Drozd, for dealings with a bank under restrictions. The company said it would appeal. "
) * 3
OTHER = (
    "Regulators in Singapore fined Halden Bank S$4 million on Monday for lapses in its checks on clients from abroad. "
    "The bank said that it had hired 40 people to do better, and that its chairman would step down in March. "
) * 3


def find(*stories):
    listed = [(Place(0, row), s.id, len(s.text), signature_of(s)) for row, s in enumerate(stories)]
    return [(c.story_id, c.kind, c.kept_id) for c in find_copies(listed)]


def test_same_words_under_another_id_are_a_copy():
    assert find(Story("a", TEXT), Story("b", OTHER), Story("c", TEXT)) == [("c", "same-words", "a")]


def test_longest_of_nearly_the_same_words_stands_for_all():
    assert find(Story("a", TEXT), Story("b", TEXT + "Ends."), Story("c", TEXT)) == [
        ("a", "nearly-same-words", "b"),
        ("c", "same-words", "b"),
    ]


def test_other_words_are_no_copy():
    assert find(Story("a", TEXT), Story("b", OTHER)) == []


def test_same_id_with_other_words_gets_a_number():
    assert find(Story("a", TEXT), Story("a", OTHER)) == [("a", "same-id", "a#2")]


def test_copy_of_a_story_that_was_renamed_points_to_its_new_id():
    assert find(Story("a", TEXT), Story("a", OTHER), Story("b", OTHER)) == [
        ("a", "same-id", "a#2"),
        ("b", "same-words", "a#2"),
    ]


def test_without_signatures_only_ids_are_told_apart():
    places = [(Place(0, 0), "a", 9, None), (Place(0, 1), "a", 9, None)]
    assert [(c.kind, c.kept_id) for c in find_copies(places)] == [("same-id", "a#2")]


def test_empty_texts_have_signatures():
    assert find(Story("a", "", "Title"), Story("b", "", "Title")) == [("b", "same-words", "a")]
