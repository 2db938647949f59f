"""The server of the review page: a few JSON endpoints over a `Desk`, and the page's own files.

In: requests from this machine that carry the token. Out: JSON. It answers to loopback names alone (a page elsewhere
cannot talk to it through a name of its own), serves the files that it read at start and nothing else, takes bodies of
64 kB at most, and lets the browser run no script but the page's own.
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wireledger.errors import ReviewError
from wireledger.review.asked import Decide, Preview, Query, Undo
from wireledger.review.decisions import ConflictError, LockedError
from wireledger.review.desk import Desk
from wireledger.review.fill import fill_slot
from wireledger.review.given import given
from wireledger.review.queue import choices
from wireledger.review.view import slot_values, story_view
from wireledger.review.wishes import UnknownError, find_item, the_story

MOST_BYTES = 64 * 1024
TOKEN_HEADER = "x-wireledger-token"
_NAMES = ("127.0.0.1", "localhost")
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

M = TypeVar("M", bound=BaseModel)
Answer = Callable[[Request], Awaitable[Response]]


def make_app(desk: Desk, token: str) -> Starlette:
    """Return the application; `token` is what every request for data has to carry."""
    page = _page_files()

    async def index(request: Request) -> Response:
        if not hmac.compare_digest(request.query_params.get("token", "").encode(), token.encode()):
            return _said(403, "the address lacks its token; open the one that `wireledger review` printed.")
        return Response(page["index.html"], media_type="text/html")

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in page:
            return _said(404, "there is no such file.")
        return Response(page[name], media_type=_TYPES[name[name.rindex(".") :]])

    async def queue(request: Request) -> Response:
        query = Query.model_validate(dict(request.query_params))
        return await _answer(_queue, desk, query)

    async def story(request: Request) -> Response:
        return await _answer(_story, desk, request.path_params["key"])

    async def preview(request: Request) -> Response:
        return await _answer(_preview, desk, await _body(request, Preview))

    async def decide(request: Request) -> Response:
        return await _answer(_decide, desk, await _body(request, Decide))

    async def undo(request: Request) -> Response:
        return await _answer(_undo, desk, await _body(request, Undo))

    def guarded(answer: Answer) -> Answer:
        async def check(request: Request) -> Response:
            if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), token.encode()):
                return _said(403, "the token is missing or old; open the address that `wireledger review` printed.")
            return await answer(request)

        return check

    app = Starlette(
        routes=[
            Route("/", index),
            Route("/page/{name}", file),
            Route("/api/queue", guarded(queue)),
            Route("/api/story/{key}", guarded(story)),
            Route("/api/preview", guarded(preview), methods=["POST"]),
            Route("/api/decide", guarded(decide), methods=["POST"]),
            Route("/api/undo", guarded(undo), methods=["POST"]),
        ],
        exception_handlers={
            HTTPException: lambda _, error: _said(
                error.status_code, str(getattr(error, "detail", error)), error.headers
            ),
            ValidationError: lambda _, error: _said(422, _first_fault(error)),
            UnknownError: lambda _, error: _said(404, str(error)),
            ConflictError: lambda _, error: _said(409, str(error)),
            LockedError: lambda _, error: _said(503, str(error)),
            ReviewError: lambda _, error: _said(400, str(error)),
        },
    )
    app.add_middleware(_Fenced)
    return app


class _Fenced:
    """Refuses requests for another host's name, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_fenced(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    *((name.encode(), value.encode()) for name, value in _HEADERS.items()),
                ]
            await send(message)

        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").rsplit(":", 1)[0]
        if host not in _NAMES:
            await _said(421, "this server answers to 127.0.0.1 alone.")(scope, receive, send_fenced)
            return
        await self._app(scope, receive, send_fenced)


def _queue(desk: Desk, query: Query) -> dict[str, Any]:
    rows = desk.rows()
    wanted = query.as_filter()
    found = [row for row in rows if wanted.lets_in(row)]
    answer: dict[str, Any] = {
        "total": len(found),
        "rows": [row.to_dict() for row in found[query.offset : query.offset + query.limit]],
    }
    if query.offset == 0:
        answer |= {
            "choices": choices(rows),
            **_standing(desk),
            "who": desk.who,
            "read_only": desk.read_only,
            "compared": desk.compared,
        }
    return answer


def _story(desk: Desk, key: str) -> dict[str, Any]:
    return story_view(*desk.sheet(key), desk.tellings.of)


def _preview(desk: Desk, asked: Preview) -> dict[str, Any]:
    sheet, state = desk.sheet(asked.story)
    item, story = find_item(state, asked.item), the_story(sheet)
    value = given(story, asked.text, asked.place())
    filled = fill_slot(story, item.record, asked.slot, value)
    return {"values": slot_values(filled, asked.slot), "verbatim": value.span is not None}


def _decide(desk: Desk, asked: Decide) -> dict[str, Any]:
    decision = desk.decide(asked.as_wish())
    return _after(desk, decision.story) | {"item": decision.item}


def _undo(desk: Desk, asked: Undo) -> dict[str, Any]:
    decision = desk.undo(asked.request, asked.refers)
    return _after(desk, decision.story) | {"item": decision.item}


def _after(desk: Desk, story: str) -> dict[str, Any]:
    return {
        "story": _story(desk, story),
        "rows": [row.to_dict() for row in desk.story_rows(story)],
        **_standing(desk),
    }


def _standing(desk: Desk) -> dict[str, Any]:
    last = desk.last()
    return {"progress": desk.progress(), "last": {"id": last.id, "kind": last.kind} if last else None}


async def _answer(function: Callable[..., dict[str, Any]], *arguments: object) -> Response:
    # In a thread: a locked file must not stop the other tabs.
    content = await run_in_threadpool(function, *arguments)
    return Response(json.dumps(content, ensure_ascii=True, separators=(",", ":")), media_type="application/json")


async def _body(request: Request, model: type[M]) -> M:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > MOST_BYTES:
            raise HTTPException(413, f"the request is larger than {MOST_BYTES:,} bytes.")
    return model.model_validate_json(content)


def _said(status: int, message: str, headers: Any = None) -> Response:
    return JSONResponse({"error": message}, status, headers=headers)


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in fault['loc']) or 'the request'}: {fault['msg']}"


def _page_files() -> dict[str, bytes]:
    folder = files("wireledger.review") / "page"
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.name.endswith(tuple(_TYPES))}
