"""A customer's chat with a bot, as the sibling that speaks with messengers brings it to tickets."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from shared.identity import HEADER, Caller, sign
from shared.ids import new_id
from shared.vocabulary import Role, Scope, Surface
from tests.integration.tickets.desk import Desk, Json

MESSAGES = "/internal/customer-messages"


@dataclass(frozen=True)
class Chat:
    """`via` is who asks; nobody but a sibling may."""

    desk: Desk
    kind: str = "telegram"
    channel_id: UUID = field(default_factory=new_id)
    chat_id: int = 100
    via: str | None = "notifications"

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        caller = Caller(
            str(self.desk.tenant_id),
            Role.ADMIN,
            (Scope.READ, Scope.WRITE),
            "notifications",
            Surface.MESSENGER,
            str(new_id()),
            via=self.via,
        )
        system = self.desk.system
        headers = {HEADER: sign(caller, secret=system.secret), **request.pop("headers", {})}
        return await system.http.request(method, next(system.turn) + path, headers=headers, **request)

    def message(self, text: str, **fields: Any) -> Json:
        """A message as it is brought; its key is a fresh one unless it is given."""
        key = str(fields.pop("key", new_id()))
        said = {"first_name": "Bob", "username": "bob", "text": text, "platform_message_id": key}
        return {"key": key, **self.place(), **said, **fields}

    def place(self) -> Json:
        return {"kind": self.kind, "channel_id": str(self.channel_id), "chat_id": self.chat_id}

    async def bring(self, text: str, **fields: Any) -> Json:
        """Where the message went."""
        answer = await self.ask("POST", MESSAGES, json=self.message(text, **fields))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def refused(self, text: str, **fields: Any) -> tuple[int, str]:
        """Status and code of the refusal."""
        answer = await self.ask("POST", MESSAGES, json=self.message(text, **fields))
        return answer.status_code, answer.json()["error"]["code"]

    async def edit(self, message_id: str, text: str) -> httpx.Response:
        body = {"channel_id": str(self.channel_id), "chat_id": self.chat_id}
        return await self.ask("PUT", MESSAGES, json={**body, "platform_message_id": message_id, "text": text})

    async def file(self, content: bytes, **query: str) -> httpx.Response:
        """The answer to a file that is brought: `key`, `name`, `content_type`."""
        headers = {"Content-Type": "application/octet-stream"}
        return await self.ask("POST", "/internal/attachments", params=query, content=content, headers=headers)

    async def ticket(self, brought: Json) -> Json:
        """The ticket as an agent reads it."""
        return dict(await self.desk.get(f"/tickets/{brought['ticket_id']}"))

    async def texts(self, brought: Json) -> list[str]:
        return [message["text"] for message in (await self.ticket(brought))["messages"]]

    async def close(self, brought: Json) -> None:
        await self.desk.patch(f"/tickets/{brought['ticket_id']}/status", {"status": "closed"})
