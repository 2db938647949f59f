import pytest

from wireledger.rules.recall import find_age


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2021-05-06", "news"), ("2021-05-02", "news"), ("2021-05-01", "month"), ("2020-05-06", "older"),
        ("2021-05-09", "later"), ("2021-05", "this"), ("2019", "older"), ("2022", "later"), (None, "unsaid"),
    ],
)  # fmt: skip
def test_age_of_an_action(day, age):
    assert find_age("2021-05-06", day) == age


def test_age_without_a_publication_date():
    assert find_age(None, "2019") == "unknown-4"


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("The U.S. Treasury on Thursday imposed sanctions on Orlan-Trade LLC.", False),
        ("The U.S. had imposed sanctions on Orlan-Trade LLC in 2014.", True),
    ],
)
def test_news_is_told_from_what_is_recalled(text, background):
    from wireledger import Story, load

    records = load("rules").extract(Story("s", text, "", "2021-05-06")).records
    assert [record.background for record in records] == [background]
