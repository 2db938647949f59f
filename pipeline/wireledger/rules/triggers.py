"""Sentence -> triggers: the words that say an action was taken, with type, status and where its targets stand.

In: one sentence. Out: `Trigger`s in order of place. Patterns are data: `resources/triggers.yaml`; `resources/stems.yaml` says
which are worth trying in a sentence. Not done here: finding the targets (`targets.py`).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from wireledger.rules.lexicon import load_table
from wireledger.segment import Sentence

Frame = Literal["object", "after", "subject", "between", "context"]

_CLAUSE_START = re.compile(r"(?:[;:]|,\s+(?:and|but|while|which|who|after|saying|said)\b|\bsaid\b|\bthat\b|[“\"])")
_BE = re.compile(r"\b(?:is|are|was|were|been|be|being|get|got)\s+(?:\w+ly\s+|also\s+|each\s+|all\s+)?$|,\s+$")
_BY_AFTER = re.compile(r"^\s+(?:[a-z]+ly\s+)?(?:by|under|in\s+\d|on|over|for|last|earlier|since|pursuant)\b")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One announcement of an action in a sentence.

    Attributes:
        rule: Id of the pattern.
        action: Action type of RECORDS.md, before the target's type is known.
        frame: Where the targets stand.
        start: First code point of the trigger in the sentence.
        end: One past the last.
        passive: The target is the subject.
        status: Status of RECORDS.md.
        recalled: The words around say that it is an earlier action.
        target: Offsets in which the targets stand, for frame `between`.
        needs_money: Without a sum in reach this is no action.
    """

    rule: str
    action: str
    frame: Frame
    start: int
    end: int
    passive: bool
    status: str
    recalled: bool
    target: tuple[int, int] | None
    needs_money: bool


@cache
def _patterns() -> list[tuple[dict[str, str], re.Pattern[str]]]:
    table = load_table("triggers")
    compiled = []
    for row in table["triggers"]:
        pattern = row["pattern"]
        for name, macro in table["macros"].items():
            pattern = pattern.replace("{" + name + "}", macro)
        compiled.append((row, re.compile(pattern)))
    return compiled


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    table = load_table("triggers")
    cues = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in table["status"].items()}
    return cues | {
        name: re.compile(table[name], re.IGNORECASE)
        for name in ("negation", "background", "penalty_context", "no_penalty", "private_suit", "immigration")
    }


@cache
def _stems() -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """Return every stem, and which of the patterns, by their number, are worth trying where it stands."""
    by_stem: dict[str, list[int]] = {}
    for number, (row, _) in enumerate(_patterns()):
        for stem in load_table("stems")["stems"][row["id"]]:
            by_stem.setdefault(stem, []).append(number)
    return tuple(by_stem), {stem: tuple(numbers) for stem, numbers in by_stem.items()}


@lru_cache(maxsize=1024)  # two stages ask for the triggers of a story's sentences
def find_triggers(sentence: Sentence) -> tuple[Trigger, ...]:
    """Return the triggers of one sentence; a negated one is none."""
    text = sentence.text
    stems, patterns_of = _stems()
    lowered = text.lower()
    numbers = {number for stem in stems if stem in lowered for number in patterns_of[stem]}
    triggers: list[Trigger] = []
    for number in sorted(numbers):
        row, pattern = _patterns()[number]
        if row.get("zone", sentence.zone) != sentence.zone:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in triggers):
                continue
            if (trigger := _trigger(sentence, row, match)) is not None:
                triggers.append(trigger)
    return tuple(sorted(triggers, key=lambda trigger: trigger.start))


def _trigger(sentence: Sentence, row: dict[str, str], match: re.Match[str]) -> Trigger | None:
    text = sentence.text
    clause = text[clause_start(text, match.start()) : match.start()]
    if _cues()["negation"].search(clause[-30:]):
        return None
    if row.get("money") and (not _cues()["penalty_context"].search(text) or _cues()["no_penalty"].search(text)):
        return None
    if row["action"] == "travel_ban" and _cues()["immigration"].search(text):
        return None
    frame: Frame = row["frame"]  # type: ignore[assignment]
    passive = False
    if frame == "object" and not match[0].endswith("ing"):
        after = text[match.end() :]
        passive = bool(
            re.search(
                r"\b(?:is|are|was|were|been|be|being|get|got)\s+(?:\w+ly\s+|also\s+|each\s+|all\s+)?$",
                text[: match.start()],
            )
        ) or (
            match[0].endswith(("ed", "en"))
            and bool(_BY_AFTER.match(after))
            and not re.match(r"\s+(?:\w+\s+)?for\b", after)
        )
    # The clause before the trigger and the trigger's own first words hold modals and verbs of asking.
    scope = clause[-90:] + match[0]
    status = next((name for name in ("rejected", "sought", "proposed") if _cues()[name].search(scope)), "imposed")
    if (
        row["action"] in ("penalty", "forfeiture")
        and status == "proposed"
        and re.search(r"\b(?:agreed|ordered|will|consented|settle)\b", scope)
        and not re.search(r"could|may|might|in principle|tentative", scope)
    ):
        status = "imposed"
    if status == "imposed" and row["action"] in _LISTED and _TO_DO.search(text[: match.start() + 3]) is not None:
        status = "proposed"
    around = text[max(0, match.start() - 60) : match.end() + 60]
    recalled = bool(_cues()["background"].search(around)) or bool(
        re.search(r"\bhad\s+(?:\w+\s+){0,2}$", text[: match.start()])
    )
    target = match.span("t") if "t" in match.re.groupindex else None
    return Trigger(
        row["id"],
        row["action"],
        frame,
        match.start(),
        match.end(),
        passive,
        status,
        recalled,
        target,
        bool(row.get("money")),
    )


_LISTED = frozenset(["designation", "delisting", "trade_restriction", "asset_freeze", "travel_ban"])
# "bills to impose", "is free to lift", "is to blacklist": what is still to do; "agreed to lift", "has moved to freeze" is done.
_TO_DO = re.compile(
    r"(?<!\bagreed)(?<!\bdecided)(?<!\bvoted)(?<!\border)(?<!\bordered)(?<!\bmoved)(?<!\bacted)(?<!\bcontinued)(?<!\bcontinues)(?<!\bused)(?<!\bhelped)(?<!\bhelp)(?<!\bresolution)(?<!\bsteps)(?<!\bdecision)"
    r"\s+to\s+(?:\w+ly\s+)?\w{0,3}$"
)


def clause_start(text: str, at: int) -> int:
    """Return where the clause that holds offset `at` begins, by punctuation and connecting words."""
    start = 0
    for match in _CLAUSE_START.finditer(text, 0, at):
        if match.end() < at - 3:
            start = match.end()
    return start


def is_private_suit(text: str) -> bool:
    """Tell whether a sentence speaks of a suit that may be between private parties."""
    return bool(_cues()["private_suit"].search(text))
