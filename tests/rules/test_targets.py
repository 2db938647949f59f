import pytest


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The EU blacklisted Viktor Maslov, a coal trader, and Orlan-Trade LLC.", ["Viktor Maslov", "Orlan-Trade LLC"]),
        (
            "Treasury designated Amira Haddad, a senior leader of the Nasr Cell; Omar Saleh, its banker; and Red Dune Ltd.",
            ["Amira Haddad", "Omar Saleh", "Red Dune Ltd"],
        ),
        ("The U.S. imposed sanctions on Halden Bank after Oslo complained about Norvik Bank.", ["Halden Bank"]),
        ("Orlan-Trade LLC and Viktor Maslov were sanctioned by the EU.", ["Orlan-Trade LLC", "Viktor Maslov"]),
        ("The U.S. imposed sanctions on Venezuela's President Ramon Ortega.", ["Ramon Ortega"]),
        ("The SEC fined Halden Bank, a unit of Norvik Group, $3 million over charges.", ["Halden Bank"]),
        ("Britain banned 18 Russian officials from entering the country.", ["18 Russian officials"]),
    ],
)
def test_the_frame_holds_the_targets_and_no_other_name(targets_of, text, wanted):
    assert targets_of(text)[0][1] == wanted


def test_goods_of_a_country_are_a_target(targets_of):
    assert targets_of("The EU will impose an embargo on Iranian oil imports.")[0][1] == ["Iranian"]


def test_a_unit_in_someones_title_is_no_target(targets_of):
    (_, targets), *_ = targets_of(
        "Former Delta Partners portfolio manager Karim Osei agreed to pay $3 million to settle charges."
    )
    assert targets == ["Karim Osei"]


def test_the_rest_of_the_sentence_and_those_around_are_candidates_too(propose):
    proposal, *_ = propose(
        "Halden Bank protested. The EU imposed sanctions on Orlan-Trade after talks with Norvik Group."
    )
    places = {candidate.mention.text: candidate.place for candidate in proposal.candidates}
    assert (places["Orlan-Trade"], places["Norvik Group"], places["Halden Bank"]) == ("0", "loose", "prev1")
