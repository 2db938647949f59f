"""Target -> what its story says of it: nationality, role, aliases. Read from every place where the name stands.

In: a full name and the story's sentences. Out: a `Description` with the spans that say so. Role, nationality and aliases
belong to the entity, not to the action (DESIGN.md), so they are read here once a target.
"""

import re
from dataclasses import dataclass

from wireledger.annotations import Mention
from wireledger.rules.lexicon import head_nouns, stop_words
from wireledger.rules.names import OFFICE
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.countries import CountryRef, find_countries
from wireledger.values.names import find_aliases, has_legal_form, looks_like_organization, name_key

_APPOSITION = re.compile(
    r"^(?:\s*\([^)]{1,30}\))?,\s+(?:\d{1,2},\s+)?(?:who\s+(?:is|was)\s+|which\s+is\s+)?(?:(?:a|an|the|its|his|one of|[A-Z][\w.]*[’']s)\s+)?(?!(?:and|or|but|as|also|including|while|which|who|said|says)\b)(?P<role>[^,.;:()–—]{3,90})"
)
_IS_A = re.compile(r"^\s+(?:is|was)\s+(?:a|an|the)\s+(?P<role>[a-z][^,.;:()–—]{3,80})")
# "the company's founder, Arthur Budovsky"
_THE_ROLE = re.compile(
    r"\b(?:the|a|an|its|his|her|their|[\w.]+[’']s)\s+(?P<role>(?:[\w-]+\s){0,4}?[a-z][\w-]+),\s+[“\"]?$", re.IGNORECASE
)
_OFFICE_BEFORE = re.compile(rf"(?P<role>{OFFICE})\s+$")
_OFFICE_APART = re.compile(
    rf"(?i:\b(?:the|[\w.]+[’']s)\s)(?:{OFFICE}|(?:[\w-]+\s+){{0,4}}(?:president|minister|leader|chief|commander|head|governor|official))(?:\s+of\s+(?:the\s+)?[\w ]{{2,30}})?,\s+$"
)
_BASED_AFTER = re.compile(
    r"^[,\s]{1,2}(?:which\s+is\s+)?(?:based|headquartered|registered|located|incorporated)\s+in\s+"
)
_ROLE_END = re.compile(
    r"\s+(?:who|that|which|and|for|with|in|at|by|from|was|is|has|had|accused|involved|based|responsible|on|known|linked|charged|convicted|to)\b"
)
_LIST_AFTER = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,|and\b|&)")
_LEADING = re.compile(
    r"^(?:the|a|an|its|his|her|their|also|current|then|whether|other|another|this|that)\s+", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"[\w’'-]+$")


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


def describe(name: str, sentences: list[Sentence]) -> Description:
    """Return what the sentences that hold `name` say of it, the first statement of each kind winning."""
    codes: list[str] = []
    code_spans: list[Span] = []
    role: tuple[str, Span] | None = None
    office: tuple[str, Span] | None = None
    aliases: list[Mention] = []
    for sentence in sentences:
        at = sentence.text.find(name)
        while at >= 0:
            end = at + len(name)
            if not codes:
                codes, code_spans = _nationality(sentence, at, end)
            role = role or _role_before(sentence, at, end) or _role_after(sentence, end)
            office = office or _office_before(sentence, at)
            at = sentence.text.find(name, end)
        if name in sentence.text:
            aliases += _aliases(sentence, name, {alias.text for alias in aliases})
    role = role or office
    return Description(
        tuple(codes), tuple(code_spans), role[0] if role else None, role[1] if role else None, tuple(aliases)
    )


def _phrase_start(text: str, at: int) -> int:
    """Return where the words that may modify a name at `at` begin: no stop word and no mark between."""
    left = at
    for _ in range(8):
        before = text[:left].rstrip(" ")
        word = _WORD_BEFORE.search(before)
        if (
            word is None
            or (word[0].lower() in stop_words() and word[0].lower() != "of")
            or len(before) - len(text[:left].rstrip()) > 1
        ):
            break
        left = word.start()
        if left > 0 and text[left - 1] in '“"‘(-.':
            break
    return left


def _nationality(sentence: Sentence, start: int, end: int) -> tuple[list[str], list[Span]]:
    text = sentence.text
    left = max(0, min(_phrase_start(text, start), start - 1))
    window = text[max(0, left - 25) : start]
    offset = max(0, left - 25)
    hits: list[tuple[int, int, CountryRef]] = []
    for found in find_countries(window):
        gap = window[found.end_char :]
        words = re.findall(r"[a-z]+", gap)
        is_office = _OFFICE_BEFORE.fullmatch(gap.removeprefix("’s").removeprefix("'s").lstrip() or " ") is not None
        is_plain = not re.search(r"[,;:.)]|\b(?:of|in|on|and|to|by)\b", gap) and stop_words().isdisjoint(
            word for word in words if word != "s"
        )
        if (
            (is_office or is_plain)
            and found.value.codes != ("EU",)
            and found.value.relation not in ("linked", "born", "led")
        ):
            hits.append((offset + found.start_char, offset + found.end_char, found.value))
    after = text[end : end + 120]
    based = _BASED_AFTER.match(after) or re.match(r"^,\s+(?:of\s+)?(?=[A-Z])", after)
    if based and not hits:
        for found in find_countries(after[: based.end() + 40])[:2]:
            if found.start_char <= based.end() + 18:
                hits.append((end + found.start_char, end + found.end_char, found.value))
    apposition = _APPOSITION.match(after)
    if apposition and not hits:
        for found in find_countries(apposition[0])[:1]:
            if found.value.relation not in ("linked", "born", "led"):
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
            if f.value.form in ("name", "demonym")
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


