import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wireledger.values.names import (
    acronym_of,
    find_aliases,
    has_legal_form,
    is_acronym_of,
    is_given_name,
    is_short_form,
    looks_like_organization,
    looks_like_person,
    name_key,
    split_honorific,
)

SHARED = next((p / "shared" for p in Path(__file__).resolve().parents if (p / "shared" / "gold").is_dir()), None)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Velmur Trading Co., Ltd.", ("velmur", "trading")),
        ("The Velmur Bank", ("velmur", "bank")),
        ("Côrdelia Ñandú", ("cordelia", "nandu")),
        ("Abramov's Velmur", ("abramov", "velmur")),
        ("O’Velmar & Sons", ("ovelmar", "sons")),
        ("OOO «Velmur»", ("velmur",)),
        ("The Limited Co", ("the", "limited", "co")),
        ("Golden-Delta S.A.", ("golden", "delta", "s")),
        ("...", ()),
        ("", ()),
    ],
)
def test_name_key_drops_case_accents_punctuation_legal_forms_and_articles(name: str, key: tuple[str, ...]) -> None:
    # The dots of "S.A." make two words of it, of which "a" is an article: the score does the same.
    assert name_key(name) == key


@pytest.mark.shared
@pytest.mark.skipif(SHARED is None, reason="needs ../shared, which is absent")
def test_name_key_agrees_with_the_score_on_every_gold_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SHARED is not None
    monkeypatch.syspath_prepend(str(SHARED / "tools"))
    score = __import__("score")
    monkeypatch.delitem(sys.modules, "score")
    names = set()
    for path in (SHARED / "gold").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            for action in json.loads(line)["actions"]:
                for target in action["targets"]:
                    names |= {name for name in (target.get("name"), *(target.get("aliases") or ())) if name}
    assert len(names) > 1000
    assert [name for name in names if list(name_key(name)) != score.name_key(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "Velmur Ltd",
        "Velmur Pte. Ltd.",
        "Velmur LLC",
        "Velmur GmbH",
        "PJSC Velmur",
        "OOO Velmur",
        "Velmur S.A.",
        "Velmur B.V.",
        "Dandelion Trading Co",
        "Velmur Sdn Bhd",
        "Velmur FZE",
        "Velmur A/S",
        "Velmur Group",
        "Velmur Holdings",
        "PT Velmur Jaya",
    ],
)
def test_legal_forms_are_seen(name: str) -> None:
    assert has_legal_form(name)


@pytest.mark.parametrize(
    "name", ["Viktor Abramov", "Velmur", "Limited", "Bank of Velmur", "Costa Velmar", "As Velmar", "", "Sa Velmur"]
)
def test_names_without_legal_form_have_none(name: str) -> None:
    assert not has_legal_form(name)


@pytest.mark.parametrize(
    "name",
    ["Velmur Bank", "Bank", "Ministry of Grain", "Velmurbank Plus", "Delmaneft Oil", "Delta & Velmar", "Velmur Airlines", "Banco Velmur", "Velmur Technologies", "Ansar Velmur Brigade", "Velmur Pte Ltd", "Delta Industries"],
)  # fmt: skip
def test_organizations_are_known_by_their_words(name: str) -> None:
    assert looks_like_organization(name)


@pytest.mark.parametrize(
    "name",
    [
        "Viktor Abramov",
        "Velmur",
        "Sheikh Khalid bin Velmar",
        "Maria Banks Velmar",
        "Li Velwei",
        "Red Delta",
        "Moscow",
        "Juan de la Vega",
    ],
)
def test_other_names_are_not_taken_for_organizations(name: str) -> None:
    assert looks_like_organization(name) is (name == "Maria Banks Velmar")


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Mr. Lee", "Mr.", "Lee"),
        ("Dr Velmar", "Dr", "Velmar"),
        ("Lt. Gen. Viktor Abramov", "Lt. Gen.", "Viktor Abramov"),
        ("Prime Minister Ana Velmar", "Prime Minister", "Ana Velmar"),
        ("Sheikh Khalid", "Sheikh", "Khalid"),
        ("Sen. Ann Velmar", "Sen.", "Ann Velmar"),
        ("Judge Velmar", "Judge", "Velmar"),
        ("Grand Ayatollah Velmari", "Grand Ayatollah", "Velmari"),
        ("Col Osei", "Col", "Osei"),
        ("General Motors", None, "General Motors"),
        ("Prince Velmur Group", None, "Prince Velmur Group"),
        ("General", None, "General"),
        ("Viktor Abramov", None, "Viktor Abramov"),
        ("president of Velmur", None, "president of Velmur"),
        ("", None, ""),
    ],
)
def test_honorifics_are_split_off_persons_only(text: str, title: str | None, rest: str) -> None:
    assert split_honorific(text) == (title, rest)


