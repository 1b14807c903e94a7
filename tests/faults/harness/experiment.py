"""One experiment: a system of its own under load, faults at instants that a seed chooses, and the join at the end."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter

import httpx

from shared.bus.topology import Names
from tests.faults.harness.audit import Audit
from tests.faults.harness.desk import HOOK, set_up
from tests.faults.harness.join import Join
from tests.faults.harness.ledger import Ledger
from tests.faults.harness.load import FIRST_CHAT, LANES, Load
from tests.faults.harness.stored import Stores
from tests.support.eventually import eventually
from tests.support.fake_telegram import Rules, TelegramControl, running_in_thread
from tests.support.receiver import VERIFIED, Receiver
from tests.support.servers import BackingServers
from tests.support.stack import Stack

SERVES_SECONDS = 40.0
SETTINGS = {"HELPDESK_RATE_LIMIT_PER_MINUTE": "0", "HELPDESK_WEBHOOKS_SCHEDULE_SECONDS": "0,0.5,1,2,4,8"}


class Experiment:
    """The running system with its load, its audit and its databases."""

    def __init__(self, stack: Stack, *, load: Load, ledger: Ledger, audit: Audit, stores: Stores, seed: int) -> None:
        self.stack = stack
        self.load = load
        self.ledger = ledger
        self.audit = audit
        self.stores = stores
        self.dice = random.Random(seed)
        self.receiver: Receiver
        self.telegram: TelegramControl
        self.settled_seconds = 0.0

    async def acknowledged(self, more: int, *, within: float = 60.0) -> None:
        """Return when so many more writes have been acknowledged."""
        goal = self.ledger.count + more
        await eventually(lambda: self.ledger.count >= goal, within=within, every=0.002, what=f"{more} more writes")

    async def some_time(self) -> None:
        """Return at an instant that nothing but the seed has chosen: after 20 to 120 more writes."""
        await self.acknowledged(self.dice.randint(20, 120))

    async def kill_and_restart(self, service: str) -> None:
        """End a service as a crash would, and return when it serves and consumes again."""
        await self.stack.kill(service)
        await self.stack.restart(service)
        await self.serves(service)

    async def serves(self, service: str) -> None:
        """Return when every check of a service is good."""
        await eventually(lambda: _all_checks(self.stack.urls[service][0]), within=SERVES_SECONDS, what=service)

    def all_alive(self, *services: str) -> bool:
        """Whether each of these processes, or every one, is the one that was started last."""
        return all(self.stack.process(service).alive for service in services or self.stack.urls)

    async def settle(self, *, within: float) -> Join:
        """Stop the load, wait for every effect of it, and return the join, flawless or what it is in the end."""
        await self.load.stop()
        started = perf_counter()
        await eventually(self._quiet, within=within, every=0.5, what="everything is sent and delivered")
        self.settled_seconds = perf_counter() - started
        last: list[Join] = []
        try:
            await eventually(lambda: self._joined(last), within=15.0, every=1.0)
        except AssertionError:
            if not last:
                raise
        return last[-1]

    async def _quiet(self) -> bool:
        unsent, under_way, waiting = await asyncio.gather(
            self.stores.unsent(), self.stores.under_way(), self.audit.waiting()
        )
        assert not unsent, f"outboxes hold events: {unsent}"
        assert not under_way, f"{under_way} webhooks and replies are not settled"
        assert not waiting, f"{waiting} events wait in queues"
        return True

    async def _joined(self, last: list[Join]) -> bool:
        await self.audit.read()
        last[:] = [
            Join(self.ledger.writes(), await self.stores.read(), self.audit.events, self._hooks(), await self._texts())
        ]
        return last[0].flawless

    def _hooks(self) -> Counter[str]:
        """The events that came to the receiver, and how often; only what was signed rightly counts."""
        good = [one for one in self.receiver.received(HOOK) if one.verdict == VERIFIED]
        return Counter(one.headers["webhook-id"].split("_")[1] for one in good)

    async def _texts(self) -> Counter[str]:
        """The texts that the bot wrote into the chats, and how often."""
        chats = [await self.telegram.texts(FIRST_CHAT + number) for number in range(LANES)]
        return Counter(text for texts in chats for text in texts)


@asynccontextmanager
async def experiment(
    servers: BackingServers, directory: Path, *, rate: float, seed: int, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Experiment]:
    """A system of its own, its load already running."""
    async with AsyncExitStack() as rooms:
        receiver = rooms.enter_context(Receiver())
        telegram_url = rooms.enter_context(running_in_thread(rules=Rules(local=True, know_everyone=True)))
        telegram = await rooms.enter_async_context(TelegramControl(telegram_url))
        chosen = {**SETTINGS, "HELPDESK_TELEGRAM_API_BASE": telegram_url, **(settings or {})}
        stack = await rooms.enter_async_context(Stack(servers, directory=directory, settings=chosen))
        for number in range(LANES):
            await telegram.knows(FIRST_CHAT + number)
        tenant = await set_up(stack, receiver=receiver, telegram=telegram)
        audit = Audit(servers.rabbit.url, names=Names(stack.namespace))
        await audit.open()
        ledger = Ledger(directory / "ledger.jsonl")
        rooms.callback(ledger.close)
        load = Load(stack.base_url, key=tenant.agent, ledger=ledger, rate=rate, seed=seed)
        await rooms.enter_async_context(load)
        stores = Stores(stack, tenant_id=tenant.id)
        running = Experiment(stack, load=load, ledger=ledger, audit=audit, stores=stores, seed=seed)
        running.receiver, running.telegram = receiver, telegram
        yield running


async def _all_checks(url: str) -> bool:
    async with httpx.AsyncClient(timeout=2.0) as client:
        checks = (await client.get(f"{url}/readyz")).json()["checks"]
    assert all(checks.values()), checks
    return True
