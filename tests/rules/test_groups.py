import pytest

from wireledger.rules.groups import find_groups
from wireledger.values.countries import find_countries


def groups(text):
    return [(g.count, g.type, g.nationality) for g in find_groups(text, find_countries(text)) if not g.bare]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Treasury listed six Chinese-owned entities, one Russian and two based in Singapore.",
            [(6, "organization", ("CN",)), (1, "organization", ("RU",)), (2, "organization", ("SG",))],
        ),
        ("It hit four Russians.", [(4, "person", ("RU",))]),
        ("It blacklisted dozens of shipping companies.", [(None, "organization", ())]),
        ("It seized 12 Iranian tankers.", [(12, "vessel", ("IR",))]),
    ],
)
def test_groups_have_count_type_and_nationality(text, wanted):
    assert groups(text) == wanted


@pytest.mark.parametrize(
    "text", ["Marlow Capital Advisors said no.", "Nora Quill's accounts were frozen.", "The European Union said so."]
)
def test_a_name_is_no_group(text):
    assert groups(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The EU listed two members of the general staff.", "members of the general staff"),
        ("The EU blacklisted 17 companies.", "companies"),
        ("The EU blacklisted 17 new entities.", None),
    ],
)
def test_groups_have_a_role_where_the_words_say_one(text, role):
    (group, *_) = find_groups(text, find_countries(text))
    assert (text[slice(*group.role)] if group.role else None) == role
