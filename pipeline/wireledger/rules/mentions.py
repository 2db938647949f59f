"""Sentence -> mentions: authorities, countries, names, groups without names, money, dates, programs.

In: a `Sentence` and what is known of the story. Out: `Mention`s in order of place, offsets in the story's field. A stretch
of text gets one label: an authority's name is no target name, a demonym inside a group belongs to the group.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.groups import find_groups
from wireledger.rules.names import NameSpan, find_names
from wireledger.segment import Sentence
from wireledger.segment.zones import dateline_end
from wireledger.spans import Found
from wireledger.values.authorities import find_authorities
from wireledger.values.countries import CountryRef, find_countries
from wireledger.values.dates import find_dates
from wireledger.values.money import find_money
from wireledger.values.names import looks_like_organization

_PROGRAM = re.compile(
    r"(?:Section\s+7031\([a-z]\)\s+of\s+the\s+)?Department\s+of\s+State,\s+Foreign\s+Operations,?\s+and\s+Related\s+Programs\s+Appropriations\s+Acts?(?:,\s+\d{4}|\s+of\s+\d{4})?|(?:Executive\s+Order\s+(?:\(E\.?O\.?\)\s*)?|E\.?O\.?\s+)\d{4,5}"
    r"|UNSCR\s+\d{3,4}|(?:U\.?N\.?\s+)?(?:Security\s+Council\s+)?Resolutions?\s+\d{3,4}(?:\s+\(\d{4}\))?"
    r"|(?:Section\s+\d+[A-Z]?(?:\([A-Za-z0-9]\))*\s+of\s+the\s+)?(?:[A-Z][\w’'-]+\s+(?:(?:of|and|the|for|in|to|Through|with)\s+){0,2}){1,8}(?:Acts?|Regulations?|Code)\b(?:\s+of\s+\d{4})?"
    r"|Section\s+\d{3,4}[A-Z]?(?:\([A-Za-z0-9]\))*|IEEPA|Entity\s+List|CAATSA|Special\s+Measures?\s+\d"
)

_AGENCIES = frozenset(
    {
        "Reuters",
        "AP",
        "AFP",
        "UPI",
        "Bloomberg",
        "Xinhua",
        "Associated Press",
        "The Associated Press",
        "Thomson Reuters",
        "REUTERS",
        "CNN",
        "BBC",
    }
)
# "said on Twitter" names where, "fined Twitter" whom.
_MEDIA = frozenset({"Twitter", "Facebook", "X", "Telegram", "YouTube", "Instagram", "Fox News", "TikTok", "LinkedIn"})
_IN_MEDIA = re.compile(r"\b(?:on|via|to|over)\s+$")
# Faiths, parties and regions: no party to an action by themselves.
_PEOPLES = frozenset(
    [
        "Muslim",
        "Christian",
        "Jewish",
        "Jew",
        "Islamist",
        "Sunni",
        "Shiite",
        "Shi’ite",
        "Arab",
        "Kurd",
        "Kurdish",
        "Republican",
        "Democrat",
        "Democratic",
        "Western",
        "European",
        "African",
        "Asian",
        "Latin",
        "Dreamer",
        "Conservative",
        "Liberal",
        "Labour",
        "Nazi",
        "Soviet",
        "Communist",
    ]
)
_COMMON_STARTS = frozenset(
    [
        "out",
        "major",
        "key",
        "sanctions",
        "bank",
        "banks",
        "executives",
        "traders",
        "shareholders",
        "customers",
        "consumers",
        "government",
        "president",
        "police",
        "court",
        "courts",
        "congress",
        "republicans",
        "democrats",
        "international",
        "western",
        "european",
        "asian",
        "federal",
        "financial",
        "economic",
        "trade",
        "oil",
        "energy",
        "ministers",
        "leaders",
        "diplomats",
        "western",
        "global",
    ]
)


@dataclass(frozen=True, slots=True)
class StoryContext:
    """What the finders need to know of the whole story: `published` (ISO prefix or None) and the `home` country code."""

    published: str | None
    home: str | None = None


def find_programs(sentence: Sentence) -> list[Mention]:
    """Return the acts, orders and resolutions that a sentence names."""
    return [Mention(sentence.span_at(*match.span()), "program", match[0]) for match in _PROGRAM.finditer(sentence.text)]


def find_mentions(sentence: Sentence, context: StoryContext) -> list[Mention]:
    """Return the mentions of one sentence, in order of place, none overlapping another."""
    text = sentence.text
    # "WASHINGTON (Reuters) -" names no party.
    news_start = dateline_end(text) if sentence.index in (0, 1) else 0
    taken: list[tuple[int, int]] = []
    mentions: list[Mention] = []

    def add(start: int, end: int, label: str, value: object, **attributes: object) -> None:
        if start < news_start or any(start < right and left < end for left, right in taken):
            return
        taken.append((start, end))
        mentions.append(Mention(sentence.span_at(start, end), label, text[start:end], value, attributes))

    for program in _PROGRAM.finditer(text):
        add(program.start(), program.end(), "program", program[0])
    for money in find_money(text):
        add(money.start_char, money.end_char, "money", money.value)
    for date in find_dates(text, context.published):
        add(date.start_char, date.end_char, "date", date.value)
    countries, names = find_countries(text), find_names(text)
    for group in find_groups(text, countries):
        # "Lumber Liquidators" is a firm; headlines alone write "Two Chinese Firms" so.
        if sentence.index < 0 or not any(_names_whole(name, group.start, group.end) for name in names):
            add(group.start, group.end, "group", group)
    bodies = find_authorities(text, home=context.home)
    for body in bodies:
        # "U.S. Steel Corp" is a name though "U.S." begins authorities: the longer of the two wins.
        if not any(n.start <= body.start_char and n.end > body.end_char and n.type != "unknown" for n in names):
            add(body.start_char, body.end_char, "authority", body.value)
    for country in countries:
        if not any(_owns(name, country) for name in names):
            add(country.start_char, country.end_char, "country", country.value)
    for name in names:
        bracketed = text[name.start - 1 : name.start] == "(" and text[name.end : name.end + 1] == ")"
        posted = name.text in _MEDIA and _IN_MEDIA.search(text[: name.start]) is not None
        if not (bracketed or posted or _is_country(name.start, name.end, countries) or _is_noise(name)):
            add(name.start, name.end, "name", name, type=name.type)
    mentions.sort(key=lambda mention: mention.span.start_char)
    return mentions


def _names_whole(name: NameSpan, start: int, end: int) -> bool:
    """Tell whether a group's words are the end of a name in capitals, or all of it."""
    return name.start <= start and name.end == end and " " in name.text and name.text.rpartition(" ")[2][0].isupper()


def _owns(name: NameSpan, country: Found[CountryRef]) -> bool:
    """Tell whether a country is a part of a name: "Iran Air", and "Bank of America", but not "But America"."""
    if not name.start <= country.start_char <= country.end_char <= name.end:
        return False
    return country.end_char < name.end or (name.start < country.start_char and name.type != "unknown")


def _is_country(start: int, end: int, countries: list[Found[CountryRef]]) -> bool:
    return any(c.start_char <= start and end <= c.end_char for c in countries)


def _is_noise(name: NameSpan) -> bool:
    """Tell whether a capitalised run is an agency, or a lone word that is capitalised for its place or as a common noun."""
    words = name.text.split()
    if name.text in _AGENCIES or (
        len(words) == 1
        and (name.text.rstrip("s") in _PEOPLES or ("-" in name.text and name.text.split("-")[-1].islower()))
    ):
        return True
    return len(words) == 1 and (
        (
            name.start == 0
            and name.text.isalpha()
            and not name.text.isupper()
            and name.type == "unknown"
            and name.text.lower() in _COMMON_STARTS
        )
        or (looks_like_organization(name.text) and "-" not in name.text)
        or len(name.text) < 3
    )
