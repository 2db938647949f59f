"""Words around a name -> its role: the shortest noun phrase that says what the target is or does (RECORDS.md, rule 7).

In: a sentence and where a name stands in it. Out: a verbatim phrase with its span, or None. Phrases that stand apart from
the name ("the bank", "a former trader") are `nominals.py`'s.
"""

import re

from wireledger.rules.lexicon import head_nouns, load_table, stop_words
from wireledger.rules.names import OFFICE
from wireledger.segment import Sentence
from wireledger.spans import Span
from wireledger.values.countries import find_countries

Role = tuple[str, Span]
"""A role as it stands in the text, and where."""

# A stretch without marks; the full stops of "U.S." and "No. 1" are none.
_PHRASE = r"(?:U\.[SNK]\.|No\.|[^,.;:()–—])"
APPOSITION = re.compile(
    rf"^(?:\s*\([^)]{{1,30}}\))?,\s+(?:\d{{1,2}},\s+)?(?:who\s+(?:is|was)\s+|which\s+is\s+|(?:had|has)\s+been\s+|once\s+|formerly\s+)?(?:(?:a|an|the|its|his|one of|[A-Z][\w.]*[’']s)\s+)?(?!(?:and|or|but|as|also|including|while|which|who|said|says|although|after|had|has)\b)(?P<role>{_PHRASE}{{3,90}})"
)
"""What follows a name after a comma: ", a Russian coal trader," (the text of a pattern)."""
_IS_A = re.compile(rf"^\s+(?:is|was|became|(?:has|had)\s+been)\s+(?:a|an|the|one\s+of)\s+(?P<role>{_PHRASE}{{3,80}})")
# "Petrov serves as director of the plant", "Orlan, described by the EU as an oil trader"
_AS_A = re.compile(
    rf"^,?\s+(?:(?:who|which|is|was|has|had|been|also|previously|currently)\s+){{0,3}}(?:describ|identif|serv|act|work|known)\w*\s+(?:(?:by|in)\s+(?:[\w.’']+\s+){{1,4}}?)?as\s+(?:(?:a|an|the|its|his|her)\s+)?(?P<role>{_PHRASE}{{3,80}})"
)
# "the company's founder, Arthur Budovsky"
_THE_ROLE = re.compile(
    r"\b(?:the|a|an|its|his|her|their|[\w.]+[’']s)\s+(?P<role>(?:[\w-]+\s){0,4}?[a-z][\w-]+),\s+(?:[a-z]\w+-born\s+)?[“\"]?$",
    re.IGNORECASE,
)
# "a freighter named Victoria"
_NAMED = re.compile(
    r"\b(?:a|an|the|its|his|her)\s+(?P<role>(?:[\w.-]+\s+){0,5}?[a-z][\w-]+),?\s+(?:(?:formerly|previously|also|once)\s+)?(?:named|called|known\s+as|dubbed)\s+(?:the\s+)?[“\"‘]?$"
)
_OFFICE_BEFORE = re.compile(rf"(?P<role>{OFFICE})\s+$")
_ROLE_END = re.compile(
    r"\s+(?:who|that|which|and|for|with|in|at|by|from|was|is|has|had|accused|involved|based|responsible|on|known|linked|charged|convicted|blacklisted|sanctioned|designated|listed|named|indicted|controlled|owned|run|led|founded|to|when|whose|where|currently|suspected|said)\b"
)
_LIST_AFTER = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,|and\b|&)")
_LEADING = re.compile(
    r"^(?:the|a|an|its|his|her|their|also|current|then|whether|other|another|this|that|such|one\s+of)\s+", re.IGNORECASE
)
_TAIL = re.compile(r"\s+(?:of|for|at|in|to|with)\s+")
# Words of a role with what it is of: "deputy head of the FSB" says who one is, "chief executive" does without the firm.
_LONGEST, _LONGEST_POST = 8, 4
_POST = re.compile(
    r"(?i)\b(?:executive|CEO|CFO|COO|officer|chair(?:man|woman)|partner|trader|manager|analyst|founder|employee)$"
)
_WORD_BEFORE = re.compile(r"[\w’'-]+$")
_SUPERLATIVE = re.compile(
    r"^(?:(?:world|country|nation|region|continent)[’']s\s+)?(?:(?:No\.\s+\d|second|third)[\s-]+)?(?:most\s+\w+|biggest|largest|richest|leading|main|oldest|top|No\.\s+\d)\s+"
)
_TITLE_BEFORE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Gen|Lt|Col|Maj|Capt|Adm|Prof|Sir)\.?\s+$")
NO_MODIFIER = frozenset(
    [
        "other",
        "new",
        "several",
        "certain",
        "additional",
        "various",
        "many",
        "designated",
        "private",
        "public",
        "controversial",
        "embattled",
        "same",
        "said",
        "entire",
        "small",
        "large",
        "big",
        "foreign",
        "two",
        "three",
        "four",
        "five",
        "six",
        "unnamed",
        "unidentified",
    ]
)
_NO_ROLE = re.compile(
    r"\b(?:pursuant|agreement|settlement|counter|on|over|against|after|said|says|extends?|later|orders?|regarding|including|following|although|been)\b"
)


def phrase_start(text: str, at: int) -> int:
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


