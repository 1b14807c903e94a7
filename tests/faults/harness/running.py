"""One experiment under way: fresh tenants on a running system, a load of its own, and the join at its end."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from time import perf_counter

import httpx

from shared.clock import utc_now
from tests.faults.harness.desk import Desk, set_up
from tests.faults.harness.doors import Doors
from tests.faults.harness.evidence import Evidence, Hook
from tests.faults.harness.findings import Findings
from tests.faults.harness.ground import Ground
from tests.faults.harness.join import join
from tests.faults.harness.ledger import Ledger
from tests.faults.harness.load import LANES, Load
from tests.faults.harness.stored import Stores
from tests.support.eventually import eventually
from tests.support.receiver import VERIFIED, Receiver
from tests.support.servers import BackingServers
from tests.support.stack import Stack

SERVES_SECONDS = 60.0
JOINED_SECONDS = 20.0
DESKS = 2
FIRST_CHAT = 10_000


class Running:
    """The load, and everything that may be hurt under it. `scale` is how much longer than usual it goes on."""

    def __init__(self, place: Ground, *, desks: Sequence[Desk], receiver: Receiver, seed: int, scale: float) -> None:
        self.ground = place
        self.desks = desks
        self.receiver = receiver
        self.seed = seed
        self.scale = scale
        self.dice = random.Random(seed)
        self.doors = Doors(place.stack.urls["gateway"])
        tenants, endpoints = [desk.tenant.id for desk in desks], [desk.endpoint for desk in desks]
        self.stores = Stores(place.stack, tenants=tenants, endpoints=endpoints)
        self.faults: list[str] = []
        self.recoveries: list[float] = []
        self.began = perf_counter()
        self.began_at = utc_now()
        self.settled_seconds = 0.0
        self.load: Load
        self.ledger: Ledger

    @property
    def stack(self) -> Stack:
        return self.ground.stack

    @property
    def servers(self) -> BackingServers:
        return self.ground.servers

    def times(self, count: int) -> int:
        """So many faults, or as many more as the scale wants; one at least."""
        return max(1, round(count * self.scale))

    def note(self, fault: str) -> None:
        """Remember what was done, and when."""
        self.faults.append(f"{perf_counter() - self.began:.1f} s: {fault}")

    async def acknowledged(self, more: int, *, within: float = 90.0) -> None:
        """Return when so many more writes have been acknowledged."""
        goal = self.ledger.count + more
        await eventually(lambda: self.ledger.count >= goal, within=within, every=0.002, what=f"{more} more writes")

    async def some_time(self) -> None:
        """Return at an instant that nothing but the seed has chosen: after 20 to 120 more writes."""
        await self.acknowledged(self.dice.randint(20, 120))

    async def revive(self, service: str, *, copy: int = 1) -> None:
        """Start a service's process that is dead, and return when it serves and consumes again."""
        await self.stack.restart(service, copy=copy)
        await self.serves(service, copy=copy)

    async def kill_and_restart(self, service: str, *, copy: int = 1) -> None:
        """End a process as a crash would, bring it back, and note how long until a write was acknowledged again."""
        self.note(f"kill -9 {service}")
        killed_at = perf_counter()
        await self.stack.kill(service, copy=copy)
        await self.revive(service, copy=copy)
        await self.recovered(killed_at)

    async def recovered(self, since: float) -> None:
        """Return when a write that was sent after that is acknowledged, and note how long it took."""
        answers = self.load.answers
        took = await eventually(lambda: answers.recovery(since), within=90.0, what="a write is acknowledged again")
        self.recoveries.append(took or 0.0)

    async def serves(self, service: str, *, copy: int = 1) -> None:
        """Return when every check of a process is good."""
        url = self.stack.urls[service][copy - 1]
        await eventually(lambda: _all_checks(url), within=SERVES_SECONDS, what=f"{service} serves")

    async def all_serve(self) -> None:
        """Return when every check of every process is good."""
        for service, urls in self.stack.urls.items():
            for copy in range(1, len(urls) + 1):
                await self.serves(service, copy=copy)

    async def settle(self, *, within: float) -> tuple[Evidence, Findings]:
        """Stop the load, wait for every effect of it, and return the join, flawless or as it is in the end."""
        await self.load.stop()
        started = perf_counter()
        await eventually(self._quiet, within=within, every=0.5, what="everything is sent and delivered")
        last: list[tuple[Evidence, Findings]] = []
        try:
            await eventually(lambda: self._joined(last), within=JOINED_SECONDS, every=1.0)
        except AssertionError:
            if not last:
                raise
        self.settled_seconds = perf_counter() - started
        return last[-1]

    async def evidence(self) -> Evidence:
        """What there is to join now."""
        await self.ground.audit.read()
        tenants = {desk.tenant.id for desk in self.desks}
        events = {key: each for key, each in self.ground.audit.events.items() if each.tenant in tenants}
        return Evidence(self.ledger.writes(), await self.stores.read(), events, self._hooks(), await self._texts())

    async def _quiet(self) -> bool:
        unsent, under_way, waiting = await asyncio.gather(
            self.stores.unsent(), self.stores.under_way(), self.ground.audit.waiting()
        )
        assert not unsent, f"outboxes hold events: {unsent}"
        assert not under_way, f"{under_way} webhooks and replies are not settled"
        assert not waiting, f"{waiting} events wait in queues"
        return True

    async def _joined(self, last: list[tuple[Evidence, Findings]]) -> bool:
        evidence = await self.evidence()
        last[:] = [(evidence, join(evidence))]
        return last[0][1].flawless

    def _hooks(self) -> list[Hook]:
        """The events that came to the receiver; only what was signed rightly counts."""
        return [
            Hook(desk.tenant.id, one.headers["webhook-id"].split("_")[1], one.at)
            for desk in self.desks
            for one in self.receiver.received(desk.hook)
            if one.verdict == VERIFIED
        ]

    async def _texts(self) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for number in range(LANES):
            desk = self.desks[number % len(self.desks)]
            chat = _first_chat(self.desks) + number
            found.update((desk.tenant.id, text) for text in await self.ground.telegram.texts(chat, bot=desk.bot))
        return found


@asynccontextmanager
async def running(place: Ground, *, rate: float, seed: int, scale: float) -> AsyncIterator[Running]:
    """Fresh tenants and a receiver of their own, the load already going."""
    async with AsyncExitStack() as rooms:
        receiver = rooms.enter_context(Receiver())
        desks = [
            await set_up(place.stack, receiver=receiver, telegram=place.telegram, number=next(place.numbers))
            for _ in range(DESKS)
        ]
        for number in range(LANES):
            await place.telegram.knows(_first_chat(desks) + number)
        await place.audit.begin()
        now = Running(place, desks=desks, receiver=receiver, seed=seed, scale=scale)
        now.ledger = Ledger(place.directory / f"ledger-{desks[0].tenant.id}.jsonl")
        rooms.callback(now.ledger.close)
        tenants = [desk.tenant for desk in desks]
        chats = _first_chat(desks)
        load = Load(now.doors, tenants=tenants, first_chat=chats, ledger=now.ledger, rate=rate, seed=seed)
        now.load = await rooms.enter_async_context(load)
        yield now


def _first_chat(desks: Sequence[Desk]) -> int:
    """A range of chats that no other run has."""
    return FIRST_CHAT + desks[0].bot.id * LANES


async def _all_checks(url: str) -> bool:
    async with httpx.AsyncClient(timeout=2.0) as client:
        checks = (await client.get(f"{url}/readyz")).json()["checks"]
    assert all(checks.values()), checks
    return True
