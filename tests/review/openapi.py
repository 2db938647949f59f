"""The server's endpoints as an OpenAPI document, for a fuzzer: made of the types that requests pass."""

from typing import Any

from pydantic import BaseModel

from wireledger.review.asked import Decide, Preview, Query, Undo
from wireledger.review.server import TOKEN_HEADER


def openapi(token: str, known: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the document; `token` and `known` values of fields are offered, so that requests get past the door."""
    header = {"name": TOKEN_HEADER, "in": "header", "required": True, "schema": {"const": token, "type": "string"}}
    path = {"in": "path", "required": True}
    fields = Query.model_json_schema()["properties"]
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
    key = {**path, "name": "key", "schema": {"enum": [*known["story"], "..", "x"], "type": "string"}}
    file = {**path, "name": "name", "schema": {"type": "string"}}
    opened = {"name": "token", "in": "query", "schema": {"enum": [token, "guess"], "type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wireledger review", "version": "1"},
        "paths": {
            "/": {"get": _operation(opened)},
            "/page/{name}": {"get": _operation(file)},
            "/api/queue": {"get": _operation(header, *query)},
            "/api/story/{key}": {"get": _operation(header, key)},
            "/api/preview": {"post": _operation(header, body=Preview, known=known)},
            "/api/decide": {"post": _operation(header, body=Decide, known=known)},
            "/api/undo": {"post": _operation(header, body=Undo, known=known)},
        },
    }


def _operation(
    *parameters: dict[str, Any], body: type[BaseModel] | None = None, known: dict[str, list[Any]] | None = None
) -> dict[str, Any]:
    operation: dict[str, Any] = {"parameters": list(parameters), "responses": {"default": {"description": "JSON"}}}
    if body is not None:
        schema = body.model_json_schema(ref_template="#/x-definitions/{model}")
        _inline(schema, schema.pop("$defs", {}))
        fields = schema["properties"]
        offered = {name: {"enum": values} for name, values in (known or {}).items() if name in fields}
        # Two schemas of the whole body: in one field, an enum beside any string would count as any string.
        schema = {"anyOf": [schema | {"properties": fields | offered}, schema]}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _inline(schema: Any, definitions: dict[str, Any]) -> None:
    """Put what `$ref` names in its place: a document in a document has no place of its own for definitions."""
    if isinstance(schema, dict):
        if ref := schema.pop("$ref", None):
            schema |= definitions[ref.rpartition("/")[2]]
        for value in schema.values():
            _inline(value, definitions)
    elif isinstance(schema, list):
        for value in schema:
            _inline(value, definitions)
