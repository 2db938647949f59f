"""Target -> what its story says of it: nationality, role, aliases. Read from every place where the name stands.

In: a full name and the story's sentences. Out: a `Description` with the spans that say so. Role, nationality and aliases
belong to the entity, not to the action (DESIGN.md), so they are read here once a target.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.lexicon import stop_words
from wireledger.rules.names import OFFICE
from wireledger.rules.roles import APPOSITION, office_before, phrase_start, role_beside
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.countries import CountryRef, find_countries
from wireledger.values.names import find_aliases, has_legal_form, looks_like_organization, looks_like_person, name_key

_OFFICE_HERE = re.compile(rf"{OFFICE}\s+")
_OFFICE_APART = re.compile(
    rf"(?i:\b(?:the|[\w.]+[’']s)\s)(?:{OFFICE}|(?:[\w-]+\s+){{0,4}}(?:president|minister|leader|chief|commander|head|governor|official))(?:\s+of\s+(?:the\s+)?[\w ]{{2,30}})?,\s+$"
)
_BASED_AFTER = re.compile(
    r"^[,\s]{1,2}(?:which\s+is\s+)?(?:based|headquartered|registered|located|incorporated)\s+in\s+"
)

_POSSESSOR = re.compile(r"(?:\s+(?:of\s+)?[A-Z][\w&.-]*){1,5}[’']s\b")
# "blacklisted by Iran", "affiliated with a German drugmaker": the state is another's.
_AGENT = re.compile(r"\b(?:by|with|against|for|to)\s")
_BRAND = re.compile(r"Americas?\b|American\b")  # "Bank of America" names a firm, not where it is from


@dataclass(frozen=True, slots=True)
class Description:
    """What a story says of one target: verbatim spans, and the codes that they mean."""

    nationality: tuple[str, ...] = ()
    nationality_spans: tuple[Span, ...] = ()
    role: str | None = None
    role_span: Span | None = None
    aliases: tuple[Mention, ...] = ()

    def or_else(self, other: "Description") -> "Description":
        """Return this description, its gaps filled from another form's."""
        return Description(
            self.nationality or other.nationality,
            self.nationality_spans if self.nationality else other.nationality_spans,
            self.role or other.role,
            self.role_span or other.role_span,
            self.aliases or other.aliases,
        )


def describe(name: str, sentences: list[Sentence], whole: str | None = None) -> Description:
    """Return what the sentences that hold `name` say of it, the first statement of each kind winning.

    `whole` is the full name that `name` is short for: places where it stands in full are passed over.
    """
    personal = looks_like_person(whole or name)
    codes: list[str] = []
    code_spans: list[Span] = []
    role: tuple[str, Span] | None = None
    office: tuple[str, Span] | None = None
    aliases: list[Mention] = []
    for sentence in sentences:
        at = sentence.text.find(name)
        while at >= 0:
            end = at + len(name)
            if whole is not None and whole in sentence.text[max(0, end - len(whole)) : at + len(whole)]:
                at = sentence.text.find(name, end)
                continue
            if not codes:
                codes, code_spans = _nationality(sentence, at, end, personal)
            role = role or role_beside(sentence, at, end)
            office = office or office_before(sentence, at)
            at = sentence.text.find(name, end)
        if name in sentence.text:
            aliases += _aliases(sentence, name, {alias.text for alias in aliases})
    role = role or office
    return Description(
        tuple(codes), tuple(code_spans), role[0] if role else None, role[1] if role else None, tuple(aliases)
    )


def _is_tie(text: str, start: int, end: int, ref: CountryRef, personal: bool) -> bool:
    """Tell whether a country at `[start, end)` says the nationality of the name that it stands beside (RECORDS.md, rule 6)."""
    if ref.relation in ("linked", "born", "led"):
        return False
    # Where a person lives or works is no nationality.
    if personal and (ref.form in ("city", "region", "capital") or ref.relation in ("based", "registered")):
        return False
    # "American Halvard Group's former treasurer": the state belongs to the firm's name.
    return _POSSESSOR.match(text, end) is None


