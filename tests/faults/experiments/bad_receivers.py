"""11: receivers misbehave in every way, and hundreds hang: each is classified, and healthy ones notice nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from time import time
from uuid import UUID

from shared.mongo import Document
from tests.faults.harness.answers import quantile
from tests.faults.harness.bad_receivers import KINDS, BadReceivers
from tests.faults.harness.desk import admin_of, post
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.trial import Experiment
from tests.faults.harness.vitals import vitals
from tests.support.eventually import eventually

# A tenant has at most a hundred endpoints, one of them healthy.
HANGING_EACH = 99
PHASE_SECONDS = 20.0
LOOK_SECONDS = 0.3
EVENT = "ticket.status_changed"
# With which of them a delivery counts as made.
DELIVERED = frozenset({"almost-late", "endless", "bomb", "204"})

Endpoints = dict[str, str]


async def misbehave(now: Running) -> Figures:
    with BadReceivers() as bad:
        async with _memory_of_webhooks(now) as sizes:
            alone = await _healthy(now)
            kinds = await _add(now, [(kind, bad.url) for kind in KINDS if kind != "internal"], desk=0)
            now.note("one receiver of each bad kind")
            beside_each = await _healthy(now)
            wrong = await _classified(now, kinds)
            await _remove(now, kinds, desk=0)
            now.note(f"{2 * HANGING_EACH} receivers hang")
            hanging = [await _add(now, [("late", bad.url)] * HANGING_EACH, desk=desk) for desk in (0, 1)]
            beside_hanging = await _healthy(now)
            for desk, endpoints in enumerate(hanging):
                await _remove(now, endpoints, desk=desk)
        assert not wrong, f"classified wrongly: {wrong}"
        assert not bad.asked["internal"], "a redirect was followed"
        return {
            "kinds": len(kinds),
            "healthy p99 ms alone": alone,
            "beside one of each kind": beside_each,
            f"beside {2 * HANGING_EACH} that hang": beside_hanging,
            "requests to the hanging": bad.asked["late"],
            "webhooks' memory MiB at most": round(max(sizes)),
        }


async def _healthy(now: Running) -> int:
    """From an event's time to its arrival at the healthy receivers, p99 in ms over some seconds."""
    began = time()
    until = began + PHASE_SECONDS * now.scale
    await eventually(lambda: time() > until, within=3600.0, every=0.2, what="the time is over")
    late = [
        one.at - datetime.fromisoformat(json.loads(one.body)["timestamp"]).timestamp()
        for desk in now.desks
        for one in now.receiver.received(desk.hook)
        if one.at > began
    ]
    assert late, "no webhook came to a healthy receiver"
    return round(quantile(late, 0.99) * 1000)


async def _add(now: Running, wanted: list[tuple[str, str]], *, desk: int) -> Endpoints:
    """Kinds of receivers by the ids of their endpoints."""
    made: Endpoints = {}
    async with admin_of(now.stack, now.desks[desk].tenant) as admin:
        for number, (kind, url) in enumerate(wanted):
            root = url.replace("http:", "https:") if kind == "tls" else url
            webhook = await post(admin, "/webhooks", {"url": f"{root}/{kind}/{number}", "events": [EVENT]})
            made[webhook["id"]] = kind
    return made


async def _remove(now: Running, endpoints: Endpoints, *, desk: int) -> None:
    async with admin_of(now.stack, now.desks[desk].tenant) as admin:
        for endpoint in endpoints:
            (await admin.delete(f"/webhooks/{endpoint}")).raise_for_status()


async def _classified(now: Running, endpoints: Endpoints) -> list[str]:
    """The kinds whose first finished attempts were taken for something else than they were."""
    found: dict[str, Document] = {}
    deliveries = now.stores.database("webhooks")["deliveries"]

    async def all_tried() -> bool:
        for endpoint, kind in endpoints.items():
            row = await deliveries.find_one({"endpoint_id": UUID(endpoint), "attempts.0": {"$exists": True}})
            if row is not None:
                found[kind] = row
        return len(found) == len(endpoints)

    await eventually(all_tried, within=60.0, every=0.5, what="every kind was tried")
    return [f"{kind}: {_told(row)}" for kind, row in found.items() if (_good(row)) != (kind in DELIVERED)]


def _good(row: Document) -> bool:
    attempt = row["attempts"][0]
    return attempt["error"] is None and 200 <= (attempt["status_code"] or 0) < 300


def _told(row: Document) -> str:
    attempt = row["attempts"][0]
    return f"{attempt['status_code']} {attempt['error']}"


@asynccontextmanager
async def _memory_of_webhooks(now: Running) -> AsyncIterator[list[float]]:
    """The sizes that were seen meanwhile, in MiB."""
    sizes: list[float] = [0.0]

    async def look() -> None:
        while True:
            sizes.append(vitals(now.stack).memory_mib.get("webhooks", 0.0))
            await asyncio.sleep(LOOK_SECONDS)

    looking = asyncio.create_task(look())
    try:
        yield sizes
    finally:
        looking.cancel()


BAD_RECEIVERS = Experiment("11", "bad receivers", misbehave, faster=0.1)
