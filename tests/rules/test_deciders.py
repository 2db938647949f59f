import pytest


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The U.S. Treasury Department designated Orlan-Trade LLC on Monday.", ["U.S. Treasury Department"]),
        ("Orlan-Trade LLC was sanctioned by the European Union.", ["European Union"]),
        ("A federal judge in Texas ordered Paula Dorn to forfeit $3 million.", ["federal judge in Texas"]),
        ("Halden Bank agreed to pay $3 million to settle charges by the SEC.", ["SEC"]),
    ],
)
def test_the_likeliest_body_decides(propose, text, wanted):
    assert [mention.text for mention in propose(text)[0].authority] == wanted


def test_the_fullest_form_of_the_body_is_taken(propose):
    text = "The U.S. Securities and Exchange Commission met. The SEC fined Halden Bank $3 million over charges."
    assert propose(text)[-1].authority[0].text == "U.S. Securities and Exchange Commission"


def test_a_judge_is_named_by_the_court_or_in_full(propose):
    text = "U.S. District Judge Ada Merrow heard the case. The judge ordered Paula Dorn to forfeit $3 million."
    assert propose(text)[-1].authority[0].text == "U.S. District Judge Ada Merrow"


def test_a_target_does_not_decide_on_itself(propose):
    (proposal, *_) = propose("The United States imposed sanctions on Iran.")
    assert all(decider.mention.text != "Iran" for decider in proposal.deciders)


def test_no_body_is_named(propose):
    assert propose("Paula Dorn was fined $3 million.")[0].authority == ()
