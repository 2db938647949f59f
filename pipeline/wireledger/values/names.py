"""What a name's own words say: keys to compare by, person or organization, short forms, acronyms, aliases.

In: names, or a sentence for `find_aliases`. Out: plain values and offsets. The word lists are `resources/legal_forms.yaml`,
`honorifics.yaml` and `given_names.yaml`.

Not done here: finding names in text, and deciding which names of a story mean the same. Two names with the same
`name_key` are the same to the score of RECORDS.md; everything else here is a guess from the words alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from wireledger.values.tables import load_table

AliasKind = Literal["aka", "former", "acronym", "short"]

_POSSESSIVE = re.compile(r"['’]s\b")
_APOSTROPHES = str.maketrans("", "", "'’")
# Transcriptions write the Arabic letter ayn so: "‘Abd al-Rahman".
_AYNS = str.maketrans("", "", "‘’`'")
_NO_WORD = re.compile(r"[^\w]+")
_INITIAL = re.compile(r"[A-Z]\.?$")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name that a sentence gives to a name.

    Attributes:
        name_end: Where the primary name ends, so that a caller can look up the name that stands there; exclusive.
        start_char: First code point of the alias, without quotes and article.
        end_char: One past the last.
        kind: `aka`, `former` ("formerly Velmur Ltd"), `acronym` ("(VTC)") or `short` ("(Velmur)").
    """

    name_end: int
    start_char: int
    end_char: int
    kind: AliasKind


class _Words(NamedTuple):
    passed_over: frozenset[str]
    legal: frozenset[str]
    prefixes: frozenset[str]
    organization: frozenset[str]
    organization_endings: tuple[str, ...]
    common: frozenset[str]
    no_alias: frozenset[str]
    small: frozenset[str]
    titles: frozenset[str]
    title_phrases: frozenset[str]
    titles_with_given_name: frozenset[str]
    given: frozenset[str]
    family_first: frozenset[str]
    particles: frozenset[str]
    telling_particles: frozenset[str]
    family_endings: tuple[str, ...]
    place_words: frozenset[str]
    not_persons: frozenset[str]