def _nationality(sentence: Sentence, start: int, end: int, personal: bool) -> tuple[list[str], list[Span]]:
    text = sentence.text
    left = max(0, min(phrase_start(text, start), start - 1))
    window = text[max(0, left - 25) : start]
    offset = max(0, left - 25)
    hits: list[tuple[int, int, CountryRef]] = []
    for found in find_countries(window):
        gap = window[found.end_char :]
        words = re.findall(r"[a-z]+", gap)
        is_office = _OFFICE_HERE.fullmatch(gap.removeprefix("’s").removeprefix("'s").lstrip() or " ") is not None
        is_plain = not re.search(r"[,;:.)]|\b(?:of|in|on|and|to|by)\b", gap) and stop_words().isdisjoint(
            word for word in words if word != "s"
        )
        begin, stop = offset + found.start_char, offset + found.end_char
        if (
            (is_office or is_plain)
            and found.value.codes != ("EU",)
            and _is_tie(text, begin, stop, found.value, personal)
        ):
            hits.append((begin, stop, found.value))
    after = text[end : end + 120]
    based = _BASED_AFTER.match(after) or re.match(r"^,\s+(?:of\s+)?(?=[A-Z])", after)
    if based and not hits:
        for found in find_countries(after[: based.end() + 40])[:2]:
            at = end + found.start_char
            if found.start_char <= based.end() + 18 and _is_tie(text, at, end + found.end_char, found.value, personal):
                hits.append((end + found.start_char, end + found.end_char, found.value))
    apposition = APPOSITION.match(after)
    if apposition and not hits:
        for found in find_countries(apposition[0])[:1]:
            at = end + found.start_char
            if _AGENT.search(apposition[0][: found.start_char]) is None and _is_tie(
                text, at, end + found.end_char, found.value, personal
            ):
                hits.append((end + found.start_char, end + found.end_char, found.value))
    if not hits and (before := _OFFICE_APART.search(text[max(0, start - 80) : start])) is not None:
        # "Turkey's Minister of Justice, Abdulhamit Gul", "the president of Venezuela, Nicolas Maduro"
        base = max(0, start - 80) + before.start()
        hits += [(base + f.start_char, base + f.end_char, f.value) for f in find_countries(before[0])[:1]]
    if not hits and (has_legal_form(text[start:end]) or looks_like_organization(text[start:end])):
        # What a name itself says counts (RECORDS.md, rule 1): "Zimbabwe Mining Development Corporation".
        hits += [
            (start + f.start_char, start + f.end_char, f.value)
            for f in find_countries(text[start:end])[:1]
            if f.value.form in ("name", "demonym") and not _BRAND.match(text[start + f.start_char : start + f.end_char])
        ]
    if not hits:
        # "Singapore-based A and B": the tie holds for both.
        shared = re.search(r"\b\S+-(?:based|registered)\s+[A-Z][^,;.]{2,50}\sand\s+$", text[max(0, start - 90) : start])
        if shared:
            base = max(0, start - 90) + shared.start()
            hits += [(base + f.start_char, base + f.end_char, f.value) for f in find_countries(text[base:start])[:1]]
    codes: list[str] = []
    for _, _, ref in hits:
        codes += [code for code in ref.codes if code not in codes]
    return codes, [sentence.span_at(a, b) for a, b, _ in hits]


def _aliases(sentence: Sentence, name: str, known: set[str]) -> list[Mention]:
    found: list[Mention] = []
    for alias in find_aliases(sentence.text):
        value = sentence.text[alias.start_char : alias.end_char]
        before = sentence.text[: alias.name_end].rstrip(" ,(")
        near = before.endswith(name) or name in before[-len(name) - 12 :]
        if near and value not in known and name_key(value) != name_key(name):
            known.add(value)
            found.append(Mention(sentence.span_at(alias.start_char, alias.end_char), "alias", value))
    return found
