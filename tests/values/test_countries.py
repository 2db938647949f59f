from pathlib import Path

import pycountry
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.errors import ConfigError
from wireledger.values import countries
from wireledger.values.countries import CountryRef, clean_country, country_name, find_countries, is_place_name

CASES = yaml.safe_load((Path(__file__).parent / "country_cases.yaml").read_text(encoding="utf-8"))


def read(text: str) -> list[list[object]]:
    return [[text[f.start_char : f.end_char], list(f.value.codes), f.value.relation] for f in find_countries(text)]


def test_of_the_hand_made_cases_98_percent_are_right() -> None:
    wrong = [(case["text"], read(case["text"])) for case in CASES if read(case["text"]) != case["found"]]
    assert len(CASES) >= 170
    assert len(wrong) <= 0.02 * len(CASES), wrong


def test_every_iso_code_has_a_name() -> None:
    for country in pycountry.countries:
        assert clean_country(country_name(country.alpha_2)) == country.alpha_2
        assert clean_country(country.alpha_3) == country.alpha_2


def test_every_code_of_the_table_is_iso_or_eu_or_kosovo() -> None:
    iso = {country.alpha_2 for country in pycountry.countries}
    assert set(countries._rows()) == iso | {"EU", "XK"}


def test_every_inhabited_country_has_a_demonym() -> None:
    # Uninhabited, or nobody's nationality; "Dominican" is read as DO and "Congolese" as CD.
    without = {"AQ", "BL", "BV", "CG", "DM", "EU", "GG", "GS", "HM", "SJ", "TF", "UM", "VA"}
    assert {code for code, row in countries._rows().items() if not row[2]} == without


def test_no_name_and_no_demonym_belongs_to_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for code, row in countries._rows().items():
        for form in {*row[1], *row[2]}:
            owners.setdefault(form, set()).add(code)
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_cities_and_regions_carry_known_codes() -> None:
    assert {sense.code for senses in countries._tables().senses.values() for sense in senses} <= set(countries._rows())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Russia", "name"),
        ("Russians", "demonym"),
        ("Moscow", "capital"),
        ("Dubai-based", "city"),
        ("Ohio-based", "region"),
        ("Israeli-Russian", "compound"),
    ],
)
def test_form_says_how_a_country_is_named(text: str, form: str) -> None:
    assert [f.value.form for f in find_countries(text)] == [form]


def test_codes_of_a_compound_keep_the_order_of_mention() -> None:
    assert find_countries("a U.S.-Israeli firm")[0].value == CountryRef(("US", "IL"), "compound")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Russia", "RU"),
        ("russia", "RU"),
        ("RUS", "RU"),
        ("RU", "RU"),
        ("Russian", "RU"),
        ("Russians", "RU"),
        ("the Netherlands", "NL"),
        ("U.S.", "US"),
        ("UK", "GB"),
        ("DRC", "CD"),
        ("Côte d’Ivoire", "CI"),
        ("North\nKorea", "KP"),
        ("NO", "NO"),
        ("EU", "EU"),
        ("us", None),
        ("it", None),
        ("Moscow", None),
        ("Velmur", None),
        ("Korean", None),
        ("", None),
    ],
)
def test_clean_country_reads_names_demonyms_and_codes(text: str, code: str | None) -> None:
    assert clean_country(text) == code


def test_country_name_of_an_unknown_code_is_an_error() -> None:
    assert country_name("KP") == "North Korea"
    assert country_name("UN") == "United Nations"
    with pytest.raises(ConfigError, match="'ZZ' is no country code"):
        country_name("ZZ")


@pytest.mark.parametrize("text", ["Moscow", "Hong Kong", "Texas", "the Netherlands", "Dubai"])
def test_countries_capitals_cities_and_states_are_place_names(text: str) -> None:
    assert is_place_name(text)


@pytest.mark.parametrize("text", ["Russian", "Anglo", "Velmur", "moscow", ""])
def test_demonyms_and_other_words_are_no_place_names(text: str) -> None:
    assert not is_place_name(text)


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "Russia",
            "U.S.",
            "US",
            "-",
            "–",
            "based",
            "Georgia",
            " of ",
            "Jordan",
            "’s",
            "\n",
            "NEW YORK",
            " in ",
            "Côte d’Ivoire",
            ", ",
            "Sino",
            ".",
        ]
    )
    | st.text(max_size=4),
    max_size=20,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS)
def test_spans_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    done = 0
    for found in find_countries(text):
        assert done <= found.start_char < found.end_char <= len(text)
        assert found.value.codes
        done = found.end_char


@given(st.text(max_size=30))
def test_clean_country_takes_any_string(text: str) -> None:
    assert clean_country(text) is None or clean_country(text) in countries._rows()
