import pytest

from wireledger.rules.describe import describe
from wireledger.segment import segment_story
from wireledger.story import Story


def said(text, name):
    story = Story("s", text, "", None)
    seen = describe(name, segment_story(story))
    if seen.role_span is not None:
        assert seen.role_span.of(text) == seen.role
    return seen.role, seen.nationality


@pytest.mark.parametrize(
    ("text", "name", "role", "nationality"),
    [
        ("The EU listed Viktor Maslov, a Russian coal trader, on Monday.", "Viktor Maslov", "coal trader", ("RU",)),
        ("It fined the company's founder, Paula Dorn, $3 million.", "Paula Dorn", "founder", ()),
        ("It listed Turkish Minister of Justice Ilkay Demir.", "Ilkay Demir", "Minister of Justice", ("TR",)),
        ("It listed Turkey's minister of justice, Ilkay Demir.", "Ilkay Demir", None, ("TR",)),
        ("It fined Singapore-based Velmora Management.", "Velmora Management", None, ("SG",)),
        ("It listed Zimbabwe Diamond Mining Corporation.", "Zimbabwe Diamond Mining Corporation", None, ("ZW",)),
        ("The EU blacklisted video blogger Neil Garrow.", "Neil Garrow", "video blogger", ()),
        ("It fined Paula Dorn, who was born in Kenya.", "Paula Dorn", None, ()),
        ("It fined New York lawyer Paula Dorn.", "Paula Dorn", "lawyer", ()),
        ("It fined Paula Dorn, of Bedford Hills, New York.", "Paula Dorn", None, ()),
        ("It fined Canadian Halvard Group's former treasurer Paula Dorn.", "Paula Dorn", "former treasurer", ()),
        ("It fined Velmora Corp, a lender blacklisted by Iran.", "Velmora Corp", "lender", ()),
        ("It fined the court's chief prosecutor, Gambian-born Paula Dorn.", "Paula Dorn", "chief prosecutor", ()),
        ("It fined Bank of America Corp.", "Bank of America Corp", None, ()),
    ],
)
def test_role_and_nationality(text, name, role, nationality):
    got = said(text, name)
    assert got[1] == nationality
    if role is not None:
        assert got[0] == role


def test_aliases_are_verbatim():
    text = "It listed Dandong Kirin Trading Co, also known as Kirin Metals."
    seen = describe("Dandong Kirin Trading Co", segment_story(Story("s", text, "", None)))
    assert [alias.span.of(text) for alias in seen.aliases] == ["Kirin Metals"]