def _role_before(sentence: Sentence, at: int, end: int) -> tuple[str, Span] | None:
    text = sentence.text
    if (match := _THE_ROLE.search(text[max(0, at - 60) : at])) is not None:
        start = max(0, at - 60) + match.start("role")
        return _trim_role(sentence, start, match["role"])
    left = _phrase_start(text, at)
    phrase = text[left:at].rstrip(" “\"‘'")
    for found in reversed(find_countries(phrase)):
        cut = found.end_char + (2 if phrase[found.end_char :].startswith(("'s", "’s")) else 0)
        left, phrase = left + cut, phrase[cut:]
        break
    # "brothers A and B" are brothers; "prosecutors Kevin Cassidy" is two clauses run together.
    if phrase.endswith("s") and not phrase.endswith("ss") and not _LIST_AFTER.match(text[end:]):
        return None
    return _trim_role(sentence, left, phrase)


def _office_before(sentence: Sentence, at: int) -> tuple[str, Span] | None:
    base = max(0, at - 70)
    match = _OFFICE_BEFORE.search(sentence.text[base:at])
    return (match["role"], sentence.span_at(base + match.start("role"), base + match.end("role"))) if match else None


def _role_after(sentence: Sentence, end: int) -> tuple[str, Span] | None:
    match = _APPOSITION.match(sentence.text[end : end + 140]) or _IS_A.match(sentence.text[end : end + 120])
    if match is None:
        return None
    start, phrase = end + match.start("role"), match["role"]
    for found in find_countries(phrase)[:1]:
        if found.start_char < 3:
            start, phrase = start + found.end_char, phrase[found.end_char :]
    cut = _ROLE_END.search(phrase)
    return _trim_role(sentence, start, phrase[: cut.start()] if cut else phrase)


def _trim_role(sentence: Sentence, start: int, phrase: str) -> tuple[str, Span] | None:
    while match := (_LEADING.match(phrase) or re.match(r"^[\s“\"‘'’,.-]+|^s\s", phrase)):
        start, phrase = start + match.end(), phrase[match.end() :]
    phrase = phrase.rstrip(" ,'’“\"*")
    words = phrase.split()
    # Names inside the phrase ("Yazaki subsidiary", "Ayeyarwady Bank and") are no part of the role unless "of" ties them on.
    keep = next(
        (
            i + 1
            for i in range(len(words) - 1, -1, -1)
            if words[i][:1].isupper() and not (i and words[i - 1] in ("of", "for", "at"))
        ),
        0,
    )
    if 0 < keep < len(words) and " of " not in f" {phrase} ":
        cut = len(phrase) - len(" ".join(words[keep:]))
        start, phrase = start + cut, phrase[cut:]
    if not _is_role(phrase):
        return None
    if (
        len(phrase) < 3
        or not phrase[-1].isalpha()
        or len(phrase.split()) > 8
        or not any(word.islower() for word in phrase.split())
    ):
        return None
    return phrase, sentence.span_at(start, start + len(phrase))


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


_ROLE_NOUN = re.compile(
    r"(?:ers?|ors?|ists?|eys?|aires?|spokespersons?|institutions?|enterprises?|chains?|lords?|m[ae]n|women|woman|ians?|ents?|ants?|chiefs?|heads?|czar|spy|rebel|ruler|drugmaker|firm|giant|unit|arm|guru|mogul|magnate|heir|boss|baron|lord|star|partner|king|ship|store|chain|outfit|startup|utility|wing|branch|arm)$"
)


_NO_MODIFIER = frozenset(["other", "new", "several", "certain", "additional", "various", "many", "designated"])
_NO_ROLE = re.compile(
    r"\b(?:pursuant|agreement|settlement|counter|on|over|against|after|said|says|extends?|later|orders?|regarding|including|following)\b"
)


def _is_role(phrase: str) -> bool:
    """Tell whether a phrase's head can be a role: the last word, or the one before "of"."""
    if _NO_ROLE.search(phrase):
        return False
    head = re.split(r"\s+(?:of|for|at|in)\s+", phrase)[0].split()
    if not head or phrase.split()[0].lower() in ("year", "sale", "aspects", "strategy", "freeze", "s"):
        return False
    last = head[-1].lower()
    if last in head_nouns() and not head_nouns()[last][1] and (len(head) == 1 or head[0].lower() in _NO_MODIFIER):
        return False  # "individuals", "other companies" say nothing of what they do
    return last in head_nouns() or bool(_ROLE_NOUN.search(last))
