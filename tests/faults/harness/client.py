"""A client that means it: a POST goes with an `Idempotency-Key`, and again with the same one until it is answered."""

import asyncio
from collections.abc import Mapping
from time import perf_counter
from typing import Any
from uuid import uuid4

import aiohttp

from tests.faults.harness.answers import REFUSED, SILENT, Answer, Answers
from tests.faults.harness.doors import Doors

# One freeze of a server may be outlived by the request that met it.
TIMEOUT = aiohttp.ClientTimeout(total=40.0)
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.2


class Client:
    """One connection pool for all lanes; every answer is kept."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        self.answers = Answers()
        self.repeats = 0
        self.given_up = 0

    async def close(self) -> None:
        await self._session.close()

    async def post(self, path: str, *, key: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer's body; repeated for a minute while what comes is no answer, or one that says to come back."""
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid4())}
        until = perf_counter() + PATIENCE_SECONDS
        while True:
            answer, made = await self._ask("POST", path, headers=headers, body=body)
            if answer.acknowledged or not answer.proper:
                return made
            if perf_counter() > until:
                self.given_up += 1
                return None
            self.repeats += 1
            await asyncio.sleep(PAUSE_SECONDS)

    async def patch(self, path: str, *, key: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer's body where it is a success; asked once."""
        return (await self._ask("PATCH", path, headers={"Authorization": f"Bearer {key}"}, body=body))[1]

    async def _ask(
        self, method: str, path: str, *, headers: Mapping[str, str], body: Mapping[str, Any]
    ) -> tuple[Answer, dict[str, Any] | None]:
        sent_at = perf_counter()
        status, told_when, made = SILENT, False, None
        try:
            async with self._session.request(
                method, self._doors.next() + path, json=body, headers=dict(headers)
            ) as answer:
                status, told_when = answer.status, "Retry-After" in answer.headers
                made = await answer.json() if answer.ok else None
        except aiohttp.ClientConnectorError:
            status = REFUSED
        except (aiohttp.ClientError, TimeoutError):
            status = SILENT
        kept = Answer(sent_at, perf_counter() - sent_at, status, told_when)
        self.answers.all.append(kept)
        return kept, made