@pytest.mark.parametrize(
    "word",
    ["Viktor", "José", "Fatima", "Giuseppe", "Oluwaseun", "Mehmet", "Rajesh", "Jean-Marie", "Hiroshi", "Wojciech"],
)
def test_common_given_names_are_known(word: str) -> None:
    assert is_given_name(word)


@pytest.mark.parametrize("word", ["Velmur", "Bank", "Abramov", "the", "Trading", "", "-", "Ministry"])
def test_other_words_are_no_given_names(word: str) -> None:
    assert not is_given_name(word)


@pytest.mark.parametrize(
    "name",
    [
        "Viktor Abramov",
        "Viktor Petrovich Abramov",
        "Juan Carlos de la Vega Ruiz",
        "Khalid bin Velmar al-Osri",
        "Delko van der Velm",
        "Kim Yong Vel",
        "Li Velwei",
        "Velwei Zhang",
        "Delmo Q. Velmar",
        "Ostap Velmarenko",
        "Xaver Velmarov",
        "Gen. Velmar",
        "Joaquin “El Vel” Velmar Ruiz",
        "‘Abd al-Rahman Velmari",
        "Jordan Velmar",
        "German Gonzalo Velmar",
        "Robert Velmar Jr.",
    ],
)
def test_persons_are_known_by_their_names(name: str) -> None:
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Velmur",
        "Viktor",
        "Velmur Trading",
        "Abu Dhabi",
        "Jordan Valley",
        "Maria Island",
        "German Chancellor",
        "Bank of Viktor",
        "Golden Delta",
        "Hong Kong",
        "Viktor Abramov Ltd",
        "Alexander & Velmar",
        "viktor abramov",
        "Viktor 48",
        "",
    ],
)
def test_places_companies_and_lone_words_are_no_persons(name: str) -> None:
    assert not looks_like_person(name)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Abramov", "Viktor Abramov"),
        ("Mr. Lee", "David Lee"),
        ("Viktor Abramov", "Viktor Petrovich Abramov"),
        ("Velmur", "Velmur Management Pte Ltd"),
        ("Velmur Management", "Velmur Management Pte Ltd"),
        ("GDC", "Golden Delta Company"),
        ("Li", "Li Velwei"),
        ("Sheikh Khalid", "Sheikh Khalid bin Velmar"),
        ("Velmar", "Juan Velmar Ruiz"),
        ("the Velmur", "Velmur Shipping"),
        ("Velmur", "Bank Velmur Plc"),
        ("al-Velmari", "Hassan al-Velmari"),
        ("Green", "Jason Green"),
        ("Velmar", "Xolto Velmar"),
    ],
)
def test_short_forms_stand_for_full_names(short: str, full: str) -> None:
    assert is_short_form(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("the Bank", "Velmur Bank"),
        ("International", "Velmur International Ltd"),
        ("National", "National Bank of Velmur"),
        ("China", "China Velmur Corp"),
        ("Group", "Velmur Group"),
        ("Company", "Golden Delta Company"),
        ("Viktor", "Viktor Abramov"),
        ("Mr. David", "David Lee"),
        ("Abramov", "Viktor Petrov"),
        ("Velmur Trading", "Velmur Shipping"),
        ("Carlos", "Juan Carlos Velmar"),
        ("Trading", "Velmur Trading House"),
        ("Viktor Abramov", "Abramov"),
        ("", "Velmur"),
    ],
)
def test_common_words_and_other_names_are_short_for_nothing(short: str, full: str) -> None:
    assert not is_short_form(short, full)


