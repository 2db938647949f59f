"""Does FollowTheMoney itself accept an entity? The one module that imports it (extra `[ftm]`).

In: entities. Out: messages about those that it refuses; none is written then.
"""

from collections.abc import Iterable, Iterator

from wireledger.errors import ConfigError
from wireledger.ftm.entity import Entity

MISSING = (
    "FollowTheMoney is not installed. Get it with `pip install 'wireledger[ftm]'`; its PyICU is compiled, which takes "
    "a C++ compiler, pkg-config and ICU's headers (Debian: apt-get install g++ pkg-config libicu-dev)."
)


def require_ftm() -> None:
    """Raise early where FollowTheMoney isn't there.

    Raises:
        ConfigError: If it can't be imported.
    """
    try:
        import followthemoney  # noqa: F401
    except ImportError as error:
        raise ConfigError(MISSING) from error


def faults(entities: Iterable[Entity]) -> Iterator[str]:
    """Yield what FollowTheMoney has against entities: its own validation, required and unknown properties, references.

    Its `validate` passes over properties that a schema does not have and over required ones that are absent; both are
    asked for here.
    """
    from followthemoney import model
    from followthemoney.exc import InvalidData

    known = list(entities)
    schemata = {entity.id: entity.schema for entity in known}
    for entity in known:
        schema = model.get(entity.schema)
        if schema is None:
            yield f"{entity.id}: there is no schema {entity.schema}"
            continue
        try:
            schema.validate({"properties": entity.properties})
        except InvalidData as error:
            yield f"{entity.id} ({entity.schema}): {error.errors}"
        for required in schema.required:
            if not entity.properties.get(required):
                yield f"{entity.id} ({entity.schema}): '{required}' is required"
        for name, values in entity.properties.items():
            prop = schema.get(name)
            if prop is None:
                yield f"{entity.id} ({entity.schema}): has no property '{name}'"
            elif prop.range is not None:
                for value in values:
                    other = model.get(schemata.get(value, ""))
                    if other is None or not other.is_a(prop.range):
                        yield f"{entity.id} ({entity.schema}): '{name}' names no {prop.range.name} ({value})"
