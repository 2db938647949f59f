"""Which body decided: `U.S. Treasury Department`, `Manhattan federal court`, `Swiss prosecutors`, `EU leaders`.

In comes a sentence (or one name), out come `Authority` values with the place of each in the sentence. A registry of
bodies (`resources/authorities/*.yaml`) gives names, ids and parents; a small grammar (`grammar.yaml`) reads what no
list can hold: a country, city or person around a common noun. Countries and capitals that act by themselves ("Russia
banned", "Washington imposed") are not read here, nor are `EU` and `UN` alone save by `clean_authority`; which of
several bodies in a sentence took the decision is for the caller, with `specificity` as a help.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from wireledger.spans import Found
from wireledger.tables import read_table
from wireledger.values.tables import RESOURCES


@dataclass(frozen=True, slots=True)
class Authority:
    """A body that decides on sanctions, freezes, forfeitures, seizures or fines.

    Attributes:
        id: Canonical id of the registry (`us-treasury-ofac`); None for a body that the registry does not hold.
        name: Verbatim, without an article in front.
        country: ISO 3166-1 alpha-2, `EU` or `UN`; None for other bodies of several states, and where nothing says it.
        kind: `treasury`, `central-bank`, `regulator`, `ministry`, `court`, `prosecutor`, `police`, `customs`, `tax`,
            `legislature`, `executive`, `military` or `international`.
    """

    id: str | None
    name: str
    country: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Body:
    """One entry of the registry.

    Attributes:
        id: Canonical id, kebab case.
        country: Alpha-2 code, `EU`, `UN`, or `XX` for other bodies of several states.
        kind: As in `Authority`.
        parent: Id of the body that this one is a part of, or None.
        roles: What it is in its country, so that "Chile's central bank" finds it.
        region: ISO 3166-2 code where it belongs to a part of the country (`US-NY`), or None.
        names: Forms that newspapers use, the marks of the file (`?`, `~`, `!`) still on.
    """

    id: str
    country: str
    kind: str
    parent: str | None
    roles: tuple[str, ...]
    region: str | None
    names: tuple[str, ...]


class _Reading(NamedTuple):
    """One meaning of a phrase."""

    kind: str
    level: str  # how much context it needs: see _LEVELS
    form: str | None = None  # this very spelling, or None for any case
    body: Body | None = None
    is_sure: bool = False  # the body is meant even without its country
    roles: tuple[str, ...] = ()
    country: str | None = None  # of a head of state


class _Place(NamedTuple):
    country: str
    region: str | None  # a state's code, or the city's name; None for the country itself


class _Left(NamedTuple):
    """What stands in front of a head."""

    start: int  # index of the first word
    place: _Place | None
    role: str | None
    is_federal: bool
    is_telling: bool


class _Grammar(NamedTuple):
    trie: dict[str, Any]  # word -> ... -> "" -> tuple of readings
    key_words: frozenset[str]  # one word of each phrase, for the first look
    bodies: dict[str, Body]
    by_role: dict[tuple[str, str], Body]
    places: dict[str, _Place]
    place_tails: frozenset[str]
    modifiers: dict[str, str]  # -> role, or ""
    modifier_tails: frozenset[str]  # last words of modifiers, weak ones too
    weak: frozenset[str]
    telling: frozenset[str]
    determiners: frozenset[str]
    titles: frozenset[str]
    tails: frozenset[str]
    federations: frozenset[str]
    leaders: dict[str, tuple[str, bool]]  # surname -> country, and whether the surname comes first


_LEVELS = ("any", "det", "prefix", "group", "leader", "administration", "clean", "ignore")
_GROUPS = frozenset({"EU", "UN", "XX"})
_LONGEST_PLACE = 5  # words
_LONGEST_FORENAME = 2  # words before the surname that still may belong to one name; more is a headline
_LEADING_TITLES = frozenset({"secretary", "minister"})  # "Secretary of State Ada Quill"
_HOLDS_PERSON = frozenset({"president", "prime-minister"})

_WORD = re.compile(
    r"[^\W_]+(?:-[^\W_]+)*(?:(?<=\b[A-Za-z])\.(?:[A-Za-z]\.)*(?:[A-Za-z]\b|(?<=\.[A-Za-z]\.)))?|['’]s\b|\S"
)
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_LETTERS = re.compile(r"[a-z]+")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME_WORD = rf"(?:(?:{_CAPITAL}\.)+|(?:al-|el-)?{_CAPITAL}\w*(?:['’](?!s\b)\w+)?(?:-\w+)*)"
_PERSON = re.compile(
    rf"[^\S\n]+({_NAME_WORD}(?:[^\S\n]+(?:(?:de|la|da|van|von|der|bin|ben|el|al)\s+){{0,2}}{_NAME_WORD}){{0,4}})"
)
_JUNIOR = re.compile(r",?\s+(?:Jr|Sr|III|II|IV)\b\.?")
_NOT_A_NAME = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|The|On|In|At|And|But|For|To|Of|Is|Has|Says?|Said|Orders?|Rules?|Fines?|Over|U\.S\.?|US|EU"
    r"|UK|White|House|Senate|Congress)(?![\w-])"
)
_PLACE_WORD = rf"{_CAPITAL}[\w'-]*(?:\.(?:\w\.)*)?"
_PLACE_PHRASE = rf"{_PLACE_WORD}(?:\s+(?:(?:de|and|of|the|es)\s+){{0,2}}{_PLACE_WORD}){{0,4}}"
_DISTRICT = re.compile(
    r"(?:,|\s+(?:for|of|in|from))?\s+(?:the\s+)?(?:(?:Northern|Southern|Eastern|Western|Central|Middle)\s+)?"
    rf"Districts?\s+of\s+({_PLACE_WORD}(?:\s+{_PLACE_WORD}){{0,2}})"
    rf"|\s+(?:for|of|in)\s+(?:[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|[Cc]entral|[Mm]iddle)\s+({_PLACE_WORD})"
)
_IN_PLACE = re.compile(rf"\s+(in|of|for)\s+(?:the\s+)?({_PLACE_PHRASE})")
_ADMINISTRATION = re.compile(r"(?:['’]s?)?\s+(?:administration|government)\b", re.IGNORECASE)
_OF_SOMETHING = re.compile(r"\s+of\s|\s+and\s+(?:chief|CEO)\b")
_MISTER = re.compile(r"\bMr\.?\s+$")
_NEXT_DEPARTMENT = re.compile(
    r"(?:,|,?\s+and)\s+(?:and\s+)?(?:of\s+)?(?:the\s+)?"
    r"(State|Justice|Commerce|Treasury|Homeland Security|Defense|Energy|Labor)\b"
)
_TICKER = re.compile(r"\.[A-Z]{1,2}\b(?!\.)")
_ORDINAL = re.compile(
    r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh)$"
)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)


def find_authorities(text: str, *, home: str | None = None) -> list[Found[Authority]]:
    """Find the bodies that a sentence names, the longest reading of each.

    Use it on sentences that may hold a decision. A name that only its country makes clear ("the central bank",
    "Treasury", "a court") is taken for one of `home`.

    Args:
        text: A sentence or a headline, in any case.
        home: Country of the story, from its dateline or its publisher, as alpha-2 code; None where nobody knows.

    Returns:
        Bodies in order of place, without overlaps; the article is left out, a country in front is taken in.
    """
    if _grammar().key_words.isdisjoint(_LETTERS.findall(_fold(text))):
        return []
    return [Found(*hit) for hit in _scan(_Words(text), home=home, is_lenient=False)]


def clean_authority(text: str, *, home: str | None = None) -> Authority | None:
    """Resolve one name, such as an annotator's or a model's span.

    Args:
        text: The name; the authority keeps it as its `name`, less an article in front and outer blanks.
        home: Country of the story, as in `find_authorities`.

    Returns:
        The most specific body that the name holds, or None where no body covers at least half of it.
    """
    name = text.strip()
    article = _ARTICLE.match(name)
    name = name[article.end() :] if article else name
    hits = list(_scan(_Words(name), home=home, is_lenient=True))
    if not hits or (hits[0][0] > 0 and 2 * sum(end - start for start, end, _ in hits) < len(name)):
        return None
    _, _, best = max(hits, key=lambda hit: (specificity(hit[2]), hit[1] - hit[0]))
    return Authority(best.id, name, best.country, best.kind)


def authority_by_id(id: str) -> Body | None:
    """Return the registry's entry, or None for an id that it does not hold."""
    return _grammar().bodies.get(id)


