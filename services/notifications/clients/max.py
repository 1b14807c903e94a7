"""MAX, through its Bot API (https://dev.max.ru/docs-api)."""

import asyncio
import contextlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

import httpx

from services.notifications.clients.exchange import CALL_SECONDS, download, new_client
from services.notifications.clients.max_calls import MaxCalls, NotReady, Query
from services.notifications.clients.max_messages import bring, keyboard, post
from services.notifications.clients.max_models import (
    Done,
    Me,
    Polled,
    Subscription,
    Subscriptions,
)
from services.notifications.clients.max_updates import KINDS, read_update
from services.notifications.domain.bot import Account, WebhookState
from services.notifications.domain.content import OutgoingFile, Rows
from services.notifications.domain.inbound import Inbound, InboundFile
from services.notifications.domain.refusals import ChatNotFound, Permanent, Temporary, TooLarge, UnknownIfDone

OFFICIAL_BASE = "https://platform-api2.max.ru"
SECRET_HEADER = "x-max-bot-api-secret"
DONE = "✓"
NOT_READY_PAUSES = (1.0, 2.0, 4.0, 8.0)


class Max:
    """Every method raises a PlatformError where the answer is not a success. No message, error or log has the token.

    A file just brought cannot be sent at once: `not_ready_pauses` are the seconds between the tries.
    """

    text_limit = 4000
    chat_pause = timedelta(seconds=0.5)
    per_second = 30

    def __init__(
        self,
        base: str = OFFICIAL_BASE,
        *,
        ca_file: str | None = None,
        client: httpx.AsyncClient | None = None,
        not_ready_pauses: Sequence[float] = NOT_READY_PAUSES,
    ) -> None:
        self._base = base.rstrip("/")
        self._client = client or new_client(ca_file=ca_file)
        self._calls = MaxCalls(self._base, client=self._client)
        self._pauses = not_ready_pauses

    def calls(self, url: str) -> bool:
        """MAX itself calls https addresses only; an imitation of it calls http ones too."""
        return url.startswith("https://") or self._base.startswith("http://")

    def trusted(self, headers: Mapping[str, str], *, secret: str) -> bool:
        """The names of `headers` are lower-case, or compared without case."""
        return hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), secret.encode()) and bool(secret)

    def read(self, update: bytes) -> Inbound | None:
        return read_update(update)

    def link(self, account: Account, *, payload: str) -> str:
        return f"https://max.ru/{account.username or account.platform_id}?start={payload}"

    async def identify(self, token: str) -> Account:
        me = await self._calls.call(token, "GET", "/me", answer=Me)
        return Account(platform_id=me.user_id, username=me.username, first_name=me.first_name or me.name or "")

    async def set_webhook(self, token: str, *, url: str, secret: str) -> None:
        """The only one: a bot of MAX's may have several, and what an old address is brought nobody would see."""
        wish = {"url": url, "secret": secret, "update_types": KINDS}
        await self._calls.call(token, "POST", "/subscriptions", body=wish, answer=Done)
        for old in await self._subscriptions(token):
            if old.url != url:
                await self._unsubscribe(token, old)

    async def delete_webhook(self, token: str) -> None:
        for subscription in await self._subscriptions(token):
            await self._unsubscribe(token, subscription)

    async def webhook(self, token: str) -> WebhookState:
        """The one made last. How the bringing goes MAX does not say."""
        newest = max(await self._subscriptions(token), key=lambda one: one.time, default=None)
        return WebhookState(
            url=newest.url if newest else None, pending_updates=None, last_error=None, last_error_at=None
        )

    async def send(self, token: str, *, chat_id: int, text: str, rows: Rows = ()) -> str:
        """Without a `format`, so that no character of the text means anything."""
        return await post(self._calls, token, chat_id=chat_id, text=text, attachments=keyboard(rows))

    async def send_file(self, token: str, *, chat_id: int, file: OutgoingFile, content: bytes) -> str:
        """Bring the file, then send it as soon as MAX has it ready."""
        wish = await bring(self._calls, token, file=file, content=content)
        for pause in self._pauses:
            try:
                return await post(self._calls, token, chat_id=chat_id, attachments=[wish])
            except NotReady:
                await asyncio.sleep(pause)
        return await post(self._calls, token, chat_id=chat_id, attachments=[wish])

    async def edit(self, token: str, *, chat_id: int, message_id: str, text: str, rows: Rows = ()) -> None:
        """To be repeated without harm, so that an answer which was not seen is a Temporary trouble."""
        body = {"text": text, "attachments": keyboard(rows)}
        try:
            await self._calls.call(token, "PUT", "/messages", query={"message_id": message_id}, body=body, answer=Done)
        except UnknownIfDone as refusal:
            raise Temporary(refusal.reason) from refusal

    async def acknowledge(self, token: str, *, press_id: str, text: str) -> None:
        """An empty acknowledgement is refused by MAX, so that there always is a word."""
        query: Query = {"callback_id": press_id}
        with contextlib.suppress(ChatNotFound):  # Too late: there is no such press any more.
            await self._calls.call(
                token, "POST", "/answers", query=query, body={"notification": text or DONE}, answer=Done
            )

    async def fetch(self, token: str, file: InboundFile, *, limit: int) -> bytes:
        """From the address that came with the message; it is shown no token."""
        if file.size is not None and file.size > limit:
            raise TooLarge(f"the file has {file.size} bytes")
        if not self.calls(file.reference):
            raise Permanent("the file's address is not https")
        return await download(self._client, file.reference, limit=limit)

    async def updates(self, token: str, *, marker: int | None, wait_seconds: int) -> tuple[Sequence[bytes], int | None]:
        query: Query = {"limit": 100, "timeout": wait_seconds, "types": ",".join(KINDS)}
        if marker is not None:
            query["marker"] = marker
        seconds = wait_seconds + CALL_SECONDS
        try:
            polled = await self._calls.call(token, "GET", "/updates", query=query, answer=Polled, seconds=seconds)
        except UnknownIfDone as refusal:
            raise Temporary(refusal.reason) from refusal
        found = [json.dumps(update).encode() for update in polled.updates]
        return found, marker if polled.marker is None else polled.marker

    async def close(self) -> None:
        await self._client.aclose()

    async def _subscriptions(self, token: str) -> list[Subscription]:
        return (await self._calls.call(token, "GET", "/subscriptions", answer=Subscriptions)).subscriptions

    async def _unsubscribe(self, token: str, subscription: Subscription) -> None:
        query: Query = {"url": subscription.url}
        await self._calls.call(token, "DELETE", "/subscriptions", query=query, answer=Done)
