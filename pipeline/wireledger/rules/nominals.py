"""Names -> what nouns call them elsewhere in the story: "A former trader was sentenced. Petrov ...", "Orlan ... The bank".

In: the sentences of a story with their mentions. Out: for a name, the role that the best such phrase gives, and the state
that it names. Used where nothing beside the name says so (`roles.py`); a phrase counts only for the name nearest before it,
or, in the lead, nearest after it. Not done here: which name a trigger's "the company" stands for (`references.py`).
"""

import re
from collections import Counter
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.lexicon import load_table, stop_words
from wireledger.rules.references import Read
from wireledger.rules.roles import Role, is_head, trim_role, type_of_head
from wireledger.segment import Sentence
from wireledger.segment.zones import dateline_end
from wireledger.spans import Span
from wireledger.values.countries import find_countries

_DEFINITE = re.compile(r"\b[Tt]h(?:e|is|at)\s+")
_INDEFINITE = re.compile(r"\b(?:[Aa]n?|[Oo]ne\s+of\s+the|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix)\s+")
_WHOSE = re.compile(r"(?:world|country|nation|region|[A-Z]\w+)[’']s$")
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]|,\s+(?:\w+\.\s+)?[A-Z][\w’-]+\s+(?:[A-Z]\.\s+)?[A-Z]")
_WORD = re.compile(r"(?:U\.[SNK]\.|[\w’'&-]+)(\s*\([^)]{1,30}\))?\s*")
_MODIFIERS = 6  # words before the head
_LEAD_REACH = 2  # sentences from the lead's phrase to the name


@dataclass(frozen=True, slots=True)
class Nominal:
    """What a noun phrase calls a name.

    Attributes:
        role: The phrase without article and state, and where it stands.
        codes: The state that it names, or none.
        code_spans: Where.
    """

    role: Role
    codes: tuple[str, ...] = ()
    code_spans: tuple[Span, ...] = ()


class Nominals:
    """The noun phrases of a story that call a name by what it is, each with the name that it stands for."""

    def __init__(self, read: Read) -> None:
        self._called: list[tuple[str, Nominal]] = []
        for at, (sentence, _) in enumerate(read):
            if 0 <= sentence.index < 2:
                self._read_lead(read, at)
            self._read_definite(read, at)

    def find(self, forms: set[str]) -> Nominal | None:
        """Return what calls a name with these forms most often, in its fullest wording; None where nothing does."""
        called = [nominal for name, nominal in self._called if name in forms]
        if not called:
            return None
        heads = Counter(_head(nominal) for nominal in called)
        best = max(called, key=lambda nominal: (heads[_head(nominal)], min(len(nominal.role[0].split()), 3)))
        said = next((nominal for nominal in called if nominal.codes), best)
        return Nominal(best.role, said.codes, said.code_spans)

    def _read_lead(self, read: Read, at: int) -> None:
        """Read "A former trader was sentenced on Friday.  Viktor Petrov, 40, pleaded guilty."."""
        sentence, mentions = read[at]
        told = {mention.text for mention in mentions if mention.label == "name"}
        for start, end, kind, plural in _phrases(sentence, _INDEFINITE, dateline_end(sentence.text)):
            for later, names in read[at + 1 : at + 1 + _LEAD_REACH]:
                fitting = [m for m in names if m.label == "name" and m.text not in told and _fits(m, kind)]
                if fitting:
                    called = fitting if plural else fitting[:1]
                    nominal = _nominal(sentence, start, end, kind)
                    if nominal is not None and later.index >= 0:
                        # Twice: a lead describes the one whom its story is about.
                        self._called += 2 * [(mention.text, nominal) for mention in called]
                    return

    def _read_definite(self, read: Read, at: int) -> None:
        """Read "Orlan Bank agreed to pay. The lender said ..."."""
        sentence, mentions = read[at]
        for start, end, kind, plural in _phrases(sentence, _DEFINITE, 0):
            if plural or (nominal := _nominal(sentence, start, end, kind)) is None:
                continue
            here = [m for m in mentions if m.label == "name" and sentence.place_of(m.span)[1] <= start]
            before = here or (
                [m for m in read[at - 1][1] if m.label == "name"] if at and read[at - 1][0].index >= 0 else []
            )
            fitting = [m for m in before if _fits(m, kind)]
            if fitting:
                self._called.append(((fitting[-1] if here else fitting[0]).text, nominal))


def _others() -> list[str]:
    """Return the heads that stand for who decides, speaks or suffers, not for a target."""
    others: list[str] = load_table("nouns")["role_heads"]["not_apart"]
    return others


def _head(nominal: Nominal) -> str:
    return nominal.role[0].split()[-1].lower()


def _nominal(sentence: Sentence, start: int, end: int, kind: str) -> Nominal | None:
    text = sentence.text
    countries = [f for f in find_countries(text[start:end]) if f.value.relation not in ("linked", "born", "led")]
    begin = start + countries[-1].end_char if countries else start
    while text[begin : begin + 2] in ("'s", "’s"):
        begin += 2
    role = trim_role(sentence, begin, text[begin:end])
    if role is None:
        return None
    # Where a person lives or works is no nationality (RECORDS.md, rule 6).
    told = [f for f in countries if kind != "person" or (f.value.form in ("name", "demonym") and not f.value.relation)]
    codes = [code for found in told for code in found.value.codes if code != "EU"]
    spans = tuple(sentence.span_at(start + f.start_char, start + f.end_char) for f in told) if codes else ()
    return Nominal(role, tuple(dict.fromkeys(codes)), spans)


def _phrases(sentence: Sentence, article: re.Pattern[str], start: int) -> list[tuple[int, int, str, bool]]:
    """Return the noun phrases after an article: where each stands, the type that its head says, whether it is plural.

    A phrase that a name follows ("the trader Petrov") says nothing of another name.
    """
    text, found = sentence.text, []
    for match in article.finditer(text, start):
        at, words = match.end(), 0
        end, head = -1, ""
        while words <= _MODIFIERS and (word := _WORD.match(text, at)) is not None:
            bare = word[0].split("(")[0].strip()
            if bare.endswith(("'s", "’s")) and is_head(bare[:-2]):
                bare = bare[:-2]  # "the bank's clients"
            if bare.lower() in stop_words() or (bare.endswith(("'s", "’s")) and not _WHOSE.match(bare)):
                break
            if bare.islower() and is_head(bare):
                end, head = word.start() + len(bare), bare
            elif end >= 0 or (bare.endswith("ed") and "-" not in bare):
                break
            at, words = word.end(), words + 1
        if end < 0 or head in _others() or _NAME_AFTER.match(text, end):
            continue
        kind, plural = type_of_head(head), head.endswith("s")
        found.append((match.end(), end, kind, plural))
    return found


def _fits(mention: Mention, kind: str) -> bool:
    named = mention.attributes.get("type")
    return named in (kind, "unknown") or kind == "mixed"
