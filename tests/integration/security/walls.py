"""The whole product with houses in it, everything that it stores of them, and everything that it tells."""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import aio_pika
import httpx
from aio_pika.abc import AbstractIncomingMessage
from pymongo import MongoClient
from pymongo.collection import Collection

from shared.bus.topology import Names
from shared.events.envelope import Event
from shared.events.registry import EVENTS
from tests.integration.security.routes import Json, Operation
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.receiver import Receiver
from tests.support.servers import BackingServers
from tests.support.stack import Stack

# What moves by itself while nobody asks for anything.
UNSEEN = dict.fromkeys(("outbox", "last_used_at", "last_number", "revise_at", "rounds", "lease_until"), 0)


@dataclass
class System:
    """`told` are the events heard so far, by tenant, and `tokens` those of every bot."""

    stack: Stack
    receiver: Receiver
    telegram: TelegramControl
    http: httpx.AsyncClient
    mongo: MongoClient[Json]
    tokens: list[str] = field(default_factory=list)
    told: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))

    @property
    def secret(self) -> str:
        return self.stack.settings["HELPDESK_IDENTITY_SECRET"]

    def url_of(self, operation: Operation) -> str:
        return self.stack.urls[operation.service][0]

    async def gateway(self, method: str, path: str, **request: Any) -> Any:
        """The body of a good answer."""
        answer = await self.http.request(method, self.stack.base_url + path, **request)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def operator(self, method: str, path: str, body: Json) -> Any:
        headers = {"Authorization": f"Bearer {self.stack.operator_token}"}
        return await self.gateway(method, f"/admin{path}", json=body, headers=headers)

    async def found(self, look: Callable[[], Awaitable[list[Json]]]) -> Json:
        """The first of what comes to be found within 15 seconds."""
        return (await eventually(look, within=15.0, what="it is there"))[0]

    async def settled(self, *houses: str) -> dict[str, list[Json]]:
        """What is stored of these tenants, once nothing of it moves any more."""
        seen: list[dict[str, list[Json]]] = [{}]

        async def rests() -> bool:
            seen.append(self.stored(houses))
            return seen[-1] == seen[-2] and not self._untold(houses)

        await eventually(rests, within=30.0, what="everything rests")
        return self.stored(houses)

    def stored(self, tenants: Iterable[str]) -> dict[str, list[Json]]:
        """Every document of every service that is of these tenants, but what is counted or cared for a moment later."""
        whose = _of(tenants)
        kept = [each for each in self._collections() if not each.name.startswith(("counted", "care"))]
        found = {each.full_name: list(each.find(whose, UNSEEN).sort("_id", 1)) for each in kept}
        return {name: rows for name, rows in found.items() if rows}

    def _untold(self, tenants: Iterable[str]) -> bool:
        """Whether anything waits to be published."""
        waiting = {**_of(tenants), "outbox.0": {"$exists": True}}
        return any(each.find_one(waiting) for each in self._collections())

    def _collections(self) -> Iterator[Collection[Json]]:
        for name in self.mongo.list_database_names():
            if name.startswith(f"{self.stack.namespace}_"):
                for each in self.mongo[name].list_collection_names():
                    if not each.startswith(("idempotency", "system.")):
                        yield self.mongo[name][each]


def _of(tenants: Iterable[str]) -> Json:
    ids: list[Any] = [UUID(each) for each in tenants]
    ids += [str(each) for each in ids]
    return {"$or": [{name: {"$in": ids}} for name in ("tenant_id", "_id", "_id.tenant_id")]}


@asynccontextmanager
async def whole_system(servers: BackingServers, *, directory: Path, telegram_url: str) -> AsyncIterator[System]:
    """The product, serving, without a limit on how often it may be asked."""
    settings = {"HELPDESK_TELEGRAM_API_BASE": telegram_url, "HELPDESK_RATE_LIMIT_PER_MINUTE": "0"}
    stack = Stack(servers, directory=directory, settings=settings)
    with Receiver() as receiver, MongoClient[Json](servers.mongo.url, uuidRepresentation="standard") as mongo:
        async with (
            stack,
            TelegramControl(telegram_url) as telegram,
            httpx.AsyncClient(trust_env=False, timeout=15.0, verify=False) as http,
        ):
            system = System(stack, receiver, telegram, http, mongo)
            async with _hearing(system, url=servers.rabbit.url):
                yield system


@asynccontextmanager
async def _hearing(system: System, *, url: str) -> AsyncIterator[None]:
    async def note(message: AbstractIncomingMessage) -> None:
        event = EVENTS[message.routing_key or ""].model_validate_json(message.body)
        system.told[str(event.tenantid)].append(event)

    async with await aio_pika.connect(url) as connection:
        queue = await (await connection.channel()).declare_queue(exclusive=True)
        await queue.bind(Names(system.stack.namespace).events, routing_key="#")
        await queue.consume(note, no_ack=True)
        yield
