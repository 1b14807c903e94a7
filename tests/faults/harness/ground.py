"""The running system on which experiments follow one another: processes, receivers, a messenger, traps."""

import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from shared.bus.topology import Names
from tests.faults.harness.audit import Audit
from tests.faults.harness.traps import MORTALS, Traps
from tests.support.fake_telegram import Rules, TelegramControl, running_in_thread
from tests.support.servers import BackingServers
from tests.support.stack import Stack

LEASE_SECONDS = "4"
SETTINGS = {
    "HELPDESK_RATE_LIMIT_PER_MINUTE": "0",
    "HELPDESK_WEBHOOKS_SCHEDULE_SECONDS": "0,0.5,1,2,4,8,16",
    # So that what a dead or frozen process had claimed is not waited for a minute.
    "HELPDESK_WEBHOOKS_LEASE_SECONDS": LEASE_SECONDS,
    "HELPDESK_SLA_LEASE_SECONDS": LEASE_SECONDS,
    "HELPDESK_NOTIFICATIONS_LEASE_SECONDS": LEASE_SECONDS,
}
# Of everything but search, whose index belongs to one process.
TWO_OF_EACH = dict.fromkeys(("gateway", "tickets", "routing", "sla", "webhooks", "notifications"), 2)


@dataclass
class Ground:
    """`numbers` count the desks, so that no two have the same bot or chats."""

    servers: BackingServers
    stack: Stack
    telegram: TelegramControl
    audit: Audit
    traps: Traps
    directory: Path
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)


@asynccontextmanager
async def ground(
    servers: BackingServers,
    directory: Path,
    *,
    copies: Mapping[str, int] | None = None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[Ground]:
    """Started, and serving; `copies` are how many processes each service has beside one."""
    async with AsyncExitStack() as rooms:
        telegram_url = rooms.enter_context(running_in_thread(rules=Rules(local=True, know_everyone=True)))
        telegram = await rooms.enter_async_context(TelegramControl(telegram_url))
        traps = Traps(directory / "traps")
        chosen = {
            **SETTINGS,
            **traps.settings,
            "HELPDESK_TELEGRAM_API_BASE": telegram_url,
            **(settings or {}),
        }
        modules = dict.fromkeys(MORTALS, "tests.faults.harness.mortal")
        stack = Stack(
            servers,
            directory=directory,
            settings=chosen,
            service_settings={service: {"MORTAL_SERVICE": service} for service in MORTALS},
            copies=copies,
            modules=modules,
        )
        await rooms.enter_async_context(stack)
        audit = Audit(servers.rabbit.url, names=Names(stack.namespace))
        yield Ground(servers, stack, telegram, audit, traps, directory)
