"""Bodies in sentences, single names, and the registry behind both."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.values.authorities import (
    Authority,
    authority_by_id,
    clean_authority,
    find_authorities,
    registry,
    specificity,
)

CASES = yaml.safe_load((Path(__file__).parent / "authority_cases.yaml").read_text(encoding="utf-8"))["cases"]
KINDS = {
    "treasury",
    "central-bank",
    "regulator",
    "ministry",
    "court",
    "prosecutor",
    "police",
    "customs",
    "tax",
    "legislature",
    "executive",
    "military",
    "international",
}


def read_case(line: str) -> tuple[str, str | None, list[tuple[str, str | None, str | None]]]:
    text, home, cell = (part.strip() for part in line.split("|"))
    wanted = []
    for item in filter(None, cell.split(";")):
        name, id, country = (part.strip() for part in item.split("@"))
        wanted.append((name, None if id == "-" else id, None if country == "-" else country))
    return text, None if home == "-" else home, wanted


def found_in(text: str, home: str | None) -> list[tuple[str, str | None, str | None]]:
    return [(text[f.start_char : f.end_char], f.value.id, f.value.country) for f in find_authorities(text, home=home)]


def test_there_are_enough_hand_made_cases():
    assert len(CASES) >= 170


@pytest.mark.parametrize("line", CASES)
def test_sentence_gives_the_bodies_it_names(line: str):
    text, home, wanted = read_case(line)
    assert found_in(text, home) == wanted


@pytest.mark.parametrize("line", CASES)
def test_clean_authority_agrees_with_find_authorities_on_every_name(line: str):
    _, home, wanted = read_case(line)
    for name, id, country in wanted:
        if name in ("State", "Justice"):  # after "the Departments of" only
            continue
        cleaned = clean_authority(name, home=home)
        assert cleaned is not None
        assert (cleaned.id, cleaned.country) == (id, country)


# The registry


def test_registry_holds_bodies_the_world_over():
    assert len(registry()) >= 220
    assert len({body.country for body in registry()}) >= 60


def test_every_body_has_a_kebab_id_a_country_a_kind_and_a_name():
    for body in registry():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", body.id)
        assert re.fullmatch(r"[A-Z]{2}", body.country)
        assert body.kind in KINDS
        assert all(body.names)


def test_ids_are_unique_within_the_files():
    folder = Path(__file__).parents[2] / "pipeline/wireledger/values/resources/authorities"
    keys = [
        match[1]
        for path in folder.glob("*.yaml")
        if path.name != "grammar.yaml"
        for match in re.finditer(r"^  ([a-z0-9-]+): \{", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(keys) == len(set(keys)) == len(registry())


def test_parents_exist_and_do_not_turn_in_circles():
    for body in registry():
        seen, parent = {body.id}, body.parent
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            above = authority_by_id(parent)
            assert above is not None
            parent = above.parent


def test_a_name_without_a_mark_belongs_to_one_body():
    owners = defaultdict(set)
    for body in registry():
        for name in body.names:
            if name[-1] not in "?~":
                key = name.rstrip("!^")
                owners[key.casefold() if " " in key else key].add(body.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_certain_name_resolves_to_its_body():
    wrong = [
        (name, body.id)
        for body in registry()
        for name in body.names
        if name[-1] not in "?~!^" and getattr(clean_authority(name), "id", None) != body.id
    ]
    assert wrong == []


def test_a_name_shared_by_bodies_needs_its_country():
    wrong = [
        (name, body.id)
        for body in registry()
        for name in body.names
        if name[-1] == "?"
        and body.country != "XX"
        and getattr(clean_authority(name[:-1], home=body.country), "country", None) != body.country
    ]
    assert wrong == []


# Single names


@pytest.mark.parametrize(
    ("name", "id", "country"),
    [
        ("European Union", "eu", "EU"),
        ("eu", None, None),
        ("U.N.", "un", "UN"),
        ("the Treasury", "us-treasury", "US"),
        ("State", "us-state", "US"),
        ("Treasury’s Office of Foreign Assets", "us-treasury-ofac", "US"),
        ("OFFICE OF FOREIGN ASSETS CONTROL", "us-treasury-ofac", "US"),
        ("U.S. Department of Justice, Criminal Division", "us-doj-criminal", "US"),
        ("United Nations (UN) Security Council", "un-security-council", "UN"),
    ],
)
def test_clean_authority_resolves_one_name(name: str, id: str | None, country: str | None):
    cleaned = clean_authority(name)
    assert (cleaned.id, cleaned.country) == (id, country) if cleaned else id is None


@pytest.mark.parametrize("name", ["", "  ", "Russia", "Washington", "Marlow Trading Ltd", "the", "12", "—"])
def test_clean_authority_returns_none_on_what_is_no_body(name: str):
    assert clean_authority(name) is None


def test_clean_authority_keeps_the_name_without_its_article():
    assert clean_authority("the U.S. Treasury") == Authority("us-treasury", "U.S. Treasury", "US", "treasury")


def test_authority_by_id_returns_none_for_an_unknown_id():
    assert authority_by_id("us-nothing") is None


def test_specificity_prefers_the_office_to_the_department_to_the_country():
    names = ["officials", "U.S. officials", "Treasury", "OFAC"]
    ranks = [specificity(authority) for authority in map(clean_authority, names) if authority]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(names)


# Properties

WORDS = (
    "the The a U.S. US us U.K. Treasury 's ’s ' court federal judge Judge Ada Quill of in for District Southern "
    "New York President Putin Trump administration foreign ministry Swiss prosecutors "
    "regulators Élysée EU Commission . , ( ) &"
)
sentences = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from(WORDS.split(" ")), max_size=25).map(lambda words: " ".join(words))
)


@settings(max_examples=300, deadline=None)
@given(sentences, st.sampled_from([None, "US", "GB"]))
def test_any_text_gives_sorted_spans_whose_characters_are_the_name(text: str, home: str | None):
    end = 0
    for found in find_authorities(text, home=home):
        assert end <= found.start_char < found.end_char <= len(text)
        assert text[found.start_char : found.end_char] == found.value.name
        end = found.end_char


@settings(max_examples=200, deadline=None)
@given(sentences)
def test_clean_authority_never_raises(text: str):
    cleaned = clean_authority(text)
    assert cleaned is None or cleaned.name in text


@pytest.mark.parametrize("odd", ["\u0301", "x\u0301", "…", "\u0307.", "..", "é.", "U.\u0301."])
def test_words_that_fold_to_nothing_end_no_phrase(odd):
    text = f"The U.S. Treasury {odd} Department said"
    assert [text[found.start_char : found.end_char] for found in find_authorities(text)][:1] == ["U.S. Treasury"]
