"""Who uploads and reads files through the gateway, and what is kept of them behind it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from shared.mongo import Database
from tests.integration.gateway.door import Gateway

BASE = "/v1/helpdesk"
MIB = 1024 * 1024
Json = dict[str, Any]


@dataclass(frozen=True)
class House:
    """The gateway in front, and the database of tickets behind."""

    gateway: Gateway
    database: Database

    async def party(self, tenant_id: str | None = None, **key: Any) -> "Party":
        """The holder of a new key, of a new tenant unless one is named."""
        shown = await self.gateway.key(tenant_id, **key)
        return Party(self, tenant_id=shown["tenant_id"], key=shown["key"])

    async def kept_of(self, tenant_id: str) -> tuple[int, int]:
        """How many files and how many chunks are stored of a tenant."""
        of_tenant = {"tenant_id": UUID(tenant_id)}
        rows, chunks = self.database["attachments"], self.database["attachment_chunks"]
        return await rows.count_documents(of_tenant), await chunks.count_documents(of_tenant)

    async def set_file(self, file: Json, **fields: Any) -> None:
        """Change what is stored of a file, as time or another process would."""
        changed = await self.database["attachments"].update_one({"_id": UUID(file["id"])}, {"$set": fields})
        assert changed.matched_count == 1


@dataclass(frozen=True)
class Party:
    """Somebody with a key."""

    house: House
    tenant_id: str
    key: str

    async def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}", **request.pop("headers", {})}
        return await self.house.gateway.client.request(method, BASE + path, headers=headers, timeout=60, **request)

    async def send(self, content: Any, *, name: str = "note.txt", content_type: str = "text/plain") -> httpx.Response:
        return await self.ask("POST", "/attachments", files={"file": (name, content, content_type)})

    async def upload(self, content: bytes = b"Hello", **file: str) -> Json:
        answer = await self.send(content, **file)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def fetch(self, file: Json, **headers: str) -> httpx.Response:
        return await self.ask("GET", f"/attachments/{file['id']}", headers=headers)

    async def contact(self) -> str:
        """The id of a new contact."""
        answer = await self.ask("POST", "/contacts", json={"name": "Bob"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def open(self, **body: Any) -> Json:
        answer = await self.ask("POST", "/tickets", json={"text": "Where is my order?", **body})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def reply(self, ticket: Json, *attachments: Json, **body: Any) -> httpx.Response:
        said = {"text": "See the file", "attachments": list(attachments), **body}
        return await self.ask("POST", f"/tickets/{ticket['id']}/reply", json=said)

    async def replied(self, ticket: Json, *attachments: Json, **body: Any) -> Json:
        answer = await self.reply(ticket, *attachments, **body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def messages(self, ticket: Json) -> list[Json]:
        return list((await self.ask("GET", f"/tickets/{ticket['id']}")).json()["messages"])


def refused(answer: httpx.Response, status: int, *, field: str | None = None) -> None:
    """Hold an answer to a refusal that names the field."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["message"]
    assert [problem["field"] for problem in error.get("details", [])] == ([field] if field else [])
