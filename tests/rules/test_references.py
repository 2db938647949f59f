import pytest


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Prosecutors charged Paula Dorn. She agreed to pay $3 million to settle the charges.", ["Paula Dorn"]),
        ("Halden Bank was sued by the SEC. The bank agreed to pay $3 million to settle the charges.", ["Halden Bank"]),
        (
            "The SEC charged Paula Dorn and Karim Osei. The two men agreed to pay $3 million to settle the charges.",
            ["Paula Dorn", "Karim Osei"],
        ),
    ],
)
def test_pronouns_and_definite_nouns_mean_the_latest_that_fits(targets_of, text, wanted):
    assert targets_of(text)[-1][1] == wanted


def test_sanctions_without_an_object_are_on_the_state_of_the_story(targets_of):
    text = "The EU has kept sanctions on Belarus for years. It imposed new sanctions in March."
    assert targets_of(text)[-1] == ("told-impose", ["Belarus"])
