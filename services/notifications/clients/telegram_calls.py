"""Calls of Telegram's Bot API: their form, and what its refusals mean."""

import re
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from services.notifications.clients.exchange import CALL_SECONDS, UPLOAD_SECONDS, exchange
from services.notifications.clients.telegram_models import Answer
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

TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}")
NO_SUCH_CHAT = ("chat not found", "peer_id_invalid", "user not found")
PAUSE_SECONDS = 1

Result = TypeVar("Result", bound=BaseModel)


class TelegramCalls:
    """Every call raises a PlatformError where the answer is not a success. No error has the token."""

    def __init__(self, base: str, *, client: httpx.AsyncClient) -> None:
        self.client = client
        self._base = base

    async def call(self, token: str, method: str, *, seconds: float = CALL_SECONDS, **parameters: Any) -> Any:
        """The result of a method that takes JSON."""
        request = self.client.build_request("POST", self._address(token, method), json=parameters, timeout=seconds)
        return await self._ask(request, seconds=seconds)

    async def upload(self, token: str, method: str, *, chat_id: int, field: str, file: tuple[str, bytes, str]) -> Any:
        """The result of a method that takes a file (name, content, content type) as a form."""
        address, form = self._address(token, method), {"chat_id": str(chat_id)}
        request = self.client.build_request("POST", address, data=form, files={field: file}, timeout=UPLOAD_SECONDS)
        return await self._ask(request, seconds=UPLOAD_SECONDS)

    def file_address(self, token: str, path: str) -> str:
        return f"{self._base}/file/bot{token}/{path}"

    def _address(self, token: str, method: str) -> str:
        """A token of another shape is not even tried: it would lead to another address."""
        if not TOKEN.fullmatch(token):
            raise AuthFailed("the token has not the form of a bot's token")
        return f"{self._base}/bot{token}/{method}"

    async def _ask(self, request: httpx.Request, *, seconds: float) -> Any:
        response = await exchange(self.client, request, seconds=seconds)
        try:
            answer = Answer.model_validate_json(response.content)
        except ValidationError:
            answer = Answer(ok=False)
        if response.is_success and answer.ok:
            return answer.result
        raise refusal(response.status_code, answer=answer)


def refusal(status: int, *, answer: Answer) -> PlatformError:
    """What an answer that is no success means, by its number first and its words second."""
    reason = answer.description or f"HTTP {status}"
    match status:
        case 429:
            return RateLimited(reason, retry_after_seconds=answer.parameters.retry_after or PAUSE_SECONDS)
        case 403:
            return Blocked(reason)
        case 413:
            return TooLarge(reason)
        case 401 | 404:
            return AuthFailed(reason)
        case 400 if any(words in reason.lower() for words in NO_SUCH_CHAT):
            return ChatNotFound(reason)
    if status >= 500:
        return Temporary(reason)
    if 200 <= status < 300:
        return UnknownIfDone("the answer cannot be read")
    return Permanent(reason)


def read_result(result: Any, model: type[Result]) -> Result:
    """The result of a call that succeeded. Raises UnknownIfDone where it is not what was agreed."""
    try:
        return model.model_validate(result)
    except ValidationError:
        raise UnknownIfDone("the answer cannot be read") from None
