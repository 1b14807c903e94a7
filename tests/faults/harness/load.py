"""Writes through the gateway at a steady rate: new tickets, replies, changes of status; each noted when it stands."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Self
from uuid import uuid4

from tests.faults.harness.answers import Answers
from tests.faults.harness.client import Client
from tests.faults.harness.doors import Doors
from tests.faults.harness.ledger import Kind, Ledger, Write
from tests.support.stack import Tenant

LANES = 16
WORD = "refund"
STATUSES = ("in_progress", "waiting")
PATH = "/v1/helpdesk/tickets"


@dataclass(slots=True)
class Known:
    """A ticket of a lane, and the number of its changes of status so far."""

    id: str
    turns: int = 0


@dataclass(slots=True)
class Lane:
    """One request at a time, in one tenant, for one chat."""

    tenant: Tenant
    chat: int
    dice: random.Random
    tickets: list[Known] = field(default_factory=list)


class Load:
    """Sixteen lanes, dealt out to the tenants, each with a chat and tickets of its own; `rate` is writes a second."""

    def __init__(
        self, doors: Doors, *, tenants: Sequence[Tenant], first_chat: int, ledger: Ledger, rate: float, seed: int
    ) -> None:
        self._client = Client(doors)
        self._ledger = ledger
        self._pause = LANES / rate
        self._going = True
        self._lanes = [
            Lane(tenants[number % len(tenants)], first_chat + number, random.Random(f"{seed}/{number}"))
            for number in range(LANES)
        ]
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def going(self) -> bool:
        """Whether it has not been stopped."""
        return self._going

    @property
    def answers(self) -> Answers:
        return self._client.answers

    @property
    def repeats(self) -> int:
        """How many requests were sent again with the key of an earlier one."""
        return self._client.repeats

    @property
    def given_up(self) -> int:
        """How many writes were repeated for a minute in vain."""
        return self._client.given_up

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._keep_writing(lane)) for lane in self._lanes]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self._client.close()

    async def stop(self) -> None:
        """Begin nothing more, and wait for the answers that are out (at most two minutes)."""
        self._going = False
        await asyncio.gather(*self._tasks)

    async def _keep_writing(self, lane: Lane) -> None:
        due = perf_counter() + lane.dice.random() * self._pause
        while self._going:
            await asyncio.sleep(max(0.0, due - perf_counter()))
            due = max(due + self._pause, perf_counter())
            await self._write(lane)

    async def _write(self, lane: Lane) -> None:
        kind = lane.dice.choices(list(Kind), weights=(40, 35, 25))[0] if lane.tickets else Kind.CREATE
        match kind:
            case Kind.CREATE:
                await self._create(lane)
            case Kind.REPLY:
                await self._reply(lane, lane.dice.choice(lane.tickets[-20:]))
            case Kind.STATUS:
                await self._change(lane, lane.dice.choice(lane.tickets[-20:]))

    async def _create(self, lane: Lane) -> None:
        """Every other one comes from a chat, and every other one is what the routing rule looks for."""
        mark = f"Order {uuid4()}"
        body: dict[str, Any] = {"subject": mark, "text": lane.dice.choice((f"A {WORD}, please", "Where is it?"))}
        if lane.dice.random() < 0.5:
            body |= {"channel": "telegram", "chat_id": lane.chat, "first_name": "Olga"}
        made = await self._client.post(PATH, key=lane.tenant.agent, body=body)
        if made:
            write = Write(Kind.CREATE, lane.tenant.id, made["id"], version=made["version"], mark=mark)
            self._ledger.acknowledged(write)
            lane.tickets.append(Known(made["id"]))

    async def _reply(self, lane: Lane, ticket: Known) -> None:
        mark = f"answer {uuid4()}"
        made = await self._client.post(f"{PATH}/{ticket.id}/reply", key=lane.tenant.agent, body={"text": mark})
        if made:
            self._ledger.acknowledged(Write(Kind.REPLY, lane.tenant.id, ticket.id, message=made["id"], mark=mark))

    async def _change(self, lane: Lane, ticket: Known) -> None:
        ticket.turns += 1
        body = {"status": STATUSES[ticket.turns % 2]}
        changed = await self._client.patch(f"{PATH}/{ticket.id}/status", key=lane.tenant.agent, body=body)
        if changed:
            self._ledger.acknowledged(Write(Kind.STATUS, lane.tenant.id, ticket.id, version=changed["version"]))
