"""Text -> countries and nationalities, with what the text says of the tie: "Chinese-owned", "Namibia-based".

In: any string, best a whole sentence, for the words around a name decide what "Georgia" or "Jordan" means. Out: ISO 3166-1
alpha-2 codes (and `EU`, and `XK` for Kosovo) with offsets. The table is `resources/countries.yaml`.

Not done here: whether a country is a target, an authority or a nationality, and whether it stands inside a longer name:
"China" is found in "China Construction Bank". Capitals are found wherever they may stand for a government; other cities,
states and provinces only where the text says that somebody is based there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, cast

from wireledger.errors import ConfigError
from wireledger.spans import Found
from wireledger.values.names import is_given_name, looks_like_organization, split_honorific
from wireledger.values.tables import load_table

Form = Literal["name", "demonym", "capital", "city", "region", "compound"]
Relation = Literal["based", "owned", "flagged", "registered", "linked", "led", "born"]

# Reads "St. Petersburg" under "St" and "U.S." under "U": the first letters up to any mark.
_CAPITALISED = re.compile(r"(?<![\w@#])[A-ZÀ-ÖØ-Þİ][^\W\d_]*")
_HYPHENS = "-‑–"
_BEFORE_HYPHEN = re.compile(r"([^\W\d_]+)[-‑]$")
_RUN = re.compile(r"(?:[ \u00a0]+[A-ZÀ-ÖØ-Þ][\w'’&-]*\.?)+")
_CALENDAR = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|[A-Z]{2,})\b"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*)\s$")
_DATELINE = re.compile(
    r"(?:/[A-Z /]+)?(?:,[^()]{0,30})?\s*(?:—|\((?:Reuters|AP|AFP|Xinhua|TASS|UPI|Bloomberg)\b|(?:–|--)\s|\s-\s)"
)
_ONLY_DATELINE = re.compile(r"(?:[,/][^()]{0,30}?)?\s*(?:\([^)]{1,25}\)\s*[-–—]{0,2}|[-–—]{1,2})\s*$")
_REGION_AFTER = re.compile(r", ([A-Z][\w.]*(?: [A-Z][a-z]+)?)")
_CITY_COMMA = re.compile(r"(?:^|\W)([A-ZÀ-Þ][\w.’'-]+),\s$")
_LANGUAGE_BEFORE = re.compile(r"\b(?:in|into|speaks?|speaking|spoke|fluent)\s$")
_LANGUAGE_AFTER = re.compile(r"\s*(?:[.,;:)\"”]|$|\s(?:and|or|on|at|as|with)\b)")
_PLACE = r"(?:[A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+)?, )?$"
_TIE_BEFORE = re.compile(
    r"(?<!not )\b(?:(?P<based>based|headquartered|located|domiciled|resid(?:es?|ed|ing)|liv(?:es?|ed|ing)|"
    r"residents?|headquarters)|(?P<registered>registered|incorporated|organi[sz]ed|domiciliated)|(?P<born>born))"
    rf"(?: and [a-z]+)? (?:in|at|from|out of)(?: the)? {_PLACE}"
)
_HOST_BEFORE = re.compile(
    r"\b(?:compan(?:y|ies)|firms?|banks?|business(?:es|m[ae]n|woman|women)?|entit(?:y|ies)|traders?|brokers?|exchanges?|lenders?|"
    r"subsidiar(?:y|ies)|affiliates?|branch(?:es)?|individuals?|residents?|natives?|nationals?|citizens?|lawyers?|dealers?|operat(?:es?|ed|ing)|offices?) "
    rf"(?:in|of|from) {_PLACE}"
)
_OF_BEFORE = re.compile(rf"([^\W_][\w.’'-]*),? of {_PLACE}")
_NO_OWNER = re.compile(r"(?:^|\b[Tt]he )$")
_STATE_BEFORE = re.compile(r"\b(?:District|[Ss]tate|University|Institute|Bank|Court|Port|Commonwealth) of $")


@dataclass(frozen=True, slots=True)
class CountryRef:
    """What one stretch of text says about countries.

    Attributes:
        codes: ISO 3166-1 alpha-2, `EU` or `XK`; one, or for a `compound` several in order of mention.
        form: How it is said: `name` ("Russia"), `demonym` ("Russians", "Russian"), `capital` that may stand for its
            government ("Moscow"), `city`, `region` (state or province), or `compound` ("Israeli-Russian").
        relation: The tie of the thing to the country, from a suffix ("Chinese-owned") or from the words before
            ("based in Singapore"), or None where the text says none. Of these `linked`, `led` and `born` give no
            nationality.
    """

    codes: tuple[str, ...]
    form: Form
    relation: Relation | None = None


class _Sense(NamedTuple):
    form: Form | Literal["prefix"]
    code: str


class _Hit(NamedTuple):
    """A form of the table found in the text; no senses where the phrase is known to mean no country."""

    start: int
    end: int
    form: str
    senses: tuple[_Sense, ...]


class _Tables(NamedTuple):
    senses: dict[str, tuple[_Sense, ...]]
    by_first_word: dict[str, list[str]]
    relations: dict[str, Relation]
    suffix: re.Pattern[str]
    suspended: re.Pattern[str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    after_the: frozenset[str]
    no_prefixes: frozenset[str]
    georgia: re.Pattern[str]
    georgia_state: re.Pattern[str]


def find_countries(text: str) -> list[Found[CountryRef]]:
    """Find the countries and nationalities that `text` names, in order, none overlapping.

    Use on whole sentences. Case counts: "us" is a pronoun. In a text all in capitals "US" counts only after "THE" or
    before a hyphen. The place of a dateline is left out, unless the text is nothing but a dateline. The span covers the suffix that gives the relation ("Chinese-owned"), and no possessive ending.
    """
    keys = _tables().by_first_word
    found: list[Found[CountryRef]] = []
    done = 0
    for word in _CAPITALISED.finditer(text):
        start = word.start()
        if start < done or word[0] not in keys:
            continue
        hits = list(_hits(text, start, word.end()))
        if not hits:
            continue
        done = hits[-1].end
        if (one := _read(text, hits)) is not None:
            found.append(one)
            done = one.end_char
    return found


def clean_country(text: str) -> str | None:
    """Return the code that a country name, a demonym or a code stands for, or None; no capitals, no cities.

    Use for a value that is known to be a country ("Russia", "the Netherlands", "Russians", "RU", "RUS"), not for free
    text. Names are read in any case, codes only in capitals: "us" and "it" are words.
    """
    bare = " ".join(text.replace("’", "'").split())
    if bare in _codes():
        return _codes()[bare]
    folded = bare.casefold().removeprefix("the ").removesuffix("'s").removesuffix("'")
    return _names().get(folded) or _names().get(folded.rstrip("."))


def is_place_name(text: str) -> bool:
    """Tell whether `text` is exactly a country, capital, city, state or province of the table, and no demonym.

    Use to keep places out of persons' names and aliases. Case counts.
    """
    senses = _tables().senses.get(" ".join(text.split()).removeprefix("the "), ())
    return any(sense.form not in ("demonym", "prefix") for sense in senses)


def country_name(code: str) -> str:
    """Return the name to show for a code of RECORDS.md: alpha-2, `EU`, `XK` or `UN`.

    Raises:
        ConfigError: `code` is none of these.
    """
    try:
        return _display_names()[code]
    except KeyError:
        raise ConfigError(
            f"{code!r} is no country code; use ISO 3166-1 alpha-2 in capitals, 'EU', 'UN' or 'XK'"
        ) from None


def _hits(text: str, start: int, word_end: int) -> Iterator[_Hit]:
    """Yield the form at `start` and, where hyphens chain them, those behind it: "Israeli", "Russian"."""
    hit = _hit(text, start, word_end)
    while hit is not None:
        yield hit
        end = hit.end
        if not hit.senses or text[end : end + 1] not in _HYPHENS or not text[end : end + 1]:
            return
        word = _CAPITALISED.match(text, end + 1)
        hit = _hit(text, end + 1, word.end()) if word else None
        if hit is not None and not _may_chain(hit):
            return


def _may_chain(hit: _Hit) -> bool:
    return bool(hit.senses) and hit.senses[0].form in ("name", "demonym", "capital")


def _hit(text: str, start: int, word_end: int) -> _Hit | None:
    """Return the longest form of the table that stands at `start`, whose first word ends at `word_end`."""
    tables = _tables()
    key = text[start:word_end]
    forms = tables.by_first_word.get(key)
    if forms is None:
        return None
    end = word_end
    if len(forms) > 1 or forms[0] != key:
        match = _forms_pattern(key).match(text, start)
        if match is None:
            return None
        end = match.end()
    # "US$5" is money, "China.com" an address.
    after = text[end : end + 2]
    if after[:1] in ("$", "_", "@") or after[:1].isdigit() or (after[:1] == "." and after[1:].islower()):
        return None
    form = key if end == word_end else " ".join(text[start:end].replace("’", "'").split())
    return _Hit(start, end, form, tables.senses[form])


def _read(text: str, hits: list[_Hit]) -> Found[CountryRef] | None:
    """Decide what the chained forms mean where they stand, or None for no country."""
    first, last = hits[0], hits[-1]
    if not last.senses or _is_part_of_word(text, first.start):
        return None
    relation, end = _relation(text, last.end)
    if len(hits) > 1:
        codes = tuple(dict.fromkeys(hit.senses[0].code for hit in hits))
        return Found(first.start, end, CountryRef(codes, "compound", relation))
    for sense in first.senses:
        if (ref := _in_context(text, first, sense, relation)) is not None:
            return Found(first.start, end, ref)
    return None


def _relation(text: str, end: int) -> tuple[Relation | None, int]:
    """Return the relation of a suffix at `end`, and where the suffix ends; also for "Chinese- and Russian-owned"."""
    if text[end : end + 1] not in ("-", "‑", "–"):
        return None, end
    tables = _tables()
    if (suffix := tables.suffix.match(text, end)) is not None:
        return tables.relations[suffix[1].lower()], suffix.end()
    if (suspended := tables.suspended.match(text, end)) is not None:
        return tables.relations[suspended[1].lower()], end
    return None, end


def _in_context(text: str, hit: _Hit, sense: _Sense, relation: Relation | None) -> CountryRef | None:
    """Return what `hit` means if it is read as `sense` here, or None if it cannot be."""
    if sense.form == "prefix":
        return None
    before = text[max(0, hit.start - 80) : hit.start].replace("\n", " ")
    if relation is None:
        if _is_person(text, hit, before):
            return None
        relation = _tie_before(before)
    accepted = {"name": _is_country, "demonym": _is_demonym, "capital": _is_capital}.get(sense.form, _is_place)
    if not accepted(text, hit, before, relation):
        return None
    if sense.code == "EU" and sense.form == "capital" and (relation or before.endswith(("in ", "from "))):
        return None
    return CountryRef((sense.code,), sense.form, relation)


def _is_country(text: str, hit: _Hit, before: str, relation: Relation | None) -> bool:
    if hit.form in _tables().after_the:
        return before.endswith(("the ", "The ", "THE ")) or relation is not None
    if hit.form in ("Georgia", "GEORGIA"):
        return _is_caucasian_georgia(text, before, relation)
    # In a headline all in capitals "US" may be the pronoun.
    return hit.form != "US" or not text.isupper() or before.endswith("THE ") or text[hit.end : hit.end + 1] == "-"


def _is_demonym(text: str, hit: _Hit, before: str, relation: Relation | None) -> bool:
    language = _LANGUAGE_BEFORE.search(before) and _LANGUAGE_AFTER.match(text, hit.end)
    return not language or relation is not None


def _is_capital(text: str, hit: _Hit, before: str, relation: Relation | None) -> bool:
    if relation is not None:
        return True
    if _is_only_dateline(text, hit, before):
        return True
    if _DATELINE.match(text, hit.end) and not before.strip(" \t\"'“"):
        return False
    return not (_begins_other_name(text, hit) or _lies_elsewhere(text, hit))


def _is_place(text: str, hit: _Hit, before: str, relation: Relation | None) -> bool:
    """Tell whether the text says that somebody is at home in this city, state or province."""
    if relation is not None or _is_only_dateline(text, hit, before):
        return True
    if hit.form == "Brussels" and before.endswith(("in ", "from ")):
        return True
    if _begins_other_name(text, hit) or _lies_elsewhere(text, hit):
        return False
    if _HOST_BEFORE.search(before):
        return True
    owner = _OF_BEFORE.search(before)
    if owner is None:
        return False
    # "Viktor Abramov of Limassol", "Abramov, 48, of Limassol"; not "Bank of New York", "north of Lagos", "The Wolf of ...".
    word = owner[1]
    if "," not in owner[0][: len(word) + 1] and _NO_OWNER.search(before, 0, owner.start()):
        return False
    return (
        (word[0].isupper() or word.isdigit()) and not looks_like_organization(word) and not _STATE_BEFORE.search(before)
    )


def _is_caucasian_georgia(text: str, before: str, relation: Relation | None) -> bool:
    """Tell the country from the U.S. state by the words around; a bare "Georgia-based" is the state."""
    tables = _tables()
    city = _CITY_COMMA.search(before)
    if _STATE_BEFORE.search(before) or (city and tables.georgia_state.search(city[1])):
        return False
    if tables.georgia.search(text):
        return True
    return not (relation or city or tables.georgia_state.search(text))


def _is_person(text: str, hit: _Hit, before: str) -> bool:
    """Tell whether a form that is a given name or a surname, too, is one here: "Michael Jordan", "Jordan Belfort"."""
    tables = _tables()
    if hit.form in tables.surnames and (word := _WORD_BEFORE.search(before)) is not None:
        title = split_honorific(f"{word[1]} X")[0]
        if title is not None or (word[1][0].isupper() and is_given_name(word[1])):
            return True
    return hit.form in tables.given_names and _begins_other_name(text, hit)


def _begins_other_name(text: str, hit: _Hit) -> bool:
    """Tell whether capitalised words that are neither an organization nor a title follow: "Paris Hilton"."""
    run = _RUN.match(text, hit.end)
    if run is None or text.isupper() or _CALENDAR.match(text, hit.end):
        return False
    words = run[0].strip()
    first = words.split()[0].removesuffix("'s").removesuffix("’s")
    return not (looks_like_organization(words) or split_honorific(f"{words} X")[0] or first in _tables().senses)


def _is_only_dateline(text: str, hit: _Hit, before: str) -> bool:
    """Tell whether the whole text is a dateline: who passes just that asks where the story is from."""
    return not before.strip() and _ONLY_DATELINE.match(text, hit.end) is not None


def _lies_elsewhere(text: str, hit: _Hit) -> bool:
    """Tell whether a state of another country follows: "Dublin, California"."""
    match = _REGION_AFTER.match(text, hit.end)
    senses = _tables().senses.get(match[1], ()) if match else ()
    return any(sense.form == "region" and sense.code != hit.senses[0].code for sense in senses)


def _tie_before(before: str) -> Relation | None:
    match = _TIE_BEFORE.search(before)
    return cast(Relation, match.lastgroup) if match else None


def _is_part_of_word(text: str, start: int) -> bool:
    """Tell whether a hyphen before makes another word of it: "pro-Russian", "Abu Umar al-Iraqi"."""
    if text[start - 1 : start] not in ("-", "‑"):
        return False
    word = _BEFORE_HYPHEN.search(text, max(0, start - 12), start)
    return word is not None and word[1].lower() in _tables().no_prefixes


@cache
def _forms_pattern(key: str) -> re.Pattern[str]:
    """Return the pattern of all forms that begin with the word `key`, the longest first."""
    forms = sorted(_tables().by_first_word[key], key=len, reverse=True)
    words = (re.escape(form).replace(r"\ ", r"\s+").replace("'", "['’]") for form in forms)
    return re.compile(rf"(?:{'|'.join(words)})(?!\w)")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = load_table("countries")
    return table


@cache
def _rows() -> dict[str, tuple[str, list[str], list[str], list[str]]]:
    """Return code -> alpha-3, names, demonyms, capitals."""
    rows = {}
    for code, line in _table()["countries"].items():
        alpha3, *parts = (part.strip() for part in line.split("|"))
        names, demonyms, capitals = (_forms(part) for part in parts)
        rows[code] = (alpha3, names, demonyms, capitals)
    return rows


def _forms(listed: str) -> list[str]:
    """Return the forms of a comma list; "Russian(s)" stands for two."""
    forms: list[str] = []
    for item in filter(None, (part.strip() for part in listed.split(","))):
        forms += [item[:-3], f"{item[:-3]}s"] if item.endswith("(s)") else [item]
    return forms


@cache
def _codes() -> dict[str, str]:
    """Return alpha-2, alpha-3 and names of up to three capitals ("UK", "DRC") -> alpha-2."""
    codes = {form: code for code, row in _rows().items() for form in row[1] if len(form) <= 3 and form.isupper()}
    codes |= {row[0]: code for code, row in _rows().items() if row[0]}
    return codes | {code: code for code in _rows()}


@cache
def _names() -> dict[str, str]:
    """Return folded name or demonym -> code, without those of `_codes`, which count in capitals only."""
    listed = [(form, code) for which in (2, 1) for code, row in _rows().items() for form in row[which]]
    return {form.casefold(): code for form, code in listed if form not in _codes()}


@cache
def _display_names() -> dict[str, str]:
    bodies: dict[str, str] = _table()["bodies"]
    return {code: row[1][0] for code, row in _rows().items()} | bodies


@cache
def _tables() -> _Tables:
    table = _table()
    senses = _senses(table)
    by_first_word: dict[str, list[str]] = {}
    for form in senses:
        if (word := _CAPITALISED.match(form)) is not None:
            by_first_word.setdefault(word[0], []).append(form)
    relations = {ending: relation for relation, listed in table["relations"].items() for ending in _forms(listed)}
    endings = "|".join(sorted(relations, key=len, reverse=True))
    words = {
        key: frozenset(_forms(table[key]))
        for key in ("given_names", "surnames", "after_the", "no_country_before_hyphen")
    }
    return _Tables(
        senses=senses,
        by_first_word=by_first_word,
        relations=relations,
        suffix=re.compile(rf"[-‑–]({endings})(?!\w)", re.IGNORECASE),
        suspended=re.compile(rf"-,?\s+(?:and\s+|or\s+)?[A-Z][\w.]*(?:\s[A-Z][\w.]*)?-({endings})(?!\w)", re.IGNORECASE),
        given_names=words["given_names"],
        surnames=words["surnames"],
        after_the=words["after_the"],
        no_prefixes=words["no_country_before_hyphen"],
        georgia=_any_of(table["georgia"]["country"]),
        georgia_state=_any_of(table["georgia"]["state"]),
    )


def _senses(table: dict[str, Any]) -> dict[str, tuple[_Sense, ...]]:
    """Return form -> what it can mean, likelier first; also in capitals, as in "RUSSIA"."""
    senses: dict[str, tuple[_Sense, ...]] = {}

    def add(form: str, sense: _Sense) -> None:
        for key in {form, form.upper()} if len(form) > 3 else {form}:
            senses[key] = (*senses.get(key, ()), sense)

    for code, (_, names, demonyms, capitals) in _rows().items():
        for kind, forms in (("name", names), ("demonym", demonyms), ("capital", capitals)):
            for form in forms:
                add(form, _Sense(cast(Form, kind), code))
    for prefix, code in table["prefixes"].items():
        add(prefix, _Sense("prefix", code))
    for kind, key in (("city", "cities"), ("region", "regions")):
        for code, listed in table[key].items():
            for form in _forms(listed):
                add(form, _Sense(cast(Form, kind), code))
    return senses | dict.fromkeys(_forms(table["no_country"]), ())


def _any_of(listed: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _forms(listed)))})\b")
