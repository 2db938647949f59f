"""Story -> the legal basis of its news, for records whose own sentence names none.

In: the sentences of a story. Out: one `program` mention, or None. Releases name the basis once, in a sentence of its own:
"Today's action is taken pursuant to Executive Order 13224".
"""

import re
from collections import Counter

from wireledger.annotations import Mention
from wireledger.rules.mentions import find_programs
from wireledger.segment import Sentence

_INTRODUCED = re.compile(
    r"\b(?:pursuant\s+to|under|authority\s+of|in\s+the\s+[Aa]nnex\s+(?:to|of)|authori[sz]ed\s+by|violat\w+(?:\s+of)?)\s+(?:the\s+|an?\s+)?(?:authorit(?:y|ies)\s+(?:of\s+)?)?(?:[a-z-]+\s+){0,2}$"
)


def find_basis(sentences: list[Sentence]) -> Mention | None:
    """Return the basis that a story names most often after "pursuant to" or the like, the first of equals."""
    found: list[Mention] = []
    for sentence in sentences:
        if sentence.is_news:
            found += [
                program
                for program in find_programs(sentence)
                if _INTRODUCED.search(sentence.text[: sentence.place_of(program.span)[0]][-60:])
            ]
    if not found:
        return None
    counts = Counter(program.text for program in found)
    return max(found, key=lambda program: (counts[program.text], -program.span.start_char))
