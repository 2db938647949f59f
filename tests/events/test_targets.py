import pytest

from wireledger.events.targets import is_namesake, target_agreement
from wireledger.records import Target


def firm(name, **slots):
    return Target(name=name, **{"type": "organization"} | slots)


def person(name, *nationality):
    return Target(name=name, type="person", nationality=nationality)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("Belmar Trading Ltd", "BELMAR TRADING", "name"),
        ("Belmar Trading", "Belmar Trading Nigeria", "part"),
        ("Belmar", "Belmar Trading", "word"),
        ("Yevgeny Drozdovsky", "Evgeny Drozdovskii", "spelling"),
        ("Sea Juniper", "Sea Jupiter", None),
        ("Hebewerk", "Hebetec", None),
        ("Ural", "Stankoprom Ural Bank", None),
        ("Belmar Trading", "Tarn Shipping", None),
    ],
)
def test_names(one, other, expected):
    assert target_agreement(firm(one), firm(other)) == target_agreement(firm(other), firm(one)) == expected


def test_an_alias_is_a_name():
    assert target_agreement(firm("Dalsun Metals", aliases=("Zhimei Alloy",)), firm("Zhimei Alloy")) == "name"


def test_persons_of_one_name_and_two_states_are_namesakes():
    assert is_namesake(person("Igor Petrenko", "RU"), person("Igor Petrenko", "MD"))
    assert target_agreement(person("Igor Petrenko", "RU"), person("Igor Petrenko", "MD")) is None


def test_nothing_known_of_one_sets_nobody_apart():
    assert target_agreement(person("Igor Petrenko", "RU"), person("Igor Petrenko")) == "name"


def test_groups_agree_by_count_or_by_state():
    twelve = Target(name=None, type="organization", nationality=("CN",), count=12)
    assert target_agreement(twelve, Target(name=None, type="organization", count=12)) == "group"
    assert target_agreement(twelve, Target(name=None, type="organization", nationality=("CN",))) == "group"
    assert target_agreement(twelve, Target(name=None, type="organization", nationality=("CN",), count=5)) is None
    assert target_agreement(twelve, Target(name=None, type="organization", nationality=("RU",), count=12)) is None


def test_a_firm_may_be_one_of_a_group():
    group = Target(name=None, type="organization", nationality=("CN",), count=12)
    assert target_agreement(group, firm("Linghe", nationality=("CN",))) == "member"
    assert target_agreement(group, firm("Linghe", nationality=("IR",))) is None


def test_a_state_is_no_firm():
    assert target_agreement(Target(name="Russia", type="country", nationality=("RU",)), firm("Russia")) is None
