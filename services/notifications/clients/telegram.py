"""Telegram, through its Bot API (https://core.telegram.org/bots/api)."""

import re
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from services.notifications.clients.telegram_models import Answer, Me, Sent, WebhookInfo
from services.notifications.domain.bot import Account, WebhookState
from services.notifications.domain.content import Rows
from services.notifications.domain.refusals import (
    AuthFailed,
    Blocked,
    ChatNotFound,
    Permanent,
    PlatformError,
    RateLimited,
    Temporary,
    UnknownIfDone,
)

OFFICIAL_BASE = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,200}")
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
TEXT_LIMIT = 4096
PAUSE_SECONDS = 1
TIMEOUT = httpx.Timeout(10.0, connect=5.0)
CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=5.0)

# Before these nothing has left this machine; after any other trouble the call may have been done.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
NO_SUCH_CHAT = ("chat not found", "peer_id_invalid", "user not found")

Result = TypeVar("Result", bound=BaseModel)


class Telegram:
    """Every method raises a PlatformError where the answer is not a success. No message, error or log has the token."""

    text_limit = TEXT_LIMIT

    def __init__(self, base: str = OFFICIAL_BASE, *, client: httpx.AsyncClient | None = None) -> None:
        self._base = base.rstrip("/")
        self._client = client or httpx.AsyncClient(timeout=TIMEOUT, limits=CONNECTIONS, follow_redirects=False)

    def calls(self, url: str) -> bool:
        """Telegram itself calls https addresses only; a Bot API server of one's own calls http ones too."""
        return url.startswith("https://") or self._base != OFFICIAL_BASE

    async def identify(self, token: str) -> Account:
        me = _read(await self._call(token, "getMe"), Me)
        return Account(platform_id=me.id, username=me.username, first_name=me.first_name)

    async def set_webhook(self, token: str, *, url: str, secret: str) -> None:
        """The kinds of updates are always named: left out, those of an earlier call would go on."""
        await self._call(token, "setWebhook", url=url, secret_token=secret, allowed_updates=UPDATES)

    async def delete_webhook(self, token: str) -> None:
        await self._call(token, "deleteWebhook")

    async def webhook(self, token: str) -> WebhookState:
        info = _read(await self._call(token, "getWebhookInfo"), WebhookInfo)
        at = info.last_error_date
        return WebhookState(
            url=info.url or None,
            pending_updates=info.pending_update_count,
            last_error=info.last_error_message,
            last_error_at=None if at is None else datetime.fromtimestamp(at, UTC),
        )

    async def send(self, token: str, *, chat_id: int, text: str, rows: Rows = ()) -> str:
        """Without a `parse_mode`, so that no character of the text means anything."""
        return str(_read(await self._call(token, "sendMessage", chat_id=chat_id, text=text), Sent).message_id)

    async def close(self) -> None:
        await self._client.aclose()

    async def _call(self, token: str, method: str, **parameters: Any) -> Any:
        """The result of a method. A token of another shape is not even tried: it would lead to another address."""
        if not TOKEN.fullmatch(token):
            raise AuthFailed("the token has not the form of a bot's token")
        try:
            response = await self._client.post(f"{self._base}/bot{token}/{method}", json=parameters)
        except NOT_SENT as error:
            raise Temporary(f"cannot be reached ({type(error).__name__})") from None
        except httpx.HTTPError as error:
            raise UnknownIfDone(f"no answer was seen ({type(error).__name__})") from None
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
        case 401 | 404:
            return AuthFailed(reason)
        case 400 if any(words in reason.lower() for words in NO_SUCH_CHAT):
            return ChatNotFound(reason)
    if status >= 500:
        return Temporary(reason)
    if 200 <= status < 300:
        return UnknownIfDone("the answer cannot be read")
    return Permanent(reason)


def _read(result: Any, model: type[Result]) -> Result:
    """The result of a call that succeeded. Raises UnknownIfDone where it is not what was agreed."""
    try:
        return model.model_validate(result)
    except ValidationError:
        raise UnknownIfDone("the answer cannot be read") from None
