import pytest

from wireledger.rules.names import find_names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Marten D. Holloway's hedge fund Ostrava Capital Advisors will pay.",
            ["Marten D. Holloway", "Ostrava Capital Advisors"],
        ),
        ("Officials seized assets of Mt. Corvo, an exchange.", ["Mt. Corvo"]),
        ("Fleming had agreed to forfeit $3 million.", ["Fleming"]),
        ("Citing the ruling, Halden Bank paid.", ["Halden Bank"]),
        ("They seized the Hong Kong-flagged Ocean Petrel on Friday.", ["Ocean Petrel"]),
        ("Kestrel Holdings Inc ( KSTL.N ) settled.", ["Kestrel Holdings Inc"]),
        ("Dorn Chief Executive Paula Dorn agreed to pay.", ["Paula Dorn"]),
        ("Former Minister of Justice Ilkay Demir was listed.", ["Ilkay Demir"]),
        ("Trading house Sons of Qasim Trading and Shipping was fined.", ["Sons of Qasim Trading and Shipping"]),
    ],
)
def test_names_are_whole_and_nothing_else(text, wanted):
    assert [name.text for name in find_names(text)] == wanted


def test_offsets_give_the_name_verbatim():
    text = "The EU blacklisted Gen. Viktor Maslov and Orlan-Trade LLC."
    for name in find_names(text):
        assert text[name.start : name.end] == name.text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They seized the Liberian-flagged Sea Wren.", "vessel"),
        ("They fined Sea Wren Shipping Ltd.", "organization"),
        ("They fined Gen. Sea Wren.", "person"),
    ],
)
def test_type_comes_from_the_name_and_the_words_before_it(text, kind):
    assert find_names(text)[-1].type == kind
