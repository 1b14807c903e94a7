"""Telegram, through its Bot API (https://core.telegram.org/bots/api)."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from services.notifications.clients.exchange import CALL_SECONDS, download, new_client
from services.notifications.clients.telegram_calls import TelegramCalls, read_result
from services.notifications.clients.telegram_models import FileInfo, Me, Sent, WebhookInfo
from services.notifications.clients.telegram_updates import KINDS, read_update
from services.notifications.domain.bot import Account, WebhookState
from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.inbound import Inbound, InboundFile
from services.notifications.domain.refusals import Permanent, Temporary, TooLarge, UnknownIfDone
from shared.log import get_logger

log = get_logger()

OFFICIAL_BASE = "https://api.telegram.org"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
MIB = 1024 * 1024
PHOTO_BYTES, UPLOAD_BYTES = 10 * MIB, 50 * MIB
PHOTOS = ("image/jpeg", "image/png", "image/webp")
NOTICE_LENGTH = 200


class Telegram:
    """Every method raises a PlatformError where the answer is not a success. No message, error or log has the token."""

    text_limit = 4096
    chat_pause = timedelta(seconds=1)
    per_second = 30

    def __init__(self, base: str = OFFICIAL_BASE, *, client: httpx.AsyncClient | None = None) -> None:
        self._base = base.rstrip("/")
        self._client = client or new_client()
        self._calls = TelegramCalls(self._base, client=self._client)

    def calls(self, url: str) -> bool:
        """Telegram itself calls https addresses only; a Bot API server of one's own calls http ones too."""
        return url.startswith("https://") or self._base != OFFICIAL_BASE

    def trusted(self, headers: Mapping[str, str], *, secret: str) -> bool:
        """The names of `headers` are lower-case, or compared without case."""
        return hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), secret.encode()) and bool(secret)

    def read(self, update: bytes) -> Inbound | None:
        return read_update(update)

    def link(self, account: Account, *, payload: str) -> str:
        return f"https://t.me/{account.username or account.platform_id}?start={payload}"

    async def identify(self, token: str) -> Account:
        me = read_result(await self._calls.call(token, "getMe"), Me)
        return Account(platform_id=me.id, username=me.username, first_name=me.first_name)

    async def set_webhook(self, token: str, *, url: str, secret: str) -> None:
        """The kinds of updates are always named: left out, those of an earlier call would go on."""
        await self._calls.call(token, "setWebhook", url=url, secret_token=secret, allowed_updates=KINDS)

    async def delete_webhook(self, token: str) -> None:
        await self._calls.call(token, "deleteWebhook")

    async def webhook(self, token: str) -> WebhookState:
        info = read_result(await self._calls.call(token, "getWebhookInfo"), WebhookInfo)
        at = info.last_error_date
        return WebhookState(
            url=info.url or None,
            pending_updates=info.pending_update_count,
            last_error=info.last_error_message,
            last_error_at=None if at is None else datetime.fromtimestamp(at, UTC),
        )

    async def send(self, token: str, *, chat_id: int, text: str, rows: Rows = ()) -> str:
        """Without a `parse_mode`, so that no character of the text means anything."""
        sent = await self._calls.call(token, "sendMessage", chat_id=chat_id, text=text, **_markup(rows))
        return str(read_result(sent, Sent).message_id)

    async def send_file(self, token: str, *, chat_id: int, file: OutgoingFile, content: bytes) -> str:
        """An image is shown in the chat where Telegram takes it as one; anything else is there to be fetched."""
        if len(content) > UPLOAD_BYTES:
            raise TooLarge(f"the file has {len(content)} bytes, and a bot may send {UPLOAD_BYTES}")
        part = (file.name, content, file.content_type)
        if file.content_type in PHOTOS and len(content) <= PHOTO_BYTES:
            try:
                sent = await self._calls.upload(token, "sendPhoto", chat_id=chat_id, field="photo", file=part)
                return str(read_result(sent, Sent).message_id)
            except Permanent as refusal:
                log.info("sent as a document, being no photo for telegram", error=refusal.reason)
        sent = await self._calls.upload(token, "sendDocument", chat_id=chat_id, field="document", file=part)
        return str(read_result(sent, Sent).message_id)

    async def edit(self, token: str, *, chat_id: int, message_id: str, text: str, rows: Rows = ()) -> None:
        """To be repeated without harm, so that an answer which was not seen is a Temporary trouble."""
        named = {"chat_id": chat_id, "message_id": int(message_id)}
        try:
            await self._calls.call(token, "editMessageText", text=text, **named, **_markup(rows))
        except UnknownIfDone as refusal:
            raise Temporary(refusal.reason) from refusal
        except Permanent as refusal:
            if "message is not modified" not in refusal.reason:
                raise

    async def acknowledge(self, token: str, *, press_id: str, text: str) -> None:
        notice = text[:NOTICE_LENGTH]
        try:
            await self._calls.call(token, "answerCallbackQuery", callback_query_id=press_id, text=notice)
        except Permanent as refusal:
            if "query is too old" not in refusal.reason:
                raise

    async def fetch(self, token: str, file: InboundFile, *, limit: int) -> bytes:
        if file.size is not None and file.size > limit:
            raise TooLarge(f"the file has {file.size} bytes")
        try:
            info = read_result(await self._calls.call(token, "getFile", file_id=file.reference), FileInfo)
        except UnknownIfDone as refusal:
            raise Temporary(refusal.reason) from refusal
        except Permanent as refusal:
            if "file is too big" not in refusal.reason:
                raise
            raise TooLarge(refusal.reason) from refusal
        return await download(self._client, self._calls.file_address(token, info.file_path), limit=limit)

    async def updates(self, token: str, *, marker: int | None, wait_seconds: int) -> tuple[Sequence[bytes], int | None]:
        wish: dict[str, Any] = {"timeout": wait_seconds, "allowed_updates": KINDS}
        if marker is not None:
            wish["offset"] = marker
        try:
            found = await self._calls.call(token, "getUpdates", seconds=wait_seconds + CALL_SECONDS, **wish)
        except UnknownIfDone as refusal:
            raise Temporary(refusal.reason) from refusal
        updates = [update for update in found if isinstance(update, dict)]
        numbers = [int(update["update_id"]) for update in updates]
        return [json.dumps(update).encode() for update in updates], max(numbers) + 1 if numbers else marker

    async def close(self) -> None:
        await self._client.aclose()


def _markup(rows: Rows) -> dict[str, Any]:
    """Left out, an edited message loses the buttons it had."""
    if not rows:
        return {}
    keyboard = [[{"text": button.text, "callback_data": button.data} for button in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": keyboard}}
