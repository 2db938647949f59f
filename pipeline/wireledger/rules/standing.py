"""Name -> how its whole story speaks of it: who only speaks or comments is seldom a target, however near a trigger.

In: the forms of a name or country, and the story's sentences. Out: cues for `confidence.py`, each with the prefix `all`.
Not done here: what a target is (`describe.py`), and what the trigger's own sentence says of it (`confidence.py`).
"""

import re
from collections.abc import Iterable

from wireledger.segment import Sentence

_MOST = 12  # mentions; what the rest of a long story adds is more of the same
_SAYS = (
    r"(?:said|says|told|added|wrote|tweeted|testified|noted|argued|warned|declined|commented|asked|called|believes?)\b"
)
_SAYS_AFTER = re.compile(rf"^(?:,[^,.;]{{3,90}},|,|[’']s\s+\w+)?\s+(?:also\s+|has\s+|had\s+)?{_SAYS}")
_SAYS_BEFORE = re.compile(r"(?:\b(?:said|says|added|according\s+to|told)|[”\"],?\s+\w+)\s+(?:[\w.’'-]+\s+){0,4}$")
_POST = re.compile(
    r"\b(?:spokes(?:man|woman|person)|lawyer|attorney|prosecutor|judge|analyst|economist|professor|expert|scholar|fellow|researcher|strategist|adviser|director|head"
    r"|senator|sen|rep|congress(?:man|woman)|lawmaker|republican|democrat|president|minister|secretary|ambassador|envoy|chancellor|king|prince|governor|commissioner"
    r"|executive|chairman|founder|trader|banker|manager|broker|oligarch|businessman|tycoon|billionaire|general|commander|leader|hacker|dealer|employee|official"
    r"|company|bank|firm|unit|subsidiary|group|maker|insurer|lender|agency|newspaper|university|committee|party|court|index|exchange)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(r"[^\W\d_]{2,}|[’']s\b")


def find_standing(forms: Iterable[str], sentences: Iterable[Sentence]) -> frozenset[str]:
    """Return the cues of one name by all places where one of its forms stands, up to a dozen."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?!\w)")
    cues: set[str] = set()
    n_found = n_said = n_lead = 0
    first: int | None = None
    for sentence in sentences:
        for match in pattern.finditer(sentence.text):
            n_found += 1
            if n_found > _MOST:
                break
            first = sentence.index if first is None else first
            n_lead += sentence.index < 2
            before, after = (
                sentence.text[max(0, match.start() - 50) : match.start()],
                sentence.text[match.end() :][:100],
            )
            n_said += bool(_SAYS_AFTER.match(after) or _SAYS_BEFORE.search(before))
            cues |= {f"all-post={post.lower()}" for post in _POST.findall(before[-35:] + " , " + after[:40])}
            cues |= {f"all-prior:{word.lower()}" for word in _LOWER.findall(before)[-1:]}
            cues |= {f"all-next:{word.lower()}" for word in _LOWER.findall(after[:30])[:1]}
    cues.add(f"all-said={min(n_said, 2)}")
    cues.add(f"all-said-share={3 * n_said // max(1, min(n_found, _MOST))}")
    cues.add(f"all-found={min(n_found, 2) if n_found < 3 else '3-5' if n_found < 6 else '6+'}")
    cues.add(f"all-lead={min(n_lead, 3)}")
    cues.add(
        f"all-first={'none' if first is None else 'headline' if first < 0 else 'lead' if first < 2 else 'early' if first < 6 else 'late'}"
    )
    return frozenset(cues)
