"""Sentence -> spans of proper names, by capitals.

In: a sentence. Out: half-open offsets into it, with the target type that the name itself suggests. Not done here: which
names refer to the same thing (`entities.py`), and which of them are authorities or countries (`mentions.py` decides).
"""

import re
from dataclasses import dataclass

from wireledger.rules.lexicon import sentence_starters
from wireledger.values.countries import clean_country
from wireledger.values.names import has_legal_form, looks_like_organization, looks_like_person, split_honorific

_CAPITAL = r"(?!(?:A|C|US|HK|NZ|S|R|NT)\$)(?:(?:Mt|St|Ft)\.(?=\s[A-Z])|(?:[A-Z]\.)+(?:[A-Z]\b)?(?=\s?[A-Z])|[‘`']?(?:(?:al|el|ul|an|ar|as|at|az|ash|ad)-)?[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞĪİŁŃŇŌŐŘŚŞŠŤŪŮŹŻŽ][\w’'&/-]*(?:\.(?=\w)[\w-]+)*|(?:[A-Z]\.)+(?:[A-Z]\b)?|e[A-Z]\w+|i[A-Z]\w+)"
_PARTICLE = (
    r"(?:bin|ibn|bint|al|el|ul|ud|de|del|della|di|da|do|dos|das|du|van|von|der|den|la|le|ter|ten|y|e|und|et|abu|ben)"
)
_JOINER = r"(?:of(?:\s+the)?|for(?:\s+the)?|and|&|on)"
_LEGAL_TAIL = r"(?:,?\s+(?:Inc|Ltd|Limited|LLC|L\.L\.C|LLP|L\.P|LP|N\.A|S\.A|S\.p\.A|PLC|Plc|plc|GmbH|AG|SE|NV|N\.V|B\.V|BV|Co|Corp|SpA|Oyj|ASA|AB|A/S|SA|JSC|PJSC|OJSC|FZE|DMCC|Pte)\b\.?)"
_NAME = re.compile(
    rf"{_CAPITAL}(?:(?:\s+(?:{_PARTICLE}\s+){{0,2}}|\s+{_JOINER}\s+|-)?(?:\s?[“\"‘'][A-Z][\w -]{{1,25}}[”\"’']\s+)?{_CAPITAL}|\s+\d{{1,4}}(?![\w,]|\.\d|\s+(?:and|to|years|people|million|billion|percent))|{_LEGAL_TAIL})*"
)
# "Hong Kong-flagged Lighthouse Winmore": the tie is no part of the name.
_TIE = re.compile(
    r"(?:[A-Z][\w.]*\s){0,2}[A-Z][\w.]*-(?:based|owned|listed|linked|backed|registered|flagged|controlled|born|led|run|headquartered)\s+(?=\S)"
)
OFFICE = (
    r"(?:(?:[Ff]ormer|[Aa]cting|[Dd]eputy|[Vv]ice|First|[Ss]enior|[Ee]x)[\s-]+)*"
    r"(?:(?:(?:Vice|Prime|Foreign|Defen[cs]e|Interior|Justice|Finance|Oil|Information|Energy|Trade|oil|foreign|defen[cs]e|finance|interior|prime)\s+)?(?:President|Minister|Secretary|minister)"
    r"|Chief\s+(?:Executive|Financial|Operating|Risk)(?:\s+Officer)?|CEO|CFO|COO|Chair(?:man|woman)?|Managing\s+Director|Governor|Mayor|Attorney\s+General|Prosecutor(?:\s+General)?"
    r"|Ambassador|Senator|Speaker|Ayatollah|Supreme\s+Leader|Crown\s+Prince)(?:\s+of\s+(?:the\s+)?[A-Z]\w+(?:\s+and\s+[A-Z]\w+)?)?"
)
"""An office in front of its holder's name: "former Minister of Justice" (the text of a pattern)."""
# "Turkish Minister of Justice Abdulhamit Gul", "Dell Chief Executive Michael Dell": up to three capitals may precede it.
_HOLDER = re.compile(
    rf"(?:[A-Z][\w.’'-]*\s+){{0,3}}?{OFFICE}\s+(?=[A-Z][\w’'-]+\s+(?:[A-Z]\.\s+)?(?:[a-z]{{2,3}}\s+)?[A-Z])"
)
# "Skilling had agreed" begins with a name, "Citing the ruling" does not.
_VERB = re.compile(r"(?:[’']s)?\s+(?:has|have|had|was|is|will|would|agreed|said|also|and\s+[A-Z])\b")
_RANK = re.compile(
    r"\b((?:Gen|Lt|Col|Maj|Capt|Sgt|Adm|Brig|Cmdr|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|Prof|Rev|Sheikh|Sir|Dame)\.?)\s+$"
)
_TICKER = re.compile(r"(?:^[A-Z0-9]{1,6}|\s[A-Z0-9]{2,6})\.[A-Z]{1,2}$")
# "Bank of America Corp's Countrywide Financial" is two names, "People's Bank of China" and "Moody's Corp" are one each.
_OWNER = re.compile(
    r"(?<!\bPeople)(?<!\bWomen)(?<!\bMen)(?<!\bChildren)(?<!Moody)(?<!Lloyd)(?<!Macy)(?<!McDonald)(?<!Sotheby)(?<!Christie)(?<!Poor)"
    r"(?<!Lowe)(?<!Kohl)(?<!Wendy)(?<!Sainsbury)(?<!Levi)(?:[’']s|(?<=[a-z]s)(?<!Workers)(?<!Farmers)(?<!Peoples)(?<!Veterans)(?<!Teachers)[’'])\s+(?=[A-Z])"
)
# "Treasury Designates Orlan Foundation", "Velmur Agrees to Pay": headlines write verbs like names.
_HEADLINE_VERB = re.compile(
    r"\s+(?:Agrees?|Agreed|Designates?|Designated|Sanctions|Sanctioned|Sentenced|Pleads?|Pleaded|Charged|Targets|Targeted|Targeting|Announces?|Imposes|Settles|Settled|Pays|Fined|Fines|Forfeits?|Ordered|Seizes|Blocks|Freezes|Identifies|Disrupts|Removes|Lifts|Admits|Convicted|Hits|Bans|Blacklists)(?=\s|$)\s*"
)
_NEW_PLACE = re.compile(
    r"(?:York|Zealand|Delhi|Jersey|Orleans|Hampshire|Mexico|Guinea|Caledonia|England|South|World)\b"
)
_JOIN = re.compile(r"\s+(and|&|of the|of|for the|for|on)\s+")
_VESSEL_BEFORE = re.compile(
    r"\b(?:M/V|MV|M/T|MT|M/Y|MY|S/Y|(?:super|mega)?yacht|vessels?|ships?|(?:oil |product |crude )?tankers?|freighters?|trawlers?|carriers?|cargo ships?)(?:\s+(?:named|called|the))?[\s,]*[“\"‘']?$"
)
_AIRCRAFT_BEFORE = re.compile(r"\b(?:jet|aircraft|plane|airliner|helicopter)(?:\s+(?:named|called))?\s*[“\"‘']?$")
_ORG_TAIL_OF_LIST = frozenset(
    [
        "Company",
        "Co",
        "Co.",
        "Sons",
        "Partners",
        "Associates",
        "Brothers",
        "Commercial",
        "Trade",
        "Exchange",
        "Industry",
        "Security",
        "Technology",
        "Investment",
        "Trading",
        "Commerce",
        "Development",
        "Bros",
        "Shipping",
        "Engineering",
        "Services",
        "Construction",
        "Export",
        "Import",
        "Science",
        "Exploration",
        "Securities",
        "Gas",
        "Energy",
        "Culture",
    ]
)