@pytest.mark.parametrize(
    ("full", "acronym"),
    [
        ("Golden Delta Company", "GDC"),
        ("Golden Delta Company", "GD"),
        ("Golden Delta Company Ltd", "GDC"),
        ("Ministry of Grain and Oil", "MGO"),
        ("Ministry of Grain and Oil", "MOGAO"),
        ("Velmur-Delta Export", "VDE"),
        ("Élan Velmur Plc", "EV"),
        ("The Velmur Trading Bank", "VTB"),
    ],
)
def test_acronyms_are_made_of_initials(full: str, acronym: str) -> None:
    assert acronym in acronym_of(full)


@pytest.mark.parametrize(
    ("acronym", "full", "fits"),
    [
        ("GDC", "Golden Delta Company", True),
        ("G.D.C.", "Golden Delta Company", True),
        ("VelDel", "Velmur Delta", True),
        ("FinVel", "Financial Velmur Ltd", True),
        ("LVT", "Lashkar-e Velmur Tayba", True),
        ("XYZ", "Golden Delta Company", False),
        ("GD", "Golden", False),
        ("G", "Golden Delta", False),
        ("golden", "Golden Delta", False),
        ("GC", "Golden Delta Co", False),
        ("", "Golden Delta", False),
    ],
)
def test_acronym_is_checked_against_a_full_name(acronym: str, full: str, fits: bool) -> None:
    assert is_acronym_of(acronym, full) is fits