@lru_cache(maxsize=65536)
def name_key(text: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents, punctuation, legal forms and articles.

    Use to compare and to index names. Agrees with the score of RECORDS.md: all words are kept where nothing else is
    left ("The Limited Co" has a key), and a text without words gives `()`.
    """
    folded = _fold(text)
    return tuple(word for word in folded if word not in _words().passed_over) or folded


def has_legal_form(text: str) -> bool:
    """Tell whether a name carries a legal form: "Velmur Pte Ltd", "OOO Velmur", "Velmur Group".

    Use where a company must be told from everything else: it hardly ever says yes to a person or a place.
    """
    words = _legal_words(text)
    return len(words) > 1 and (words[0] in _words().prefixes or not _words().legal.isdisjoint(words[1:]))


@lru_cache(maxsize=16_384)
def looks_like_organization(name: str) -> bool:
    """Tell whether a name's words make it an organization: a legal form, "Bank", "Ministry", "-neft", an ampersand.

    Use on a name that is known to be one. Of a lone word it tells whether it is such a word ("Bank" yes; "Velmur" and
    "Velmurbank" no), which is how callers recognise a bare "the Bank".
    """
    if has_legal_form(name) or " & " in name:
        return True
    words = list(_capitalised(name))
    lone = len(name.split()) == 1
    return any(_is_organization_word(word) or (not lone and _has_organization_ending(word)) for word in words)


@lru_cache(maxsize=16_384)
def split_honorific(text: str) -> tuple[str | None, str]:
    """Split "Lt. Gen. Viktor Abramov" into `("Lt. Gen.", "Viktor Abramov")`; the honorific is None where there is none.

    Use before comparing or typing persons' names. The rest is a suffix of `text` and never empty. "General Motors" and
    "Prince Group" are organizations and stay whole.
    """
    words = list(re.finditer(r"\S+", text))
    n = 0
    while n < len(words) - 1:
        if n + 2 < len(words) and f"{words[n][0]} {words[n + 1][0]}" in _words().title_phrases:
            n += 2
        elif _is_title(words[n][0]):
            n += 1
        else:
            break
    if n == 0:
        return None, text
    rest = text[words[n].start() :]
    if not rest[0].isalpha() or (rest[0].islower() and _particle(words[n][0]) is None) or looks_like_organization(rest):
        return None, text
    return text[words[0].start() : words[n - 1].end()], rest


def is_given_name(word: str) -> bool:
    """Tell whether a word is a common given name somewhere in the world; of "Jean-Marie" the first half counts."""
    given = _words().given
    folded = _fold_word(word)
    return folded in given or ("-" in folded and folded.split("-")[0] in given)


@lru_cache(maxsize=16_384)
def looks_like_person(name: str) -> bool:
    """Tell whether a name reads as a person's full name, with or without an honorific.

    Use on a name whose text says nothing of its type. It asks for two to five capitalised words, particles aside, and for
    a sign: a given name or an East Asian family name in front, an initial in the middle, "bin" or "von", an ending like
    "-enko". A lone surname is no sign.
    """
    title, bare = split_honorific(name)
    bare = re.sub(r",? (?:[JS]r\.?|I{2,3}|IV)$", "", bare)
    bare = re.sub(r"\s[“\"‘'][^“”\"]{1,25}[”\"’'](?=\s)", "", bare).translate(_AYNS)
    words = bare.split()
    if any(not word[0].isalpha() for word in words) or looks_like_organization(bare) or _names_place(bare, words):
        return False
    full = [
        word for word in words if not (word.islower() or word[0].islower()) or word.startswith(("al-", "el-", "ul-"))
    ]
    small = [word for word in words if word not in full]
    if any(_particle(word) is None for word in small) or not (1 if title else 2) <= len(full) <= 5 or not full:
        return False
    if title is not None:
        return True
    return _has_sign_of_person(full, small)


@lru_cache(maxsize=16_384)
def is_short_form(short: str, full: str) -> bool:
    """Tell whether `short` may stand for `full` in the same story: "Mr. Lee" for "David Lee", "GDC", "Velmur".

    Use to join the mentions of one story; it says nothing across stories. Strict on words that many names share: "the
    Bank", "China" and "International" are short for nothing. Names with the same key are each other's short forms.
    """
    title, bare = split_honorific(short)
    _, bare_full = split_honorific(full)
    few, many = name_key(bare), name_key(bare_full)
    if not few or not many:
        return False
    if few == many:
        return True
    if has_legal_form(short) and not has_legal_form(full) and looks_like_person(full):
        return False  # "Dell Inc" is not Michael Dell
    if is_acronym_of(short, full):
        return True
    if len(few) >= len(many):
        return False
    if looks_like_person(full):
        # "Green" is a common word, and Jason Green's name.
        return not all(_is_generic(word) for word in few) and _is_short_person(title, few, many)
    if all(_is_common(word) for word in few):
        return False
    if _is_short_organization(few, many):
        return True
    # A name of two or three words that nothing tells from a person's: the last may be a surname.
    return len(many) <= 3 and few == many[-1:] and len(few[0]) > 3 and not looks_like_organization(full)


def acronym_of(full: str) -> frozenset[str]:
    """Return the acronyms in capitals that the initials of `full` make: with and without small words and legal forms.

    Use to index names by their acronyms. "Golden Delta Company Ltd" gives GDC, GD, GDCL; a single word gives none.
    """
    words = _acronym_words(full)
    if len(words) < 2:
        return frozenset()
    kinds: list[Callable[[_AcronymWord], bool]] = [
        (lambda w: True),
        (lambda w: not w.small),
        (lambda w: not w.legal),
        (lambda w: not (w.small or w.legal)),
    ]
    made = {"".join(word.text[0] for word in words if keep(word)).upper() for keep in kinds}
    plain = [word for word in words if not word.small]
    # "Golden Delta Company Ltd" keeps "Company": only the last legal form goes.
    while plain and plain[-1].legal:
        plain = plain[:-1]
        made.add("".join(word.text[0] for word in plain).upper())
    return frozenset(letters for letters in made if len(letters) > 1)


def is_acronym_of(acronym: str, full: str) -> bool:
    """Tell whether `acronym` is made of the beginnings of the words of `full`: "GDC", "G.D.C.", "FinCEN".

    Use for one pair; each word that is not small or a legal form must give its first letter, and may give up to three.
    """
    letters = re.sub(r"[.\s-]", "", acronym.removeprefix("the "))
    if not 2 <= len(letters) <= 10 or not letters.isalnum() or not letters[0].isupper():
        return False
    if len(_acronym_words(full)) < 2 or sum(char.isupper() for char in letters) < 2:
        return False
    return letters.upper() in acronym_of(full) or _spells(letters.casefold(), tuple(_acronym_words(full)))


def find_aliases(text: str) -> list[Alias]:
    """Find the constructions that give a name another name, in order of place, none overlapping.

    Use on whole sentences: "X, also known as Y", "X (a.k.a. Y and Z)", "X, formerly Y", "X (VTC)", 'X ("Velmur")',
    "X, or VTC,", 'nicknamed "Y"', "doing business as Y". Tickers, ages, years, agencies, places and money in brackets
    are none.
    """
    found: list[Alias] = []
    if any(cue in text for cue in _CUE_LITERALS):
        for cue in _cue().finditer(text):
            found += _after_cue(text, cue)
    if "(" in text:
        for bracket in _BRACKET.finditer(text):
            found += _in_bracket(text, bracket)
    if ", or " in text:
        found += [
            Alias(match.start(), match.start(1), match.end(1), "acronym")
            for match in _OR_ACRONYM.finditer(text)
            if is_acronym_of(match[1], _name_before(text, match.start()))
        ]
    found.sort(key=lambda alias: (alias.start_char, alias.end_char))
    kept: list[Alias] = []
    for alias in found:
        if not kept or alias.start_char >= kept[-1].end_char:
            kept.append(alias)
    return kept


# --- words -------------------------------------------------------------------------------------------------------------


def _fold(text: str) -> tuple[str, ...]:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return tuple(_NO_WORD.sub(" ", _POSSESSIVE.sub("", bare).translate(_APOSTROPHES)).split())


@lru_cache(maxsize=65536)
def _fold_word(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.strip('.,;:()“”"')).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char) and char not in "'’‘`")


def _legal_words(text: str) -> list[str]:
    return [word.strip(",;()").rstrip(".") for word in text.split()]


def _capitalised(name: str) -> Iterator[str]:
    return (word for word in re.split(r"[\s/-]+", name) if word[:1].isupper())


@lru_cache(maxsize=65536)
def _is_organization_word(word: str) -> bool:
    folded = _fold_word(_POSSESSIVE.sub("", word))
    words = _words().organization
    if folded in words:
        return True
    plural = folded.endswith("s") and (folded[:-1] in words or (folded.endswith("ies") and f"{folded[:-3]}y" in words))
    return plural


def _has_organization_ending(word: str) -> bool:
    folded = _fold_word(word)
    return any(folded.endswith(ending) and len(folded) >= len(ending) + 3 for ending in _words().organization_endings)


def _is_title(word: str) -> bool:
    return word[:1].isupper() and _fold_word(word) in _words().titles


def _particle(word: str) -> str | None:
    folded = _fold_word(word).split("-")[0]
    return folded if folded in _words().particles else None


@lru_cache(maxsize=65536)
def _is_generic(word: str) -> bool:
    """Tell whether a folded word is an organization word or a country: "bank", "china", "russian"."""
    # The table of countries needs this module's given names; the other way round it is needed in a few questions only.
    from wireledger.values.countries import clean_country

    return len(word) == 1 or _is_organization_word(word) or clean_country(word) is not None


def _is_common(word: str) -> bool:
    """Tell whether a folded word says too little to stand for a company: generic ones, and "first", "golden"."""
    return word in _words().common or _is_generic(word)


def _names_place(bare: str, words: list[str]) -> bool:
    """Tell whether a name is a place, or begins with a nationality: "Jordan Valley", "German Chancellor"."""
    from wireledger.values.countries import clean_country, is_place_name

    if bare in _words().not_persons or any(_fold_word(word) in _words().place_words for word in words[1:]):
        return True
    if is_place_name(bare):
        return True
    if not words or clean_country(words[0]) is None:
        return False
    # "Jordan Velmar" is a person, "German Gonzalo Velmar" as well, "German Velmar" rather somebody's nationality.
    return not (is_given_name(words[0]) and (is_place_name(words[0]) or (len(words) > 2 and is_given_name(words[1]))))


def _has_sign_of_person(full: list[str], small: list[str]) -> bool:
    first, last = full[0], full[-1]
    if is_given_name(first) or (len(full) > 2 and is_given_name(full[1])):
        return True
    family = _words().family_first
    if len(full) <= 3 and not first.isupper() and _fold_word(first).split("-")[0] in family:
        return True
    # "Jinlong Zhang": the Western order.
    if len(full) == 2 and len(last) > 3 and _fold_word(last) in family:
        return True
    if any(_INITIAL.match(word) for word in full[1:-1]):
        return True
    if not _words().telling_particles.isdisjoint(_fold_word(word) for word in small):
        return True
    if any(word.lower().startswith(("al-", "el-", "ul-")) for word in full) or first in ("Abu", "Umm", "Abdul", "Abd"):
        return True
    ending = _fold_word(last)
    return len(ending) > 5 and ending.endswith(_words().family_endings)


def _is_short_person(title: str | None, few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    if len(few) > 1:
        return _in_order(few, many)
    word, place = few[0], many.index(few[0]) if few[0] in many else -1
    if place < 0 or word in _words().particles:
        return False
    if place == 0:
        by_given_name = (
            title is not None and title.split()[-1].rstrip(".").casefold() in _words().titles_with_given_name
        )
        return by_given_name or word in _words().family_first
    return place == len(many) - 1 or not is_given_name(word)


def _is_short_organization(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    if len(few) > 1:
        return many[: len(few)] == few or (_in_order(few, many) and sum(not _is_common(word) for word in few) >= 1)
    telling = next((word for word in many if not _is_common(word)), None)
    return few[0] == telling and len(few[0]) > 2


def _in_order(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


# --- acronyms ----------------------------------------------------------------------------------------------------------


class _AcronymWord(NamedTuple):
    text: str
    small: bool
    legal: bool


@lru_cache(maxsize=16384)
def _acronym_words(full: str) -> tuple[_AcronymWord, ...]:
    bare = re.sub(r"\([^)]*\)", " ", unicodedata.normalize("NFKD", full).replace("’s", "").replace("'s", ""))
    words: list[_AcronymWord] = []
    for part in re.split(r"[\s/‑–-]+", bare):
        letters = "".join(char for char in part if char.isalnum())
        if letters:
            legal = bool(words) and letters.casefold() in _words().passed_over | {"group", "holdings"}
            words.append(_AcronymWord(letters, letters.casefold() in _words().small, legal))
    return tuple(words)


def _spells(letters: str, words: tuple[_AcronymWord, ...]) -> bool:
    """Tell whether `letters` is a sequence of beginnings of `words` that leaves out small words and legal forms at most."""
    if not words:
        return not letters
    first, rest = words[0], words[1:]
    if (first.small or first.legal) and _spells(letters, rest):
        return True
    text = first.text.casefold()
    return any(letters.startswith(text[:n]) and _spells(letters[n:], rest) for n in range(min(3, len(text)), 0, -1))


# --- aliases -----------------------------------------------------------------------------------------------------------

_CAPITAL_WORD = r"(?:[A-ZÀ-ÖØ-Þİ][\w’'&/-]*(?:\.[A-Z]\b)*|\d+(?:[A-Z]\w*)?(?=\s[A-Z])|(?:al|el|ul|an|ash|as|ar|at|az)-[A-Z][\w’'-]*|e[A-Z]\w+)"
_JOINER = r"(?:of the|of|for the|for|and the|de la|de los|de|del|da|do|dos|di|du|la|le|al|el|bin|ibn|bint|abu|ul|van der|van|von|der|den|e|y|&|on)"
_LEGAL = r"(?:,? (?:Ltd|LTD|Inc|INC|Co|CO|Corp|LLC|L\.L\.C|LLP|GmbH|AG|S\.A|SA|S\.r\.l|SpA|S\.p\.A|B\.V|BV|N\.V|NV|PLC|plc|Limited|JSC|FZE|Pte|Pty|Sdn|Bhd|DMCC)\b\.?)"
_NAME = rf"{_CAPITAL_WORD}\.?(?:{_LEGAL}|(?:[ \n]{_JOINER})?[ \n]{_CAPITAL_WORD}|[ ]\d{{1,3}}(?![\w,%]|\.\d|[ ](?:million|billion|people|years|percent|to|and)\b)|(?<=[ .\n][A-Z])\.|(?<=\b[JS]r)\.)*"
_RUN = re.compile(_NAME)
_QUOTED = re.compile(r"[“\"‘'«„`]{1,2}([^“”\"«»\n]{1,60}?)[,.]?(?:[”\"»]|['’]{1,2}(?!\w))")
_BRACKET = re.compile(r"[ \n]?\((?=[^()]{2,120}\))[ ]?((?:[^()])+?)[ ]?\)")
_ARTICLES = ("al-", "el-", "ul-", "an-", "ash", "as-", "ar-", "at-", "az-")
_BRACKET_LEAD = re.compile(r"(?:hereinafter(?: referred to as)?|or|the|collectively|together|now|then),? ")
_OR_ACRONYM = re.compile(r", or (?:the )?([A-Z][A-Za-z-]{0,8}[A-Z])(?=,|\.|$| \()")
_ACRONYM = re.compile(
    r"(?:[A-Z][A-Za-z]?){1,8}[A-Z](?:-[A-Z]{1,5})?s?$|(?:[A-Z]\.){2,6}$|[A-Z]{2,6}\d?$|[A-Z]-?\d{2}$|[A-Z][a-z]?[A-Z][A-Z a-z-]{0,8}$"
)
_NO_BRACKET = re.compile(
    r"\d{1,4}$|[DRI](?:\.,|-)|[A-Z][a-z]+\.$|[A-Z0-9]+\.[A-Z]{1,2}$|[A-Z]+:|[^\w\s“\"‘']*[$€£¥]|https?:|www\.|<|@|.*\b(?:19|20)\d\d\b"
)
_NEXT_ITEM = re.compile(
    r"[”\"’'»,.]{0,3}(?:\s*[,;]\s*(?:and |or )?|\s+and |\s+or |\s*/\s*)(?:(?:also known as|a\.k\.a\.|aka|AKA:?|the)\s+)?"
)
_ALIAS_LEAD = re.compile(r"[\s:,]*(?:(?:the|The|simply|just|either)\s+)?")
_SPLIT = re.compile(r"\s*(?:;|,(?! (?:Ltd|LTD|Inc|LLC|L\.L\.C|S\.A|Co|Corp|Limited|GmbH|Jr|Sr)\b)|\band\b|\bor\b)\s*")
_APPOSITION = re.compile(
    r",\s(?:(?:an?|the|aged?|his|her|its)\b[^,;()]*|(?:who|which|whose)\b[^,;()]{0,30}|\d[^,;()]*)$"
)
_STARTER = re.compile(
    r"(?:^|[.\n]\s?)(?:However|Meanwhile|Moreover|Earlier|Separately|Still|Instead|Also|Yesterday|Today|In \w+|On \w+)$"
)
_AGE = re.compile(r",?\s*(?:aged? )?\(?\d{1,3}\)?$")
_NOT_LATIN = re.compile(r"[Ѐ-ӿ֐-ۿ一-鿿가-힯぀-ヿ]")
_LOOSE_CUE = re.compile(r"called|dubbed|named|spel(?:led|t)|written")
_CLOSED = re.compile(r"[”\"’]?(?:[,.;:)]|$|\s(?:and|or|is|was|are|were|has|had|said)\b)")
_CUE_LITERALS = (
    " as ",
    "known",
    "alias",
    "formerly",
    "nicknamed",
    "called",
    "dubbed",
    "spelled",
    "k.a",
    "k. a",
    "K.A",
    "aka",
    "AKA",
    "fka",
)
_CUE_TEXT = (
    r"(?P<former>(?:formerly|previously|originally|once)(?:,)? (?:also )?(?:known as|called|named)|formerly(?= [“\"A-Z])|f\.?k\.?a\.?:?(?=\s))"
    r"|(?P<aka>(?:(?:also|better|commonly|otherwise|variously|widely|popularly|simply|most commonly|best|sometimes|publicly|more commonly)[ ,]+)*"
    r"(?:known|referred to|spelled|spelt|written)(?: online| publicly| simply| locally)? (?:as|by (?:the|his|her|their|its) (?:aliases|alias|nickname|nicknames|"
    r"nom de guerre|code ?name|pseudonym|aka|name))|also (?:called|named|spelled|spelt)|nicknamed|dubbed|alias(?:es)?:?(?= [“\"‘A-Z])"
    r"|under the (?:alias|aliases|nickname|pseudonym|name)|a\.\s?k\.\s?a\.?s?:?,?|\baka:?|A\.K\.A\.:?|AKAs?:?|(?:which )?(?:does|doing|did|do) business as"
    r"|operat(?:es|ing|ed) as|trad(?:es|ing|ed) as|d/?b/?a)(?!\w)"
)


@cache
def _cue() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_CUE_TEXT})")


def _after_cue(text: str, cue: re.Match[str]) -> Iterator[Alias]:
    """Yield the aliases behind a cue such as "also known as", up to the closing bracket where it stands in one."""
    kind: AliasKind = "former" if cue["former"] else "aka"
    name_end = _primary_end(text, cue.start())
    if name_end is None:
        return
    opened = text.rfind("(", 0, cue.start())
    closed = text.find(")", cue.end())
    inside = opened >= 0 and closed >= 0 and text.find(")", opened, cue.start()) < 0 and closed - opened < 400
    at = _skip(text, cue.end())
    quoted = text[at : at + 1] in ("“", '"', "‘", "'")
    if not quoted and _LOOSE_CUE.search(cue[0]) and text[: cue.start()].rstrip()[-1:] not in (",", "("):
        return
    while (span := _alias_at(text, at, closed if inside else len(text), inside)) is not None:
        if cue[0] == "formerly" and not quoted and not inside and not _CLOSED.match(text, span[1]):
            return
        if not _is_empty_alias(text[span[0] : span[1]], place_counts="known" in cue[0]):
            yield Alias(name_end, *span, kind)
        following = _next_item(text, span[1], inside)
        if following is None:
            return
        at = following


def _next_item(text: str, at: int, inside: bool) -> int | None:
    """Return where the next alias of a list begins: any in a bracket, outside only quoted ones."""
    item = _NEXT_ITEM.match(text, at)
    if item is None or not item[0].strip("”\"’'».") or _cue().match(text, item.end()):
        return None
    if inside or " or " in item[0] or text[item.end() : item.end() + 1] in ("“", '"', "‘"):
        return item.end()
    return None


def _skip(text: str, at: int) -> int:
    lead = _ALIAS_LEAD.match(text, at)
    return lead.end() if lead else at


def _alias_at(text: str, at: int, limit: int, inside: bool) -> tuple[int, int] | None:
    """Return the alias that begins at `at`: what is quoted there, or the run of capitalised words."""
    if (quoted := _QUOTED.match(text, at, limit)) is not None:
        start, end = quoted.span(1)
        value = text[start:end]
        start, end = start + len(value) - len(value.lstrip()), end - (len(value) - len(value.rstrip()))
        return (start, end) if start < end else None
    if (run := _RUN.match(text, at, limit)) is None:
        return None
    return at, _trimmed_end(text, at, run.end())


def _trimmed_end(text: str, start: int, end: int) -> int:
    """Return `end` before a possessive, and before a full stop that ends the sentence rather than an abbreviation."""
    name = text[start:end]
    if name.endswith(("'s", "’s")):
        return end - 2
    if name.endswith(".") and not has_legal_form(name) and not re.search(r"\b(?:[A-Z]|[JS]r)\.$", name):
        return end - 1
    return end - (len(name) - len(name.rstrip("'’&/-")))


def _in_bracket(text: str, bracket: re.Match[str]) -> Iterator[Alias]:
    """Yield the short form or acronym that a bracket behind a name gives: "(VTC)", '("Velmur")', "(the “Company”)"."""
    content, start = bracket[1], bracket.start(1)
    name_end = bracket.start()
    if not _ends_with_name(text[:name_end]) or _NO_BRACKET.match(content) or _cue().search(content):
        return
    # "Velmur (Cyprus) Ltd" is one name.
    after = text[bracket.end() : bracket.end() + 12]
    if re.match(r" (?:Co|Ltd|LTD|Limited|LLC|Inc|Corp|PLC|Plc|GmbH|Pte|Pty|FZE|Holding|Group|Trading)\b", after):
        return
    at = 0
    while (lead := _BRACKET_LEAD.match(content, at)) is not None:
        if lead[0].startswith(("collectively", "together")):
            return
        at = lead.end()
    before = _name_before(text, name_end)
    pieces = list(_pieces(content, at))
    # "Michael (Mike) Velmar": a given name inside a name is not the name's alias.
    alone = len(pieces) == 1 and not re.match(r" [A-Z]", after)
    for piece in pieces:
        if (kind := _bracket_kind(content[piece[0] : piece[1]], piece[2], before, alone)) is not None:
            yield Alias(name_end, start + piece[0], start + piece[1], kind)


def _pieces(content: str, at: int) -> Iterator[tuple[int, int, bool]]:
    """Yield `(start, end, quoted)` of the parts of a bracket's content."""
    while at < len(content):
        if (quoted := _QUOTED.match(content, at)) is not None:
            start, end = quoted.span(1)
            yield start, start + len(content[start:end].rstrip()), True
            at = quoted.end()
        else:
            cut = _SPLIT.search(content, at)
            end = cut.start() if cut else len(content)
            yield at, end, False
            at = end
        gap = _SPLIT.match(content, at)
        if gap is None or gap.end() == at:
            return
        at = gap.end() + (4 if content.startswith(("the ", "The "), gap.end()) else 0)


def _bracket_kind(alias: str, quoted: bool, before: str, alone: bool) -> AliasKind | None:
    from wireledger.values.countries import is_place_name

    if not alias or is_place_name(before) or _is_empty_alias(alias) or _NO_BRACKET.match(alias):
        return None
    if _ACRONYM.match(alias):
        return "acronym"
    if quoted:
        return "short"
    if _NOT_LATIN.search(alias):
        return "aka"
    if not _RUN.fullmatch(alias) or len(alias.split()) > 5:
        return None
    # Unquoted words are another name only where they repeat a part of the name or begin as nicknames do.
    shared = set(name_key(alias)) & set(name_key(before))
    if not alone:
        return None
    if looks_like_person(before) and len(alias.split()) == 1 and not looks_like_organization(alias):
        return "short"
    if any(not _is_common(word) for word in shared) or re.match(
        r"(?:El|La|Los|Las|Abu|Don|Al|Comandante) [A-Z]", alias
    ):
        return "short"
    return None


def _is_empty_alias(alias: str, place_counts: bool = False) -> bool:
    """Tell whether a candidate is a place, an agency or a word that says nothing: "Reuters", "Moscow", "Company".

    A place is an alias where the text says outright that it is one: "Myanmar, also known as Burma".
    """
    from wireledger.values.countries import is_place_name

    if is_place_name(alias):
        return not place_counts
    if alias in _words().no_alias:
        return True
    key = name_key(alias)
    return not _NOT_LATIN.search(alias) and (not key or (all(_is_common(word) for word in key) and len(key) == 1))


def _ends_with_name(before: str) -> bool:
    """Tell whether the text before a bracket ends with a capitalised word, a legal form, a quote or a number of a name."""
    word = re.search(r"([\w.&’'-]+)[”\"’']?[ \n]?$", before)
    if word is None:
        return False
    first = word[1].rpartition("-")[2][:1] if word[1][:3] in _ARTICLES else word[1][0]
    return first.isupper() or word[1] in ("plc", "mbH") or bool(re.search(r"\b[A-Z][\w’'-]* \d{1,3}$", before))


def _name_before(text: str, end: int) -> str:
    """Return the capitalised run, with its small words, that ends at `end`."""
    run = re.search(
        rf"{_CAPITAL_WORD}\.?(?:,? (?:(?:{_JOINER}|and|the) )*{_CAPITAL_WORD}\.?)*$", text[max(0, end - 120) : end]
    )
    return run[0] if run else ""


def _primary_end(text: str, cue_start: int) -> int | None:
    """Return where the name that the cue speaks of ends, or None where no name stands before it."""
    end = len(text[:cue_start].rstrip(' \n,;:(–—-“"'))
    if text[:end].endswith(
        ("which is", "who is", "that is", "who was", "that are", "which was", "is", "was", "are", "were")
    ):
        end = len(re.sub(r",?\s*(?:(?:which|who|that)\s)?(?:is|was|are|were)$", "", text[:end]))
    for _ in range(3):
        if text[:end].endswith(")") and (opened := text.rfind("(", 0, end)) > 0:
            end = len(text[:opened].rstrip())
        elif (age := _AGE.search(text, max(0, end - 14), end)) is not None and text[age.start() : age.start() + 1] in (
            ",",
            " ",
            "(",
        ):
            end = age.start()
        elif (
            not _ends_with_name(text[:end]) and (aside := _APPOSITION.search(text, max(0, end - 160), end)) is not None
        ):
            end = aside.start()
        else:
            break
    end = len(text[:end].rstrip(' ,;:“"”'))
    if not _ends_with_name(text[:end]) or _STARTER.search(text[:end]):
        return None
    return end - 2 if text[:end].endswith(("'s", "’s")) else end


# --- tables ------------------------------------------------------------------------------------------------------------


@cache
def _words() -> _Words:
    legal, honorifics, given = (load_table(name) for name in ("legal_forms", "honorifics", "given_names"))
    forms = {word.rstrip(".") for word in legal["suffixes"].split()}
    forms |= {shape for word in legal["words"].split() for shape in (word, word.upper())}
    titles = honorifics["titles"].casefold().split()
    return _Words(
        passed_over=frozenset(legal["passed_over"].split()),
        legal=frozenset(forms),
        prefixes=frozenset(legal["prefixes"].split()),
        organization=frozenset(_fold_word(word) for word in legal["organization_words"].split()),
        organization_endings=tuple(legal["organization_endings"].split()),
        common=frozenset(legal["common"].casefold().split()),
        no_alias=frozenset(legal["no_alias"].split()),
        small=frozenset(legal["small_words"].split()),
        titles=frozenset(_fold_word(word) for word in titles),
        title_phrases=frozenset(phrase.strip() for phrase in honorifics["phrases"].split(",")),
        titles_with_given_name=frozenset(honorifics["with_given_name"].casefold().split()),
        given=frozenset(_fold_word(word) for names in given["given"].values() for word in names.split()),
        family_first=frozenset(given["family_first"].split()),
        particles=frozenset(given["particles"].split()),
        telling_particles=frozenset(given["telling_particles"].split()),
        family_endings=tuple(given["endings"].split()),
        place_words=frozenset(given["place_words"].split()),
        not_persons=frozenset(name.strip() for name in given["not_persons"].split(",")),
    )
