"""Calls of MAX's Bot API: their form, and what its refusals mean."""

import re
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from services.notifications.clients.exchange import CALL_SECONDS, UPLOAD_SECONDS, exchange
from services.notifications.clients.max_models import Done, Failure
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    TooLarge,
    UnknownIfDone,
)

TOKEN = re.compile(r"[!-~]{1,255}")
NOT_READY = "attachment.not.ready"

Query = dict[str, str | int]
Result = TypeVar("Result", bound=BaseModel)


class NotReady(Temporary):
    """A file that was brought a moment ago cannot be sent yet."""


class MaxCalls:
    """Every call raises a PlatformError where the answer is not a success. No error has the token."""

    def __init__(self, base: str, *, client: httpx.AsyncClient) -> None:
        self.client = client
        self._base = base

    async def call(
        self,
        token: str,
        method: str,
        path: str,
        *,
        answer: type[Result],
        query: Query | None = None,
        body: dict[str, Any] | None = None,
        seconds: float = CALL_SECONDS,
    ) -> Result:
        """The answer of a method. What cannot stand in a header is no token, and is not even tried."""
        if not TOKEN.fullmatch(token):
            raise AuthFailed("the token has not the form of a bot's token")
        headers, url = {"Authorization": token}, f"{self._base}{path}"
        request = self.client.build_request(method, url, params=query, json=body, headers=headers, timeout=seconds)
        return _read(await exchange(self.client, request, seconds=seconds), answer=answer)

    async def bring(self, url: str, *, file: tuple[str, bytes, str], answer: type[Result]) -> Result:
        """The answer of the place that takes files (name, content, content type); it is shown no token."""
        try:
            request = self.client.build_request("POST", url, files={"data": file}, timeout=UPLOAD_SECONDS)
        except httpx.InvalidURL:
            raise Temporary("the place for the file cannot be read") from None
        return _read(await exchange(self.client, request, seconds=UPLOAD_SECONDS), answer=answer)


def _read(response: httpx.Response, *, answer: type[Result]) -> Result:
    if not response.is_success:
        raise refusal(response)
    try:
        done = Done.model_validate_json(response.content)
        if not done.success:
            raise Permanent(str(done.message or "it was not done"))
        return answer.model_validate_json(response.content)
    except ValidationError:
        raise UnknownIfDone("the answer cannot be read") from None


def refusal(response: httpx.Response) -> PlatformError:
    """What an answer that is no success means, by its number first and its code second."""
    try:
        failure = Failure.model_validate_json(response.content)
    except ValidationError:
        failure = Failure()
    status, reason = response.status_code, failure.reason or f"HTTP {response.status_code}"
    match status:
        case 429:
            return RateLimited(reason, retry_after_seconds=_seconds(response.headers.get("Retry-After", "")))
        case 403:
            return Blocked(reason)
        case 413:
            return TooLarge(reason)
        case 401:
            return AuthFailed(reason)
        case 404:
            return ChatNotFound(reason)
        case 400 if failure.code == NOT_READY:
            return NotReady(reason)
    return Temporary(reason) if status >= 500 else Permanent(reason)


def _seconds(header: str) -> int | None:
    return int(header) if header.isdecimal() and len(header) < 6 else None
