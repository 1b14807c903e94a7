"""JSON bodies are looked at before anything is made of them: what is costly or has two meanings goes no further."""

import re
from json import JSONDecoder
from math import isinf
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import HelpdeskError, Malformed
from shared.http.door import Refuse

DEEPEST = 32
MOST_NAMES = 1_000
# Far more than any body of ours has use for: beyond it a body is refused before it is parsed.
MOST_PARTS = 10_000
# A long text may quote JSON, and so bring tens of thousands of these without one name.
MOST_NAME_ENDS = 40_000

BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})
DECLARATION = (b"content-type", b"application/json")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_OF_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class JsonBodies:
    """ASGI middleware: a JSON body that `check_json` refuses is answered with `refuse` and seen by nobody."""

    def __init__(self, app: ASGIApp, *, refuse: Refuse) -> None:
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not declares_json(scope):
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        if body is None:
            return
        try:
            check_json(body)
        except HelpdeskError as error:
            await self._refuse(Request(scope), error)(scope, receive, send)
            return
        await self._app(scope, replay(body, then=receive), send)


def declares_json(scope: Scope) -> bool:
    """Whether the request says that its body is JSON. One that says nothing of its body is made to say so."""
    said = [value for name, value in scope["headers"] if name == b"content-type"]
    if said and all(said):
        return any(b"json" in value.lower() for value in said)
    if not any(name in BODY_HEADERS and value != b"0" for name, value in scope["headers"]):
        return False
    scope["headers"] = [header for header in scope["headers"] if header[0] != b"content-type"] + [DECLARATION]
    return True


def replay(body: bytes, *, then: Receive) -> Receive:
    """A `receive` that brings a body that was read already."""
    waiting = [body]

    async def receive() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await then()

    return receive


def check_json(body: bytes) -> None:
    """Raises Malformed for what is no JSON, or nests deeper than 32, or has a name twice in an object or over 1,000
    of them, or more than 10,000 objects and arrays, or a number that is none (NaN, 1e400).

    An empty body is left to who needs one.
    """
    if not body:
        return
    if body.count(b'":') > MOST_NAME_ENDS:
        raise Malformed("The body has too many fields.")
    if body.count(b"[") + body.count(b"{") > DEEPEST:
        _check_nesting(body)
    try:
        _DECODER.decode(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Malformed("The body must be a JSON object.") from None


def _check_nesting(body: bytes) -> None:
    """Brackets are taken away in pairs, one level at a time from within: what is left is deeper, or not balanced."""
    brackets = _STRING.sub(b"", body).translate(_OF_ONE_KIND, _ALL_BUT_BRACKETS)
    if brackets.count(b"[") > MOST_PARTS:
        raise Malformed(f"The body has more than {MOST_PARTS} objects and arrays.")
    for _ in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"")
    if b"[]" in brackets:
        raise Malformed(f"The body nests deeper than {DEEPEST} levels.")


def _pairs(pairs: list[tuple[str, Any]]) -> None:
    if len(pairs) > MOST_NAMES:
        raise Malformed(f"An object has more than {MOST_NAMES} fields.")
    names = {name for name, _ in pairs}
    if len(names) != len(pairs):
        raise Malformed("An object has the same field twice.")


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise Malformed("A number is too large.")
    return number


def _no_number(text: str) -> NoReturn:
    raise Malformed(f"{text} is no number.")


_DECODER = JSONDecoder(object_pairs_hook=_pairs, parse_float=_finite, parse_constant=_no_number)


async def _whole(receive: Receive) -> bytes | None:
    """The body, or None where the caller has gone before its end."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)
