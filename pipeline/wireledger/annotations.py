"""What the stages hand to each other between the text and the records: `Mention`, `Entity`, `Relation`.

The rules and the trained model fill the same three types, so `assemble/` does not know who found what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from wireledger.spans import Span

NO_ATTRIBUTES: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled span that refers to something.

    Attributes:
        span: Where it stands.
        label: `trigger`, `name`, `group`, `country`, `authority`, `money`, `date`, `program` ...
        text: The characters, verbatim.
        value: What they say once normalised (`Money`, `PartialDate`, country codes ...), or None.
        attributes: Further readings that belong to the label, such as a trigger's `action` and `status`.
    """

    span: Span
    label: str
    text: str
    value: object | None = None
    attributes: Mapping[str, object] = field(default_factory=lambda: NO_ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class Entity:
    """The mentions of one story that refer to the same thing.

    Attributes:
        name: The longest form in the story, verbatim.
        type: A target type of RECORDS.md: `person`, `organization`, `vessel` ...
        mentions: Every mention, in order of place; never empty.
        aliases: Other names that the story gives it, each as a mention.
    """

    name: str
    type: str
    mentions: tuple[Mention, ...]
    aliases: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled, directed link with the spans that license it.

    Attributes:
        label: What the tail is to the head: `authority`, `target`, `amount`, `date`, `program`, `asset`, `reason`.
        head: The trigger.
        tail: The mention or the entity that fills the slot.
        evidence: The sentences that say so; never empty.
    """

    label: str
    head: Mention
    tail: Mention | Entity
    evidence: tuple[Span, ...]