def aliases(text: str) -> list[tuple[str, str, str]]:
    return [(text[: a.name_end].rsplit(", ")[-1], text[a.start_char : a.end_char], a.kind) for a in find_aliases(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Velmur Trading Co, also known as Delmar Metallic Material.", [("Velmur Trading Co", "Delmar Metallic Material", "aka")]),
        ("Viktor Abramov (also known as Vitya and Tolya) fled.", [("Viktor Abramov", "Vitya", "aka"), ("Viktor Abramov", "Tolya", "aka")]),
        ("Viktor Abramov, a.k.a. Vitya, fled.", [("Viktor Abramov", "Vitya", "aka")]),
        ("Velmur Ltd (aka Delmar Ltd) paid.", [("Velmur Ltd", "Delmar Ltd", "aka")]),
        ("Name: Viktor Abramov AKA: Viktor Abramoff", [("Name: Viktor Abramov", "Viktor Abramoff", "aka")]),
        ("Viktor Abramov, alias Vitya, fled.", [("Viktor Abramov", "Vitya", "aka")]),
        ("Velmur Plc (formerly Delmar Plc) paid.", [("Velmur Plc", "Delmar Plc", "former")]),
        ("Velmur Inc., formerly known as Delmar Holdings Inc., paid.", [("Velmur Inc.", "Delmar Holdings Inc.", "former")]),
        ("Velmur Bank, previously known as Delmar Bank, paid.", [("Velmur Bank", "Delmar Bank", "former")]),
        ("Ana Velmar, better known as “La Reina,” was held.", [("Ana Velmar", "La Reina", "aka")]),
        ("Golden Delta Company (GDC) was listed.", [("Golden Delta Company", "GDC", "acronym")]),
        ('Velmur Trading Ltd ("Velmur") was listed.', [("Velmur Trading Ltd", "Velmur", "short")]),
        ("Velmur Trading Ltd (the “Velmur Unit”) was listed.", [("Velmur Trading Ltd", "Velmur Unit", "short")]),
        ("The Velmur Trading Bank, or VTB, was listed.", [("The Velmur Trading Bank", "VTB", "acronym")]),
        ('Viktor Abramov, nicknamed "the wolf", fled.', [("Viktor Abramov", "the wolf", "aka")]),
        ("Velmur Ltd, doing business as Delmar Cargo, paid.", [("Velmur Ltd", "Delmar Cargo", "aka")]),
        ("Velmur Ltd, trading as Delmar Cargo, paid.", [("Velmur Ltd", "Delmar Cargo", "aka")]),
        ("Velmur Ltd, which operated as Delmar Cargo, paid.", [("Velmur Ltd", "Delmar Cargo", "aka")]),
        ('Viktor Abramov, a Russian trader known as "the wolf."', [("Viktor Abramov", "the wolf", "aka")]),
        ("Viktor Abramov, 48, also known as Vitya, fled.", [("Viktor Abramov", "Vitya", "aka")]),
        ("Velmur Group (VG), also known as Delmar, paid.", [("Velmur Group", "VG", "acronym"), ("Velmur Group", "Delmar", "aka")]),
        ("Hassan al-Velmari (Velmari) was listed.", [("Hassan al-Velmari", "Velmari", "short")]),
        ("Juan Velmar Ruiz (El Vel) was listed.", [("Juan Velmar Ruiz", "El Vel", "short")]),
        ("Ansar Velmur, commonly known as the Velmuris, fired.", [("Ansar Velmur", "Velmuris", "aka")]),
        ("Viktor Abramov (a.k.a. “Vitya”; a.k.a. “Tolya”) fled.", [("Viktor Abramov", "Vitya", "aka"), ("Viktor Abramov", "Tolya", "aka")]),
        ("Wuhan Velmur Co., Ltd (武汉硕康) was listed.", [("Ltd", "武汉硕康", "aka")]),
    ],
)  # fmt: skip
def test_alias_constructions_are_found(text: str, found: list[tuple[str, str, str]]) -> None:
    assert aliases(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Velmur Inc (VELM.O) fell.",
        "Velmur Inc ( VELM.NS ) fell.",
        "Velmur Inc (NYSE: VLM) fell.",
        "Viktor Abramov (48) fled.",
        "Velmur Bank (2017) was a film.",
        "LONDON (Reuters) - Velmur paid.",
        "Velmur Bank ($5 million) and Delmar Bank (€3 million) paid.",
        "Velmur Bank (Aug. 22, 2017) paid.",
        "Sen. Ann Velmar (D-Calif.) objected.",
        "Velmur (Cyprus) Ltd paid.",
        "Viktor Abramov (Russia) won.",
        "weapons of mass destruction (WMD) were hidden.",
        "It is known as a haven.",
        "Velmur paid (see Note 3).",
        'Velmur Ltd (the "Company") paid.',
        "Michael (Mike) Velmar spoke.",
        "Washington (CNN) Velmur paid.",
        "He served as Director of Velmur.",
    ],
)
def test_tickers_ages_places_and_agencies_are_no_aliases(text: str) -> None:
    assert aliases(text) == []


FRAGMENTS = st.lists(
    st.sampled_from(
        ["Velmur", " Ltd", ", also known as ", " (", ")", "“", "”", '"', "a.k.a.", "formerly ", "GDC", ", or ", "Viktor Abramov", "al-", " and ", ";", "48", "\n", "."]
    )
    | st.text(max_size=4),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS)
def test_aliases_lie_in_the_text_in_order_behind_a_name(text: str) -> None:
    done = 0
    for alias in find_aliases(text):
        assert 0 < alias.name_end <= alias.start_char < alias.end_char <= len(text)
        assert alias.start_char >= done
        done = alias.end_char


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS, FRAGMENTS)
def test_questions_about_names_take_any_string(one: str, other: str) -> None:
    title, rest = split_honorific(one)
    assert one.endswith(rest)
    assert title is None or one.lstrip().startswith(title)
    assert isinstance(looks_like_person(one), bool)
    assert isinstance(looks_like_organization(one), bool)
    assert isinstance(is_short_form(one, other), bool)
    assert all(
        is_acronym_of(acronym, one)
        for acronym in acronym_of(one)
        if 2 <= len(acronym) <= 10 and acronym.isalpha() and acronym.isascii()
    )
    assert isinstance(is_given_name(one), bool)
    assert isinstance(has_legal_form(one), bool)


@given(st.text(max_size=30))
def test_name_key_of_a_key_is_the_key(text: str) -> None:
    key = name_key(text)
    assert name_key(" ".join(key)) == key