_TITLES = frozenset(
    [
        "President",
        "Minister",
        "Prime",
        "Chairman",
        "Secretary",
        "Governor",
        "General",
        "Director",
        "Chief",
        "Executive",
        "Officer",
        "Vice",
        "Deputy",
        "Attorney",
        "Justice",
        "Judge",
        "Senator",
        "King",
        "Queen",
        "Prince",
        "Chancellor",
        "Ambassador",
        "Speaker",
        "Leader",
        "Commander",
        "Penalties",
        "Penalty",
        "Criminal",
        "Civil",
        "Act",
        "Acts",
        "Republic",
        "Headquartered",
        "Dollars",
        "Web",
        "Internet",
        "Site",
    ]
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A proper name in a sentence.

    Attributes:
        start: First code point, in the sentence.
        end: One past the last.
        text: The name, without honorific and possessive.
        type: `person`, `organization`, `vessel`, `aircraft`, or `unknown` where the name does not say.
        title: The honorific before it ("Gen."), if any.
    """

    start: int
    end: int
    text: str
    type: str
    title: str | None = None


def find_names(text: str) -> list[NameSpan]:
    """Return the proper names of a sentence in order. Money, dates and lone demonyms are not told apart here."""
    shouting = text.isupper()
    names: list[NameSpan] = []
    for match in _NAME.finditer(text):
        for start, end in _split(text, match.start(), match.end()):
            if (name := _make(text, start, end, shouting)) is not None:
                names.append(name)
    return names


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a capitalised run at joiners that separate two names rather than stand inside one."""
    if (verb := _HEADLINE_VERB.search(text, start, end)) is not None:
        return [*_split(text, start, verb.start()), *(_split(text, verb.end(), end) if verb.end() < end else [])]
    if (owner := _OWNER.search(text, start, end)) is not None:
        return [*_split(text, start, owner.start()), *_split(text, owner.end(), end)]
    pieces: list[tuple[int, int]] = []
    at = start
    for join in _JOIN.finditer(text, start, end):
        left, right = text[at : join.start()], text[join.end() : end]
        if not _joins(left, join[1], right):
            pieces.append((at, join.start()))
            at = join.end()
    pieces.append((at, end))
    return pieces


def _joins(left: str, word: str, right: str) -> bool:
    first = right.split()[0] if right.split() else ""
    if word in ("and", "&"):
        if has_legal_form(left):
            return False
        if first.rstrip(".,") in _ORG_TAIL_OF_LIST:
            return not looks_like_person(left)
        return word == "&" and not looks_like_person(left)
    if word.startswith("on"):
        return False
    # "Bank of X", "Institute for X", "Republic of X" stay whole; "Viktor Petrov of Moscow" does not.
    last = left.split()[-1] if left.split() else ""
    return (
        looks_like_organization(last)
        or (looks_like_organization(left) and not has_legal_form(left))
        or last
        in (
            "Republic",
            "Movement",
            "Army",
            "Islamic",
            "Jihad",
            "Revolutionary",
            "Guard",
            "Forces",
            "Force",
            "House",
            "State",
            "Sons",
            "Party",
            "Brigades",
            "Battalion",
            "School",
            "Board",
            "Society",
            "Union",
            "Center",
            "Centre",
            "Office",
            "Chamber",
            "Order",
            "Law",
            "Star",
            "Court",
            "District",
            "Defenders",
        )
    )


def _make(text: str, start: int, end: int, shouting: bool) -> NameSpan | None:
    while start < end:
        word_end = start
        while word_end < end and not text[word_end].isspace():
            word_end += 1
        word = text[start:word_end]
        rest = text[word_end:end].strip()
        bare = word.rstrip(".,").removesuffix("'s").removesuffix("’s")
        starter = (bare in sentence_starters() and not (bare == "New" and _NEW_PLACE.match(rest))) or (
            start == 0 and bare.endswith("ing") and not _VERB.match(text[word_end:])
        )
        # "Russian Viktor Petrov": the country is no part of the name.
        demonym = bool(rest) and looks_like_person(rest) and clean_country(bare) is not None
        tie = _TIE.match(text[start:end]) or _HOLDER.match(text[start:end])
        if not (starter or demonym or tie):
            break
        start = start + tie.end() if tie else word_end
        while start < end and not text[start].isalnum() and text[start] not in '“"‘':
            start += 1
    value = text[start:end].rstrip(" ,.-'’") if not has_legal_form(text[start:end]) else text[start:end].rstrip(" ,-")
    if value.endswith(("'s", "’s")):
        value = value[:-2]
    value = _TICKER.sub("", value)
    if len(value) < 2 or value in sentence_starters() or all(word in _TITLES for word in value.split()):
        return None
    title, rest = split_honorific(value)
    if title and rest:
        start += len(value) - len(rest)
        value = rest
    if title is None and (before := _RANK.search(text[max(0, start - 12) : start])) is not None:
        title = before[1]
    if shouting and len(value.split()) > 6:
        return None
    return NameSpan(start, start + len(value), value, _type(text, start, value, title), title)


def _type(text: str, start: int, name: str, title: str | None) -> str:
    before = text[max(0, start - 40) : start]
    if _VESSEL_BEFORE.search(before) or before.endswith("-flagged "):
        return "vessel"
    if _AIRCRAFT_BEFORE.search(before):
        return "aircraft"
    if title is not None:
        return "person"
    if has_legal_form(name) or looks_like_organization(name):
        return "organization"
    if looks_like_person(name):
        return "person"
    return "unknown"
