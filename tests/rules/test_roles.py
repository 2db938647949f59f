import pytest

from wireledger.rules.roles import is_role, role_beside
from wireledger.segment import segment_story
from wireledger.story import Story


def role_of(text, name):
    sentence = segment_story(Story("s", text, "", None))[0]
    start = sentence.text.index(name)
    found = role_beside(sentence, start, start + len(name))
    if found is None:
        return None
    assert found[1].of(text) == found[0]
    return found[0]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Velmora Corp, one of the largest U.S. weapons makers, will pay.", "Velmora Corp", "weapons makers"),
        ("Paula Dorn, 52, had been a partner at Halvard & Co.", "Paula Dorn", "partner"),
        ("Paula Dorn, the former CEO of Halvard Insurance Group Inc, will pay.", "Paula Dorn", "former CEO"),
        ("Paula Dorn serves as director of the Orlan plant.", "Paula Dorn", "director of the Orlan plant"),
        ("Orlan Trade, described by the EU as an oil broker, was listed.", "Orlan Trade", "oil broker"),
        ("They held a German-owned freighter named Tarnwick.", "Tarnwick", "freighter"),
        ("The court froze funds of its principals Paula Dorn and Ilkay Demir.", "Paula Dorn", "principals"),
        ("The EU fined Velmora Corp, allowing rivals to compete.", "Velmora Corp", None),
        ("The EU fined Velmora Corp, although some customers had complained.", "Velmora Corp", None),
        ("In other settlements Velmora Corp paid a fine.", "Velmora Corp", None),
    ],
)
def test_role_beside_a_name(text, name, role):
    assert role_of(text, name) == role


@pytest.mark.parametrize("phrase", ["former", "other settlements", "money", "individuals", "agreement", "customers"])
def test_what_says_nothing_is_no_role(phrase):
    assert not is_role(phrase)


@pytest.mark.parametrize(
    "phrase", ["ex-controller", "former CEO", "hedge fund", "rebel group", "home financing agency"]
)
def test_what_says_what_one_does_is_a_role(phrase):
    assert is_role(phrase)
