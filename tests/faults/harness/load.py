"""Writes through the gateway at a steady rate: new tickets, replies, changes of status; each noted when it stands."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Self
from uuid import uuid4

import aiohttp

from tests.faults.harness.answers import SILENT, Answer, Answers
from tests.faults.harness.ledger import Kind, Ledger, Write

LANES = 16
FIRST_CHAT = 7_000
WORD = "refund"
STATUSES = ("in_progress", "waiting")
TIMEOUT = aiohttp.ClientTimeout(total=40.0)


@dataclass(slots=True)
class Known:
    """A ticket of a lane, and the number of its changes of status so far."""

    id: str
    turns: int = 0


class Load:
    """Sixteen lanes, each with a chat and tickets of its own, one request at a time each; `rate` is writes a second."""

    def __init__(self, base_url: str, *, key: str, ledger: Ledger, rate: float, seed: int) -> None:
        self._url = f"{base_url}/v1/helpdesk/tickets"
        self._headers = {"Authorization": f"Bearer {key}"}
        self._ledger = ledger
        self._pause = LANES / rate
        self._seed = seed
        self._going = True
        self._lanes: list[asyncio.Task[None]] = []
        self.answers = Answers()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(headers=self._headers, timeout=TIMEOUT)
        self._lanes = [asyncio.create_task(self._lane(number)) for number in range(LANES)]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self._session.close()

    async def stop(self) -> None:
        """Send nothing more, and wait for the answers that are out (their timeout is 40 seconds)."""
        self._going = False
        await asyncio.gather(*self._lanes)

    async def _lane(self, number: int) -> None:
        dice = random.Random(f"{self._seed}/{number}")
        tickets: list[Known] = []
        due = perf_counter() + dice.random() * self._pause
        while self._going:
            await asyncio.sleep(max(0.0, due - perf_counter()))
            due = max(due + self._pause, perf_counter())
            await self._write(dice, tickets, chat=FIRST_CHAT + number)

    async def _write(self, dice: random.Random, tickets: list[Known], *, chat: int) -> None:
        kind = dice.choices(list(Kind), weights=(40, 35, 25))[0] if tickets else Kind.CREATE
        if kind is Kind.CREATE:
            await self._create(dice, tickets, chat=chat)
            return
        ticket = dice.choice(tickets[-20:])
        if kind is Kind.REPLY:
            made = await self._ask("POST", f"/{ticket.id}/reply", {"text": f"answer {uuid4()}"})
            if made:
                self._ledger.acknowledged(Write(kind, ticket.id, message=made["id"]))
            return
        ticket.turns += 1
        changed = await self._ask("PATCH", f"/{ticket.id}/status", {"status": STATUSES[ticket.turns % 2]})
        if changed:
            self._ledger.acknowledged(Write(kind, ticket.id, version=changed["version"]))

    async def _create(self, dice: random.Random, tickets: list[Known], *, chat: int) -> None:
        """Every other one comes from a chat, and every other one is what the routing rule looks for."""
        body: dict[str, Any] = {"subject": "An order", "text": dice.choice((f"A {WORD}, please", "Where is it?"))}
        if dice.random() < 0.5:
            body |= {"channel": "telegram", "chat_id": chat, "first_name": "Olga"}
        made = await self._ask("POST", "", body)
        if made:
            self._ledger.acknowledged(Write(Kind.CREATE, made["id"], version=made["version"]))
            tickets.append(Known(made["id"]))

    async def _ask(self, method: str, path: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer's body where it is a success; every answer is counted."""
        sent_at = perf_counter()
        status, headers, made = SILENT, {}, None
        try:
            async with self._session.request(method, self._url + path, json=body) as answer:
                status, headers = answer.status, dict(answer.headers)
                made = await answer.json() if answer.ok else None
        except (aiohttp.ClientError, TimeoutError):
            status = SILENT
        self.answers.all.append(Answer(sent_at, perf_counter() - sent_at, status, "Retry-After" in headers))
        return made
