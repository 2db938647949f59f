import pytest

from wireledger.scoring.names import fold, name_words, names_match


def test_folding_drops_case_accents_punctuation_and_possessives():
    assert fold("Société Générale’s U.S. arm") == ("societe", "generale", "u", "s", "arm")


def test_a_name_loses_articles_and_legal_forms():
    assert name_words("The Brindle Ore Co., Ltd.") == ("brindle", "ore")


def test_a_name_of_nothing_but_legal_forms_keeps_them():
    assert name_words("The Limited Company") == ("the", "limited", "company")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brindle Ore Co", "BRINDLE ORE LLC"),
        ("Brindle-Ore", "BrindleOre"),
        ("Orsk Varda Shipping", "Varda Orsk"),
        ("Tamsin Quillworth", "Tamsin Quilworth"),
        ("Quillworth Tamsin", "Tamsin Quillworth"),
    ],
)
def test_names_that_mean_the_same_match(one, other):
    assert names_match(one, other)
    assert names_match(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brindle", "Brindle Ore Trading"),
        ("Brindle Ore", "Brindle Gas"),
        ("Orsk", "Varda"),
        ("", "Varda"),
        ("...", "..."),
    ],
)
def test_names_that_may_mean_another_do_not_match(one, other):
    assert not names_match(one, other)
    assert not names_match(other, one)