def role_beside(sentence: Sentence, start: int, end: int) -> Role | None:
    """Return the role that stands right before or after the name at `[start, end)` of the sentence."""
    return _role_before(sentence, start, end) or _role_after(sentence, end)


def office_before(sentence: Sentence, at: int) -> Role | None:
    """Return the office that a name at `at` holds: "former Minister of Justice"."""
    base = max(0, at - 70)
    match = _OFFICE_BEFORE.search(sentence.text[base:at])
    return (match["role"], sentence.span_at(base + match.start("role"), base + match.end("role"))) if match else None


def _role_before(sentence: Sentence, at: int, end: int) -> Role | None:
    text = sentence.text
    if (title := _TITLE_BEFORE.search(text[max(0, at - 7) : at])) is not None:
        at -= len(title[0])
    base = max(0, at - 90)
    for pattern in (_THE_ROLE, _NAMED):
        if (match := pattern.search(text[base:at])) is not None:
            start, phrase = _after_country(base + match.start("role"), match["role"])
            return trim_role(sentence, start, phrase)
    left = phrase_start(text, at)
    left, phrase = _after_country(left, text[left:at].rstrip(" “\"‘'"))
    # "brothers A and B" are brothers; "prosecutors Kevin Cassidy" is two clauses run together.
    if phrase.endswith("s") and not phrase.endswith("ss") and not _LIST_AFTER.match(text[end:]):
        return None
    if (role := trim_role(sentence, left, phrase)) is not None:
        return role
    of = phrase.rfind(" of ")  # "the assets of fund manager Paula Dorn"
    return trim_role(sentence, left + of + 4, phrase[of + 4 :]) if of >= 0 else None


def _role_after(sentence: Sentence, end: int) -> Role | None:
    after = sentence.text[end : end + 150]
    for pattern in (APPOSITION, _IS_A, _AS_A):
        if (match := pattern.match(after)) is None:
            continue
        cut = _ROLE_END.search(match["role"])
        phrase = match["role"][: cut.start()] if cut else match["role"]
        if (role := trim_role(sentence, *_after_country(end + match.start("role"), phrase))) is not None:
            return role
    return None


def _after_country(start: int, phrase: str) -> tuple[int, str]:
    """Return where the rest of a phrase starts, and the rest, after the last country that modifies it."""
    tail = _TAIL.search(phrase)
    for found in reversed(find_countries(phrase[: tail.start()] if tail else phrase)):
        cut = found.end_char + (2 if phrase[found.end_char :].startswith(("'s", "’s")) else 0)
        if phrase[cut:].strip():
            return start + cut, phrase[cut:]
    return start, phrase


def trim_role(sentence: Sentence, start: int, phrase: str) -> Role | None:
    """Return what is a role of a phrase that starts at `start` of the sentence, without articles and names; or None."""
    while match := (_LEADING.match(phrase) or _SUPERLATIVE.match(phrase) or re.match(r"^[\s“\"‘'’,.-]+|^s\s", phrase)):
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
    phrase = _shortened(phrase)
    if (
        not is_role(phrase)
        or len(phrase) < 3
        or not phrase[-1].isalnum()
        or len(phrase.split()) > 8
        or not (any(word[0].islower() for word in phrase.split()) or phrase in _titles())
    ):
        return None
    return phrase, sentence.span_at(start, start + len(phrase))


def _shortened(phrase: str) -> str:
    """Return a phrase without what it is of, where that makes it long: "former chief executive" of some company."""
    tail = _TAIL.search(phrase)
    if tail is None:
        return phrase
    head = phrase[: tail.start()]
    return head if len(phrase.split()) > (_LONGEST_POST if _POST.search(head) else _LONGEST) else phrase


def is_role(phrase: str) -> bool:
    """Tell whether a phrase's head can be a role: the last word, or the one before "of"."""
    if _NO_ROLE.search(phrase):
        return False
    head = re.split(r"\s+(?:of|for|at|in)\s+", phrase)[0].split()
    if not head or phrase.split()[0].lower() in ("year", "sale", "aspects", "strategy", "freeze", "s"):
        return False
    last = head[-1].lower()
    if last in head_nouns() and not head_nouns()[last][1] and all(word.lower() in NO_MODIFIER for word in head[:-1]):
        return False  # "individuals", "other companies" say nothing of what they do
    return is_head(last)


def is_head(word: str) -> bool:
    """Tell whether a word, in small letters, can be what a person or thing is: "trader", "subsidiary", "kingpin"."""
    if word in head_nouns():
        return True
    table = load_table("nouns")["role_heads"]
    last = word.rsplit("-", 1)[-1]
    if last in table["words"] or last.removesuffix("s") in table["words"]:
        return True
    return last.endswith(tuple(table["endings"])) and last not in table["not"] and not last.endswith(("ment", "ments"))


def type_of_head(word: str) -> str:
    """Return the target type that a role's head says: "trader" is a person's, "drugmaker" an organization's."""
    if word in head_nouns():
        return head_nouns()[word][0]
    things = load_table("nouns")["role_heads"]["things"]
    return "organization" if word.removesuffix("s").endswith(tuple(things)) else "person"


def _titles() -> list[str]:
    titles: list[str] = load_table("nouns")["role_heads"]["titles"]
    return titles
