import pytest

from wireledger.rules.nominals import Nominals


@pytest.fixture
def called(read_text):
    def find(text, name):
        nominal = Nominals(read_text(text)).find({name})
        if nominal is None:
            return None
        assert nominal.role[1].of(text) == nominal.role[0]
        return nominal.role[0], nominal.codes

    return find


def test_a_lead_that_withholds_the_name_describes_who_is_named_next(called):
    text = "A former bond trader was fined $2 million on Friday. Paula Dorn, 40, agreed to forfeit profits."
    assert called(text, "Paula Dorn") == ("former bond trader", ())


def test_a_plural_lead_describes_all_who_are_named_next(called):
    text = "Two currency traders were fined on Friday. Paula Dorn and Ilkay Demir agreed to forfeit profits."
    assert called(text, "Paula Dorn") == called(text, "Ilkay Demir") == ("currency traders", ())


def test_a_definite_noun_describes_the_name_before_it_and_tells_its_state(called):
    text = "The EU fined Velmora Corp $9 million on Monday. The Canadian software maker had shared data."
    assert called(text, "Velmora Corp") == ("software maker", ("CA",))


def test_the_fuller_wording_of_the_commonest_noun_wins(called):
    text = (
        "The EU fined Velmora Corp $9 million on Monday. The bank shared data. "
        "Velmora Corp said it would pay. The investment bank was fined in May too."
    )
    assert called(text, "Velmora Corp")[0] == "investment bank"


def test_a_noun_before_another_name_describes_that_one(called):
    text = "The EU fined Velmora Corp $9 million on Monday. The trader Paula Dorn was not fined."
    assert called(text, "Velmora Corp") is None


def test_where_a_person_works_is_no_nationality(called):
    text = "A Toronto-based bond trader was fined $2 million on Friday. Paula Dorn, 40, agreed to forfeit profits."
    assert called(text, "Paula Dorn") == ("bond trader", ())
