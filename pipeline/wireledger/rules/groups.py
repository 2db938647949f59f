"""Sentence -> groups without names: "six Chinese-owned entities", "four Russians", "dozens of shipping companies".

In: a sentence and the countries found in it. Out: offsets, count, type, nationality and role of each group. An ellipsis
takes the type of the group before it: "six Chinese-owned entities, one Russian and two based in Singapore".
"""

import re
from dataclasses import dataclass

from wireledger.rules.lexicon import clean_count, head_nouns, head_pattern, number_words, stop_words
from wireledger.rules.roles import NO_MODIFIER
from wireledger.spans import Found
from wireledger.values.countries import CountryRef, clean_country

_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}|(?:{'|'.join(sorted(number_words(), key=len, reverse=True))})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|hundred|dozen))?|a dozen)"
_COUNT_BEFORE = re.compile(
    rf"(?<![\w$€£.,-])({_NUMBER})(?:\s+(?:of\s+(?:the\s+|its\s+|their\s+)?|other\s+|more\s+|additional\s+|new\s+))?\s*$",
    re.IGNORECASE,
)
_VAGUE_BEFORE = re.compile(
    r"\b(?:dozens|scores|hundreds|several|a (?:number|group|handful|series)|some|many|more|other|top|senior|certain)\s*(?:of\s*)?$",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(
    rf"(?:,|\band|-|–|—|:|;)\s*({_NUMBER})\s+(?:(?:are|were|is|was)\s+)?(?:based\s+in\s+|from\s+|in\s+)?(?=[A-Z])",
    re.IGNORECASE,
)
_OWNED_AFTER = re.compile(r"\s+of\s+(?:an?|the)\s+")
_ONE_BEFORE = re.compile(r"\b(?:a|an|its|their|another)\s+$", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"\b(?:biggest|largest|main|leading|top|oldest)\b")
_LARGEST_OF = re.compile(r"[’']s?\s+(?:\w+-)?(?:biggest|largest|main|oldest)\b")
_TIED = re.compile(
    r"\s+(?:with\s+(?:\w+\s+)?(?:ties|links)\s+to|connected\s+to|involved\s+(?:in|with)|linked\s+to|tied\s+to|associated\s+with|close\s+to|operating\s+in|accused\s+of|responsible\s+for)\s+[^,.;:”\"]{3,60}?(?=[,.;:”\"]|\s+(?:and|as|who|which|that|over|in|on|for)\b|$)"
)
_OF_WHAT = re.compile(
    r"\s+of\s+(?:Mr\.\s)?[^,.;:”\"]{3,60}?(?=[,.;:”\"]|\s+(?:and|as|who|which|that|over|in|on|for|from)\b|$)"
)
_SORTS = frozenset(["companies", "firms", "businesses"])  # what says more than "entities", if little
_WORD = re.compile(r"[\w’'.-]+(?:-[\w’'.]+)*")
_BASED_AFTER = re.compile(
    r"\s*,?\s*(?:that (?:are|is) |which (?:are|is) )?(?:based|registered|located|headquartered|operating)?\s*(?:in|from)\s+(?:the\s+)?$"
)
_COORDINATED_HEAD = re.compile(r"\s+(?:and|or)\s+(?=[\w -]{0,30}$)")


@dataclass(frozen=True, slots=True)
class Group:
    """A group without names.

    Attributes:
        start: First code point in the sentence (its number, or first modifier).
        end: One past the last.
        count: How many, or None where the text does not say a number.
        type: Target type of RECORDS.md.
        nationality: Codes in order of mention.
        role: Offsets of the noun phrase that says what they are, or None.
        is_single: One thing by an article or a superlative ("a Macao bank"), not by a number.
        bare: Neither number nor nationality nor "several": a target only right after its trigger.
    """

    start: int
    end: int
    count: int | None
    type: str
    nationality: tuple[str, ...]
    role: tuple[int, int] | None
    bare: bool = False
    is_single: bool = False


def find_groups(text: str, countries: list[Found[CountryRef]]) -> list[Group]:
    """Return the groups of a sentence in order. A head noun alone ("officials said") is none."""
    groups: list[Group] = []
    for match in head_pattern().finditer(text):
        if not match[0].islower() and _has_lower_case(text):
            continue  # "SAC Capital Advisors" is a name
        target_type, telling = head_nouns()[re.sub(r"\s+", " ", match[0].lower())]
        group = _group(text, match.start(), match.end(), target_type, telling, countries)
        if group is not None and (not groups or group.start >= groups[-1].end):
            groups.append(group)
    for found in countries:
        if found.value.form == "demonym" and found.value.relation is None and not _inside(groups, found):
            if (group := _demonym_group(text, found, groups)) is not None:
                groups.append(group)
        elif (
            found.value.form in ("name", "capital", "city")
            and not _inside(groups, found)
            and (group := _elliptic(text, found, groups)) is not None
        ):
            groups.append(group)
    return sorted(groups, key=lambda group: group.start)


def _has_lower_case(text: str) -> bool:
    """Tell whether a text writes common words small, as sentences do and many headlines don't."""
    return sum(word.islower() for word in text.split()) * 2 > len(text.split())


def _inside(groups: list[Group], found: Found[CountryRef]) -> bool:
    return any(group.start <= found.start_char < group.end for group in groups)


def _group(
    text: str, start: int, end: int, target_type: str, telling: bool, countries: list[Found[CountryRef]]
) -> Group | None:
    head_start, left = start, _walk_left(text, start)
    nationality: list[str] = []
    role_start = left
    for found in countries:
        if left <= found.start_char < head_start and found.value.relation not in ("born", "linked"):
            nationality += [code for code in found.value.codes if code not in nationality]
            role_start = max(role_start, found.end_char)
    count, begin = _count(text, left)
    if begin < left:
        left = begin
    elif count is None and (inner := _leading_number(text, left, head_start)) is not None:
        count, after = inner
        role_start = max(role_start, after)
    vague = _VAGUE_BEFORE.search(text[:left])
    is_single = False
    if (
        count is None
        and (nationality or _SUPERLATIVE.search(text[left:head_start]))
        and _ONE_BEFORE.search(text[:left])
    ):
        # "a Macao bank", "its biggest bank": one that the story does not name
        count, is_single = 1, True
    elif count is None and _LARGEST_OF.search(text[left:head_start]):
        count, is_single = 1, True  # "Russia's largest bank"
    if target_type == "country" and (count is None or is_single):
        return None
    plural = text[head_start:end].lower().endswith(("s", "people", "men", "elites", "aircraft"))
    bare = count is None and not nationality and vague is None
    if plural == is_single or (not plural and count != 1):
        return None
    for found in countries:
        gap = text[end : found.start_char]
        if 0 <= found.start_char - end <= 40 and _BASED_AFTER.fullmatch(gap) and not nationality:
            nationality += found.value.codes
    if (owned := _OWNED_AFTER.match(text[end:])) is not None:
        # "a Namibia-based subsidiary of a Chinese company": both states
        at = end + owned.end()
        nationality += [
            code for c in countries if c.start_char == at for code in c.value.codes if code not in nationality
        ]
    while role_start < head_start and not text[role_start].isalpha():
        role_start += 1
    role_end = end
    tied = _TIED.match(text[end : end + 90])
    if tied is not None and ((count is None and not nationality) or (is_single and not telling)):
        role_end, telling = end + tied.end(), True  # "people with ties to the Kremlin" is said in no other way
    if text[head_start:end].startswith("member") and (of := _OF_WHAT.match(text, end)) is not None:
        role_end, telling = of.end(), True
    role = (role_start, role_end) if telling or text[role_start:head_start].strip() else None
    if role and not telling and all(word.lower() in NO_MODIFIER for word in text[role_start:head_start].split()):
        role = None
    if role is None and count is not None and text[head_start:end] in _SORTS:
        role = (head_start, end)
    return Group(left, end, count, target_type, tuple(nationality), role, bare, is_single)


def _walk_left(text: str, start: int) -> int:
    """Return where the modifiers of the head noun at `start` begin."""
    left = start
    for _ in range(6):
        before = text[:left].rstrip(" ")
        if not before or before[-1] in ',;:.()—–"“”‘\n' or (before[-1] == "’" and not before.endswith("s’")):
            break
        word = re.search(r"[\w’'.-]+$", before)
        if word is None:
            break
        bare = word[0].lower()
        if bare.endswith(("'s", "’s")) and clean_country(word[0][:-2]) is None:
            break  # "Earl Jones's accounts" are his
        if (
            bare == "and"
            or bare in stop_words()
            or clean_count(bare) is not None
            or (bare.endswith(("ly", "ed", "ing")) and not _is_modifier(bare))
        ):
            if bare == "and" and re.search(r"\b[A-Z][a-z]+(?:n|ese|sh|i) and$", before):
                left = word.start()
                continue
            break
        left = word.start()
    return _skip_and(text, left)


def _skip_and(text: str, left: int) -> int:
    match = re.match(r"and\s+", text[left:])
    return left + match.end() if match else left


def _is_modifier(word: str) -> bool:
    return word.endswith(
        ("-owned", "-based", "-linked", "-flagged", "-backed", "-registered", "-controlled", "-affiliated")
    ) or word in (
        "shipping",
        "trading",
        "holding",
        "mining",
        "banking",
        "engineering",
        "manufacturing",
        "fishing",
        "purchasing",
        "publishing",
        "broadcasting",
        "money-laundering",
        "state-owned",
        "unnamed",
        "united",
        "leading",
        "alleged",
        "listed",
        "limited",
        "retired",
        "elected",
    )


def _count(text: str, left: int) -> tuple[int | None, int]:
    match = _COUNT_BEFORE.search(text[:left])
    if match is None:
        return None, left
    return clean_count(match[1]), match.start(1)


def _leading_number(text: str, left: int, head: int) -> tuple[int, int] | None:
    match = re.match(rf"({_NUMBER})\s+", text[left:head], re.IGNORECASE)
    if match is None or (count := clean_count(match[1])) is None:
        return None
    return count, left + match.end()


def _demonym_group(text: str, found: Found[CountryRef], groups: list[Group]) -> Group | None:
    """Read "four Russians" and, after another group, "one Chinese"."""
    count, begin = _count(text, found.start_char)
    word = text[found.start_char : found.end_char]
    if (
        count is not None
        and groups
        and begin > groups[0].end
        and _ELLIPSIS.search(text[max(0, begin - 6) : found.start_char + 1])
    ):
        before = [group for group in groups if group.end <= begin][-1]
        return Group(begin, found.end_char, count, before.type, tuple(found.value.codes), None)
    if (
        word.endswith(("s", "men"))
        and word not in ("Swiss",)
        and (count is not None or _VAGUE_BEFORE.search(text[: found.start_char]))
    ):
        return Group(begin, found.end_char, count, "person", tuple(found.value.codes), None)
    return None


def _elliptic(text: str, found: Found[CountryRef], groups: list[Group]) -> Group | None:
    """Read "two based in Singapore" and "four from China" after another group of the sentence."""
    match = re.search(
        rf"({_NUMBER})\s+(?:(?:are|were)\s+)?(?:based\s+in|from|in)\s+(?:the\s+)?$",
        text[: found.start_char],
        re.IGNORECASE,
    )
    if match is None or not groups or match.start() <= groups[0].end:
        return None
    before = [group for group in groups if group.end <= match.start()][-1]
    return Group(match.start(), found.end_char, clean_count(match[1]), before.type, tuple(found.value.codes), None)
