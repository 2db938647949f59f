"""The label sets of the network: what a word is to the words that are marked, and what a trigger tells.

In: nothing. Out: constants, and the numbers of tags. A model folder lists them; one that lists others is refused.
"""

from functools import cache
from typing import get_args

from wireledger.records import ACTIONS, STATUSES, TargetType

TYPES: tuple[str, ...] = get_args(TargetType)
ARGUMENTS = (
    *(f"name-{kind}" for kind in TYPES), *(f"group-{kind}" for kind in TYPES), "authority", "amount", "date", "program",
)  # fmt: skip
"""What a word may be to a trigger: part of a target by name, of one without, of the body, the sum, the day, the law."""
TARGETS = tuple(label for label in ARGUMENTS if label.startswith(("name-", "group-")))
"""The labels of targets, by name or without."""
DESCRIPTIONS = ("role", "nationality", "alias")
"""What a word may be to a target: part of what it is or does, of where it belongs, of another name."""
LABELS = (*ARGUMENTS, *DESCRIPTIONS)


def tags_of(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of words by a label set: a label's first word is `B-`, each further one `I-`; `O` is none."""
    return ("O", *(f"{edge}-{label}" for label in labels for edge in ("B", "I")))


TAGS = tags_of(LABELS)
"""The tags of the words of stories."""
TOLD = ("none", *ACTIONS)
"""What a trigger tells: no action, or one of this type."""
CLASSES = (len(TOLD), len(STATUSES), 2)
"""Widths of what is said of a trigger: the action, its status, whether it is background."""
UNSAID = -1
"""The label that is left out of the loss."""


@cache
def begin(label: str, labels: tuple[str, ...] = LABELS) -> int:
    """Return the number of the tag of a label's first word, by a label set."""
    return 1 + 2 * labels.index(label)


def inside(label: str, labels: tuple[str, ...] = LABELS) -> int:
    """Return the number of the tag of a label's further words, by a label set."""
    return begin(label, labels) + 1