def registry() -> tuple[Body, ...]:
    """Return every body of the registry, in the order of the files."""
    return tuple(_grammar().bodies.values())


def specificity(authority: Authority) -> int:
    """Tell how exactly a body is named: 0 nothing known, 1 a country's, 2 a body of the registry, more for its parts.

    Use it to prefer the Office of Foreign Assets Control to the Treasury, and the Treasury to "U.S. officials".
    """
    if authority.id is None:
        return int(authority.country is not None)
    depth, body = 2, authority_by_id(authority.id)
    while body is not None and body.parent is not None:
        depth, body = depth + 1, authority_by_id(body.parent)
    return depth


# Reading a sentence


class _Words:
    """The words of a text, folded as the tables are (lower case, no accents, no dots in acronyms), and their places."""

    __slots__ = ("found", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        if text.isascii():
            lower = text.lower()
            self.found = list(_WORD.finditer(lower))
            self.words = [match[0] for match in self.found]
            if "." in lower or "us" in lower or "&" in lower:
                for i, word in enumerate(self.words):
                    if word == "us" or word == "&" or (word[-1] == "." and len(word) > 1) or word == "u.s":
                        self.words[i] = _fold_word(text[slice(*self.found[i].span())])
        else:
            self.found = list(_WORD.finditer(text))
            self.words = [_fold_word(match[0]) for match in self.found]

    def start(self, i: int) -> int:
        """Return the first character of word `i`."""
        return self.found[i].start()

    def end(self, i: int) -> int:
        """Return one past the last character of word `i`."""
        return self.found[i].end()


def _fold_word(word: str) -> str:
    """Fold one word; the pronoun "us" is kept apart from "US"."""
    folded = _fold(word) or word  # a lone accent folds to nothing, and nothing is the tables' mark of an end
    if "." in folded and len(folded) > 1:
        return folded.replace(".", "") or word
    if folded == "us":
        return "us (pronoun)" if word == "us" else folded
    return "and" if folded == "&" else folded


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    return _ACCENTS.sub("", decomposed)


def _scan(words: _Words, *, home: str | None, is_lenient: bool) -> Iterator[tuple[int, int, Authority]]:
    """Walk over the words; where one may start a head, take the longest head and what belongs to it on both sides."""
    trie = _grammar().trie
    floor = i = 0  # floor: index of the first word that is still free
    n = len(words.words)
    while i < n:
        i += 1
        if words.words[i - 1] not in trie:
            continue
        for end, readings in reversed(_phrases_at(words.words, i - 1, trie)):
            if readings[0].level == "ignore":
                i = end
                break
            form = words.text[words.start(i - 1) : words.end(end - 1)]
            fitting = [r for r in readings if (r.form is None or r.form == form) and (is_lenient or r.level != "clean")]
            hit = _Reader(words, i - 1, end, fitting, floor, home, is_lenient).read() if fitting else None
            if hit is not None:
                yield hit
                yield from _more_departments(words.text, hit)
                while i < n and words.start(i) < hit[1]:
                    i += 1
                floor = i
                break


def _more_departments(text: str, hit: tuple[int, int, Authority]) -> Iterator[tuple[int, int, Authority]]:
    """Yield what follows "the Departments of the Treasury": ", State and Justice"."""
    if "epartments of" not in hit[2].name:
        return
    stop = hit[1]
    while match := _NEXT_DEPARTMENT.match(text, stop):
        stop = match.end()
        body = clean_authority(f"Department of {match[1]}", home="US")
        if body is not None:
            yield match.start(1), stop, Authority(body.id, match[1], body.country, body.kind)


def _phrases_at(words: list[str], i: int, trie: dict[str, Any]) -> list[tuple[int, tuple[_Reading, ...]]]:
    """Return the phrases of the tables that start at word `i`, the shortest first, each with the index of its end."""
    found: list[tuple[int, tuple[_Reading, ...]]] = []
    node = trie[words[i]]
    while node is not None:
        i += 1
        if "" in node:
            found.append((i, node[""]))
        node = node.get(words[i]) if i < len(words) else None
    return found


class _Reader:
    """One head with its readings, and the sentence around it."""

    __slots__ = ("at", "end", "first", "fitting", "floor", "g", "home", "i", "is_lenient", "text", "words")

    def __init__(
        self,
        words: _Words,
        i: int,
        end: int,
        fitting: list[_Reading],
        floor: int,
        home: str | None,
        is_lenient: bool,
    ) -> None:
        self.g = _grammar()
        self.at, self.text, self.words = words, words.text, words.words
        self.i, self.end, self.fitting, self.first = i, end, fitting, fitting[0]
        self.floor, self.home, self.is_lenient = floor, home, is_lenient

    def read(self) -> tuple[int, int, Authority] | None:
        """Return the mention around the head, or None where its context does not make it a body."""
        if self.first.country is not None:
            return self._read_leader(self.first, self.first.country)
        left = self._left()
        if left.place is not None and not self._takes(left.place):
            left = _Left(self.i, None, left.role, left.is_federal, left.is_telling)
        stop = self.at.end(self.end - 1)
        leader, stop, has_person = self._person(stop)
        place = left.place
        if place is None and leader is not None:
            place = _Place(leader, None)
        suffix, stop = self._suffix(stop, place)
        if suffix is not None and (place is None or (place.region is None and suffix.country == place.country)):
            place = suffix
        if not self._is_licensed(left, place, has_person, stop):
            return None
        if leader is not None and (administration := _ADMINISTRATION.match(self.text, stop)):
            stop = administration.end()
            self.first = self.first._replace(roles=("executive",))
            self.fitting = [self.first]
        start = self.at.start(left.start)
        authority = self._resolve(self.text[start:stop], left, place)
        if authority.id is None and not self.is_lenient and self._is_foreign_acronym():
            return None
        return start, stop, authority

    def _is_foreign_acronym(self) -> bool:
        """Tell whether the head is an acronym like `CBI`, which outside its country stands for something else."""
        form = self.first.form
        return form is not None and form.isupper() and all(r.body is not None for r in self.fitting)

    def _read_leader(self, reading: _Reading, country: str) -> tuple[int, int, Authority] | None:
        start, stop = self.at.start(self.i), self.at.end(self.end - 1)
        administration = _ADMINISTRATION.match(self.text, stop)
        if administration:
            stop = administration.end()
        elif reading.level == "administration" and not self.is_lenient:
            return None
        elif reading.level != "any":
            mister = _MISTER.search(self.text, max(0, start - 6), start)
            if mister:
                start = mister.start()
            elif not self.is_lenient and self._follows_capital(self.i):
                return None  # "Ada Trump" is somebody else
        role = "executive" if administration else reading.roles[0]
        body = self._by_role((role, "prime-minister"), country)
        return start, stop, Authority(body.id if body else None, self.text[start:stop], country, "executive")

    def _left(self) -> _Left:
        """Walk back over places, possessives and modifiers in front of the head."""
        words, k, start = self.words, self.i, self.i
        place: _Place | None = None
        role: str | None = None
        is_federal = is_telling = False
        while k > self.floor:
            j = k - 1 if words[k - 1] in ("'s", "'") else k
            size, found = self._place_before(j)
            if found is not None and (place is None or place.country == found.country):
                if place is None or (found.region and not place.region):
                    place = found
                k = start = j - size
                continue
            if j < k or place is not None:
                break
            size, modifier = self._modifier_before(k)
            if not size:
                break
            k -= size
            if modifier not in self.g.weak:
                start = k
                role = role or self.g.modifiers.get(modifier) or None
                is_federal |= modifier == "federal"
                is_telling |= modifier in self.g.telling
        head = words[self.i]
        return _Left(start, place, role, is_federal or head == "federal", is_telling)

    def _place_before(self, j: int) -> tuple[int, _Place | None]:
        if j <= self.floor or self.words[j - 1] not in self.g.place_tails:
            return 0, None
        for size in range(min(_LONGEST_PLACE, j - self.floor), 0, -1):
            place = self.g.places.get(" ".join(self.words[j - size : j]))
            if place is not None and (self.text[self.at.start(j - size)].isupper() or self.text.islower()):
                return size, place
        return 0, None

    def _modifier_before(self, k: int) -> tuple[int, str]:
        last = self.words[k - 1]
        if last not in self.g.modifier_tails:
            is_circuit = self.first.kind == "court" and _ORDINAL.match(last)  # "9th Circuit Court of Appeals"
            return (1, "ordinal") if is_circuit else (0, "")
        for size in range(min(3, k - self.floor), 0, -1):
            modifier = " ".join(self.words[k - size : k])
            if modifier in self.g.modifiers or modifier in self.g.weak:
                return size, modifier
        return 0, ""

    def _takes(self, place: _Place) -> bool:
        """Tell whether the head may belong to this place: "Chile's labor department" may, "Swiss OFAC" may not."""
        if self.words[self.end - 1] in self.g.tails:
            return True
        return any(r.body is None or not r.is_sure or r.body.country == place.country for r in self.fitting)

    def _person(self, stop: int) -> tuple[str | None, int, bool]:
        """Read a name behind a title: the country that its bearer leads, the new end, and whether there is a name."""
        if self.words[self.end - 1] not in self.g.titles and self.words[self.i] not in _LEADING_TITLES:
            return None, stop, False
        match = None if _NOT_A_NAME.match(self.text, stop) else _PERSON.match(self.text, stop)
        if match is None:
            return None, stop, False
        parts = list(re.finditer(r"\S+", match[1]))
        is_leader = self.first.kind == "executive"
        base, end = match.start(1), stop
        for k, part in enumerate(parts):
            led = self.g.leaders.get(_fold(part[0])) if is_leader and k <= _LONGEST_FORENAME else None
            if k and led is None and _NOT_A_NAME.match(self.text, base + part.start() - 1):
                break
            end = base + part.end()
            if led is not None:
                country, is_first = led
                if is_first and k == 0 and len(parts) > 1:
                    end = (
                        base + parts[min(2, len(parts) - 1)].end()
                        if parts[1][0][1:].islower()
                        else base + parts[1].end()
                    )
                return country, end, True
        junior = _JUNIOR.match(self.text, end)
        return None, junior.end() if junior else end, True

    def _suffix(self, stop: int, place: _Place | None) -> tuple[_Place | None, int]:
        """Read "for the Southern District of New York", "of Iraq", "in Manhattan" behind the head."""
        first = self.first
        is_legal = first.kind in ("court", "prosecutor", "police")
        if first.is_sure and not is_legal:
            return None, stop
        if is_legal and (match := _DISTRICT.match(self.text, stop)):
            name = match[1] or match[2]
            known, size = self._longest_place(name)
            start = match.start(1) if match[1] else match.start(2)
            return known or _Place("US", name), start + (size or len(name))
        match = _IN_PLACE.match(self.text, stop)
        if match is None:
            return None, stop
        known, size = self._longest_place(match[2])
        if known is not None and (place is None or known.country == place.country):
            end = match.start(2) + size
            is_part = match[1] == "of" and end < match.end(2)  # "president of the Brazilian Poultry Association"
            return (None, stop) if is_part else (known, end)
        is_american = place is not None and place.country == "US"
        is_city = is_legal and match[1] == "in" and (is_american or "federal" in self.words[self.i])
        if known is None and is_city and not _NOT_A_NAME.match(self.text, match.start(2) - 1):
            return _Place("US", match[2]), match.end(2)
        return None, stop

    def _longest_place(self, phrase: str) -> tuple[_Place | None, int]:
        """Return the longest known place that the phrase starts with, and its length in characters."""
        words = _Words(phrase)
        for size in range(min(_LONGEST_PLACE, len(words.words)), 0, -1):
            place = self.g.places.get(" ".join(words.words[:size]))
            if place is not None:
                return place, words.end(size - 1)
        return None, 0

    def _is_licensed(self, left: _Left, place: _Place | None, has_person: bool, stop: int) -> bool:
        """Tell whether the context is enough for the least demanding reading."""
        level = self.first.level if len(self.fitting) == 1 else min((r.level for r in self.fitting), key=_LEVELS.index)
        if level == "group":
            return left.place is not None and left.place.country in _GROUPS
        if self.is_lenient:
            return True
        if _TICKER.match(self.text, self.at.end(self.end - 1)):
            return False
        first = self.first
        if first.roles and first.roles[0] in _HOLDS_PERSON:
            return self._is_head_of_state(place, has_person, stop)
        if level == "any":
            return place is not None or not self._is_inside_name(left)
        if place is not None or left.is_telling or (has_person and first.kind in ("court", "prosecutor")):
            return True
        return level == "det" and self._follows_determiner(left.start)

    def _is_head_of_state(self, place: _Place | None, has_person: bool, stop: int) -> bool:
        if place is not None:
            before = self.at.start(self.i - 1) if self.i > self.floor else 0
            word = self.text[before : self.at.end(self.i - 1)] if self.i > self.floor else ""
            return len(word) < 2 or not word.isupper() or word.lower() in self.g.places or self.text.isupper()
        if has_person or _OF_SOMETHING.match(self.text, stop):
            return False  # of a company, as far as anybody can tell
        capital = self.text[self.at.start(self.i)].isupper()
        return self._follows_determiner(self.i) or (capital and not self._follows_capital(self.i))

    def _is_inside_name(self, left: _Left) -> bool:
        """Tell whether a one-word name such as `Congress` is a part of a longer one that nobody listed."""
        if self.end - self.i > 1 or left.start < self.i:
            return False
        form = self.text[self.at.start(self.i) : self.at.end(self.i)]
        return form[0].isupper() and not form.isupper() and self._follows_capital(self.i)

    def _follows_capital(self, i: int) -> bool:
        if i <= max(self.floor, 1):
            return False
        word = self.words[i - 1]
        return (
            self.text[self.at.start(i - 1)].isupper() and word not in self.g.determiners and word not in self.g.places
        )

    def _follows_determiner(self, i: int) -> bool:
        k = i - 1
        while k >= 0 and (self.words[k] in self.g.weak or self.words[k] in self.g.modifiers):
            k -= 1
        return k >= 0 and self.words[k] in self.g.determiners

    def _resolve(self, name: str, left: _Left, place: _Place | None) -> Authority:
        """Choose the body: by the place in the name, else by the story's home, else by what the name mostly means."""
        roles = self._roles(left)
        kind = self.first.kind
        if place is not None:
            body = self._body_at(place, roles, left.is_federal)
            country: str | None = place.country
        else:
            body = next((r.body for r in self.fitting if r.body and r.body.country == self.home), None)
            body = body or next((r.body for r in self.fitting if r.body and r.is_sure), None)
            country = body.country if body else self.home
            if left.is_federal and body is None and country not in self.g.federations:
                country = "US"
            body = body or self._by_role(roles, country)
        if country == "XX":
            country = None
        return Authority(body.id if body else None, name, country, body.kind if body else kind)

    def _roles(self, left: _Left) -> tuple[str, ...]:
        if left.role is None:
            return tuple(role for r in self.fitting if r.body is None or r.is_sure for role in r.roles)
        return () if self.words[self.end - 1].endswith("s") and left.role != "tax" else (left.role,)

    def _body_at(self, place: _Place, roles: tuple[str, ...], is_federal: bool) -> Body | None:
        own = [r for r in self.fitting if r.body is not None and r.body.country == place.country]
        if place.region is None:
            own.sort(key=lambda r: (r.body is not None and r.body.region is not None, not r.is_sure))
            return own[0].body if own else self._by_role(roles, place.country)
        for reading in own:
            if reading.body is not None and reading.body.region == place.region:
                return reading.body
        regional = self._by_role(roles, place.region)
        if regional is not None:
            return regional
        is_name = all(r.body is not None for r in self.fitting)  # and no common noun
        for reading in own:
            if reading.body is not None and reading.body.region is None and (reading.is_sure or is_name):
                return None if self._is_local() else reading.body
        return self._by_role(roles, place.country) if is_federal else None

    def _is_local(self) -> bool:
        """Tell whether a state's or a city's body of this kind is never the country's: "Virginia House", "Alabama Secretary of State"."""
        return self.first.kind in ("legislature", "executive", "ministry", "treasury")

    def _by_role(self, roles: tuple[str, ...], where: str | None) -> Body | None:
        if where is None:
            return None
        return next((self.g.by_role[role, where] for role in roles if (role, where) in self.g.by_role), None)


# Loading the tables


@cache
def _grammar() -> _Grammar:
    tables: dict[str, Any] = {}
    bodies: dict[str, Body] = {}
    for path in sorted((RESOURCES / "authorities").glob("*.yaml")):
        table = read_table(path)
        if path.name == "grammar.yaml":
            tables = table
        else:
            bodies.update((body.id, body) for country in table for body in _bodies(country, table[country]))
    places = _places(tables)
    leaders = dict(_leaders(tables["leaders"]))
    modifiers = {_key(word): role for role, words in tables["modifiers"].items() for word in _split(words)}
    weak = frozenset(map(_key, _split(tables["weak"])))
    trie: dict[str, Any] = {}
    key_words: set[str] = set()
    dull = {word for name in places for word in name.split(" ")} | set(tables["determiners"]) | {"of", "more"}
    for phrase, reading in (*_names(bodies.values()), *_heads(tables), *_leader_phrases(tables["leaders"])):
        key_words.update(_plant(trie, phrase, reading, dull))
    for phrase in _split(tables["ignore"]):
        _plant(trie, phrase, _Reading("", "ignore"), dull)
    return _Grammar(
        trie=trie,
        key_words=frozenset(key_words),
        bodies=bodies,
        by_role=_by_role(bodies.values()),
        places=places,
        place_tails=frozenset(name.rsplit(" ", 1)[-1] for name in places),
        modifiers=modifiers,
        modifier_tails=frozenset(word.rsplit(" ", 1)[-1] for word in (*modifiers, *weak)),
        weak=weak,
        telling=frozenset(map(_key, _split(tables["telling"]))),
        determiners=frozenset(tables["determiners"]),
        titles=frozenset(_split(tables["titles"])),
        tails=frozenset(_split(tables["common_tails"])),
        federations=frozenset(tables["federations"]),
        leaders=leaders,
    )


def _split(cell: str) -> list[str]:
    return [part for part in (raw.strip() for raw in cell.split(";")) if part and not part.endswith(("~", "~ "))]


def _key(phrase: str) -> str:
    return " ".join(_Words(phrase).words)


def _bodies(country: str, table: dict[str, dict[str, str]]) -> Iterator[Body]:
    for id, row in table.items():
        names = tuple(part.strip() for part in row["names"].split(";"))
        yield Body(id, country, row["kind"], row.get("in"), tuple(row.get("is", "").split()), row.get("at"), names)


def _by_role(bodies: Iterable[Body]) -> dict[tuple[str, str], Body]:
    found: dict[tuple[str, str], Body] = {}
    for body in bodies:
        for role in body.roles:
            found.setdefault((role, body.region or body.country), body)
    return found


def _places(tables: dict[str, Any]) -> dict[str, _Place]:
    places = {_key(p): _Place(code, p) for code, cell in tables["places"].items() for p in _split(cell)}
    places |= {_key(p): _Place(code, None) for code, cell in tables["countries"].items() for p in _split(cell)}
    places |= {_key(p): _Place("US", f"US-{code}") for code, cell in tables["states"].items() for p in _split(cell)}
    return places


def _names(bodies: Iterable[Body]) -> Iterator[tuple[str, _Reading]]:
    for body in bodies:
        for raw in body.names:
            short = raw.removeprefix("U.S. ").removeprefix("United States ")
            if short != raw and short in body.names and any(name.startswith(f"{short} ") for name in body.names):
                continue  # the grammar reads the country; as a phrase of its own it would hide "Treasury Secretary"
            name, mark = (raw[:-1], raw[-1]) if raw[-1] in "?~!^" else (raw, "")
            is_word = " " not in name
            is_vague = mark == "^" or (mark == "?" and is_word and not name.isupper())
            level = "clean" if mark == "~" else "det" if is_vague else "any"
            form = name if (is_word or mark == "!") else None
            yield name, _Reading(body.kind, level, form, body, mark != "?", body.roles)


def _heads(tables: dict[str, Any]) -> Iterator[tuple[str, _Reading]]:
    for row in tables["heads"]:
        for word in _split(row["words"]):
            form = word.rstrip("!") if word.endswith("!") else None
            yield word.rstrip("!"), _Reading(row["kind"], row["level"], form, roles=tuple(row.get("is", "").split()))
    for role, cell in tables["subjects"].items():
        for subject in _split(cell):
            for shape in _split(tables["subject_forms"]):
                level = "prefix" if shape.endswith(("{} department", "{} secretary")) else "any"
                yield shape.format(subject), _Reading("ministry", level, roles=(role,))


def _leaders(table: dict[str, str]) -> Iterator[tuple[str, tuple[str, bool]]]:
    for country, cell in table.items():
        for raw in _split(cell):
            parts = raw.rstrip("*=").split(" ")
            yield _fold(parts[0] if raw.endswith("=") else parts[-1]), (country, raw.endswith("="))


def _leader_phrases(table: dict[str, str]) -> Iterator[tuple[str, _Reading]]:
    for country, cell in table.items():
        for raw in _split(cell):
            name = raw.rstrip("*=")
            surname = name.split(" ")[0 if raw.endswith("=") else -1]
            yield name, _Reading("executive", "any", roles=("president",), country=country)
            level = "leader" if raw.endswith("*") else "administration"
            if not raw.endswith("="):
                yield surname, _Reading("executive", level, surname, roles=("president",), country=country)


def _plant(trie: dict[str, Any], phrase: str, reading: _Reading, dull: set[str]) -> list[str]:
    """Put a phrase into the trie, also without the apostrophes that many copies of a text have lost.

    Returns the word of each variant that is likely the rarest: the longest that is neither in a place's name nor dull.
    """
    words = _Words(phrase).words
    keys = []
    for variant in {tuple(words), *_without_apostrophes(words)}:
        node = trie
        for word in variant:
            node = node.setdefault(word, {})
        node[""] = (*node.get("", ()), reading)
        letters = [run for word in variant for run in _LETTERS.findall(word)]
        keys.append(max((word for word in letters if word not in dull), key=len, default=letters[0]))
    return keys


def _without_apostrophes(words: list[str]) -> Iterator[tuple[str, ...]]:
    if "'s" in words:
        at = words.index("'s")
        yield (*words[: at - 1], words[at - 1] + "s", *words[at + 1 :])
    elif "'" in words:
        at = words.index("'")
        yield (*words[:at], *words[at + 1 :])
