"""The table of currencies: how news writes them, and what ISO 4217 code that means.

Comes in: `resources/currency_names.yaml`. Goes out: one cached `CurrencyTable`: look-ups by sign, abbreviation, name.
Does not search text (see `money.py`), and knows neither rates nor history: a currency that the words don't settle
("pesos") has the code None, and one that left ISO 4217 before 2010 is as good as unknown.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from wireledger.values.tables import load_table

STORY_DOLLAR = "$"
"""Stands in `Currency.code` for a bare dollar, whose country the caller knows better."""


@dataclass(frozen=True, slots=True)
class Currency:
    """One way of naming a currency.

    Attributes:
        code: ISO 4217; `STORY_DOLLAR` for a bare dollar; None where the word doesn't settle it.
        dot_groups: Whether its users part thousands with a dot.
        divisor: 100 for cents and pence, else 1.
        guarded: The name means much else too: trust it only beside a scale word (or digit groups).
        noun: The name's noun where it is spelled out, lower case singular ("pound"), else "".
        singular: Whether it is spelled out in the singular ("dollar"); then a sum needs a hyphen or a scale word.
    """

    code: str | None
    dot_groups: bool = False
    divisor: int = 1
    guarded: bool = False
    noun: str = ""
    singular: bool = False


@dataclass(frozen=True, slots=True)
class CurrencyTable:
    """Every way of naming a currency.

    Attributes:
        signs: `"€"` -> currency.
        signed: (letters, sign) -> currency: `("HK", "$")`.
        abbreviations: Letters and ISO codes, case as written -> currency.
        names: Lower-case names of one to four words, spaces single -> currency.
        max_words: Number of words of the longest name.
        behind_dollars: Words after a dollar sum that say whose dollar it is.
    """

    signs: dict[str, Currency]
    signed: dict[tuple[str, str], Currency]
    abbreviations: dict[str, Currency]
    names: dict[str, Currency]
    max_words: int
    behind_dollars: dict[str, Currency]


@cache
def currency_table() -> CurrencyTable:
    """Return the table, loaded on first use."""
    raw = load_table("currency_names")
    dotted = frozenset(raw["dot_groups"].split())

    def currency(code: str | None, **marks: Any) -> Currency:
        return Currency(code, dot_groups=code in dotted, **marks)

    abbreviations = {code: currency(code) for code in raw["codes"].split()}
    abbreviations |= {code: currency(code, guarded=True) for code in raw["guarded_codes"].split()}
    abbreviations |= {letters: currency(code) for letters, code in raw["abbreviations"].items()}
    abbreviations |= {letters: currency(code, guarded=True) for letters, code in raw["guarded_abbreviations"].items()}
    names: dict[str, Currency] = {}
    for noun in raw["nouns"]:
        names |= _names_of(noun, dotted)
    for name, code in raw["trailing"].items():
        code, _, divisor = code.partition("/")
        names[name] = currency(code, noun=name.split()[0], divisor=int(divisor or 1))
    return CurrencyTable(
        signs={sign: currency(code) for sign, code in raw["signs"].items()},
        signed={
            (letters, sign): currency(code)
            for sign, by_letters in raw["signed"].items()
            for letters, code in by_letters.items()
        },
        abbreviations=abbreviations,
        names=names,
        max_words=max(name.count(" ") + 1 for name in names),
        behind_dollars={word: currency(code) for word, code in raw["behind_dollars"].items()},
    )


def _names_of(noun: dict[str, Any], dotted: frozenset[str]) -> dict[str, Currency]:
    """Return every name that one entry of `nouns` makes: bare, and behind each nationality."""
    forms = noun["forms"].split()
    bare = Currency(
        noun["bare"],
        dot_groups=noun["bare"] in dotted,
        divisor=noun.get("divisor", 1),
        guarded=noun.get("guarded", False),
        noun=forms[0],
    )
    # A first form that another one lengthens ("dollar", "dollars") is a singular; "yen" and "yuan" have none.
    singular = forms[0] if len(forms) > 1 and forms[1].startswith(forms[0][:-1]) else ""
    names = {form: replace(bare, singular=form == singular) for form in forms}
    for adjective, code in noun.get("of", {}).items():
        qualified = replace(bare, code=code, dot_groups=code in dotted, guarded=False)
        names |= {f"{adjective} {form}": replace(qualified, singular=form == singular) for form in forms}
    return names


@cache
def currency_nouns() -> frozenset[str]:
    """Return every word that may end a currency's name, in lower case: a text without any of them names none."""
    return frozenset(name.split(" ")[-1] for name in currency_table().names)
