"""The server's endpoints as an OpenAPI document, for a fuzzer: made of the types that requests pass."""

from typing import Any

from pydantic import BaseModel

from wireledger.review.asked import Decide, Preview, Query, Undo


def openapi(token: str) -> dict[str, Any]:
    """Return the document; `token` is what opens the page."""
    path = {"in": "path", "required": True, "schema": {"type": "string"}}
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in _schema(Query)["properties"].items()]
    opened = {"name": "token", "in": "query", "schema": {"enum": [token, "guess"], "type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wireledger review", "version": "1"},
        "paths": {
            "/": {"get": _operation(opened)},
            "/page/{name}": {"get": _operation(path | {"name": "name"})},
            "/api/queue": {"get": _operation(*query)},
            "/api/story/{key}": {"get": _operation(path | {"name": "key"})},
            "/api/preview": {"post": _operation(body=Preview)},
            "/api/decide": {"post": _operation(body=Decide)},
            "/api/undo": {"post": _operation(body=Undo)},
        },
    }


def _operation(*parameters: dict[str, Any], body: type[BaseModel] | None = None) -> dict[str, Any]:
    operation: dict[str, Any] = {"parameters": list(parameters), "responses": {"default": {"description": "JSON"}}}
    if body is not None:
        content = {"application/json": {"schema": _schema(body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    _inline(schema, schema.pop("$defs", {}))
    return schema


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
