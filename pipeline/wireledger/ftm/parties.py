"""Targets to Person, Company, Organization, Vessel, Airplane, CryptoWallet: one entity however many decisions hit it.

In: targets of events. Out: an entity each, the same for one name, with namesakes apart. Only equal names are united;
what is alike but not equal is left to FollowTheMoney's own matching tools.
"""

from wireledger.events.event import EventTarget
from wireledger.events.targets import is_namesake
from wireledger.ftm.entity import Entity, country, make_id, name
from wireledger.records import Target, TargetType
from wireledger.values.names import has_legal_form, name_key

_SCHEMAS = {
    "person": "Person",
    "mixed": "LegalEntity",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "wallet": "CryptoWallet",
}
UNHELD = ("country", "sector")
"""Types of targets for which FollowTheMoney has no schema."""


class Parties:
    """The entities of all targets so far."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, ...], list[tuple[Target, Entity]]] = {}

    def entity_of(self, target: EventTarget) -> Entity | None:
        """Return the entity of a target, made if need be; None for what FollowTheMoney has no entity for."""
        if target.name is None or target.type in UNHELD:
            return None
        entity = self._known(target) or self._new(target)
        _describe(entity, target)
        return entity

    def all(self) -> list[Entity]:
        """Return all entities, in the order in which they came."""
        return [entity for pile in self._by_key.values() for _, entity in pile]

    def _known(self, target: EventTarget) -> Entity | None:
        plain = _plain(target)
        for other, entity in self._by_key.get(_key(target), ()):
            if entity.schema == _schema(target) and not is_namesake(other, plain):
                return entity
        return None

    def _new(self, target: EventTarget) -> Entity:
        pile = self._by_key.setdefault(_key(target), [])
        # The first of a name has the name's id; its namesakes' ids say what sets them apart.
        apart = [] if not pile else [str(len(pile)), *target.nationality]
        schema = _schema(target)
        entity = Entity(make_id(schema, *_key(target), *apart), schema)
        pile.append((_plain(target), entity))
        return entity


def _describe(entity: Entity, target: EventTarget) -> None:
    entity.add("name", name(target.name))
    entity.add("alias", *(name(alias) for alias in target.aliases if alias != target.name))
    is_person = entity.schema == "Person"
    entity.add("nationality" if is_person else "country", *map(country, target.nationality))
    entity.add("position" if is_person else "description", target.role)


def _schema(target: EventTarget) -> str:
    if target.type == "organization":
        return "Company" if any(map(has_legal_form, (target.name or "", *target.aliases))) else "Organization"
    return _SCHEMAS[target.type]


def _key(target: EventTarget) -> tuple[str, ...]:
    return name_key(target.name or "") or (target.name or "",)


def _plain(target: EventTarget) -> Target:
    kind: TargetType = target.type  # type: ignore[assignment]
    return Target(name=target.name, type=kind, nationality=target.nationality)
