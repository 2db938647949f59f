import pytest

from wireledger.scoring.bodies import Body, bodies_match, body_words


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (Body("Treasury", None, "US"), Body("OFAC", None, "US")),
        (Body("Office of Foreign Assets Control", None, "US"), Body("U.S. Treasury Department", None, "US")),
        (Body("European Council", None, "EU"), Body("Brussels", None, "EU")),
        (Body("EU", None, "EU"), Body("European Commission", None, "EU")),
        (Body("DOJ"), Body("Justice Department", None, "US")),
        (Body("United States", None, "US"), Body("Commerce Department", None, "US")),
        (Body("the board", "zz-board"), Body("a panel", "zz-board")),
    ],
)
def test_tellings_of_one_body_match(gold, predicted):
    assert bodies_match(gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        (Body("Treasury", None, "US"), Body("Treasury", None, "GB")),
        (Body("U.S. Treasury", None, "US"), Body("United States", None, "US")),
        (Body("Ministry of Finance", None, "JP"), Body("Ministry of Justice", None, "JP")),
        (Body("the government"), Body("the government")),
    ],
)
def test_other_bodies_do_not_match(gold, predicted):
    assert not bodies_match(gold, predicted)


def test_acronyms_are_spelt_out_with_their_department():
    assert body_words("OFAC") >= {"ofac", "foreign", "assets", "control", "treasury"}
