from wireledger import Story
from wireledger.rules.standing import find_standing
from wireledger.segment import segment_story


def standing_of(name, text):
    return find_standing([name], segment_story(Story("s", text, "", "2021-05-06")))


def test_who_only_speaks_is_seen():
    text = "The EU sanctioned Orlan-Trade LLC. Another expert, Viktor Maslov, said the step was small."
    assert {"all-said=1", "all-post=expert"} <= standing_of("Viktor Maslov", text)
    assert "all-said=0" in standing_of("Orlan-Trade LLC", text)


def test_first_place_and_number_of_mentions():
    cues = standing_of("Orlan-Trade", "Orlan-Trade was fined. The fine on Orlan-Trade is small.")
    assert {"all-first=lead", "all-found=2", "all-lead=2"} <= cues


def test_a_name_inside_a_longer_word_is_not_the_name():
    assert "all-found=0" in standing_of("Maslov", "Maslovka is a street in Minsk.")
