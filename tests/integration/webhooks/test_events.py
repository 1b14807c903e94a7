"""The events of the last 30 days: every one once, in the order of arrival, for whoever missed a webhook."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.webhooks.domain.kept_event import KeptEvent
from services.webhooks.store.events import FULL_BYTES, INDEXES, MongoEvents
from shared.events.tenant import TenantData, TenantDeleted
from shared.ids import new_id
from shared.mongo import connect
from shared.vocabulary import Role
from tests.integration.webhooks.system import Owner, WebhooksSystem
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.ticket_events import created, noted, replied


async def ask(owner: Owner, **query: Any) -> httpx.Response:
    return await owner.call("GET", f"/../events?{httpx.QueryParams(query)}")


async def walked(owner: Owner, **query: Any) -> list[dict[str, Any]]:
    """All events, page by page."""
    events: list[dict[str, Any]] = []
    while True:
        answer = await ask(owner, **query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        events += page["events"]
        if page["next_cursor"] is None:
            return events
        query["after"] = page["next_cursor"]


async def arrived(owner: Owner, count: int) -> list[dict[str, Any]]:
    async def all_there() -> list[dict[str, Any]]:
        events = await walked(owner)
        return events if len(events) == count else []

    found: list[dict[str, Any]] = await eventually(all_there, what=f"{count} events have arrived")
    return found


async def test_an_event_is_shown_as_a_webhook_carries_it(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    event = created(owner.tenant_id)
    await webhooks.publish(event, times=3)
    (shown,) = await arrived(owner, 1)
    assert set(shown) == {"id", "type", "timestamp", "data"}
    assert (shown["id"], shown["type"]) == (str(event.id), "ticket.created")
    assert shown["data"]["ticket"]["subject"] == "Where is my order?"
    assert shown["data"]["message"]["text"] == "It is late."


@pytest.mark.parametrize("limit", [1, 4, 10, 100])
async def test_pages_of_any_size_show_every_event_once(webhooks: WebhooksSystem, limit: int) -> None:
    owner = webhooks.admin()
    made = [created(owner.tenant_id) for _ in range(10)]
    for event in made:
        await webhooks.publish(event)
    await arrived(owner, 10)
    ids = [event["id"] for event in await walked(owner, limit=limit)]
    assert sorted(ids) == sorted(str(event.id) for event in made)
    assert [event["id"] for event in await walked(owner, after=ids[6])] == ids[7:]


async def test_a_late_event_comes_after_those_that_came_before_it(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    early, late = created(owner.tenant_id), replied(owner.tenant_id)
    await webhooks.publish(late)
    await arrived(owner, 1)
    await webhooks.publish(early)
    assert [event["id"] for event in await arrived(owner, 2)] == [str(late.id), str(early.id)]
    assert [event["id"] for event in await walked(owner, after=str(late.id))] == [str(early.id)]


async def test_only_the_types_that_are_asked_for_are_shown(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    for event in (created(owner.tenant_id), noted(owner.tenant_id), replied(owner.tenant_id)):
        await webhooks.publish(event)
        await webhooks.publish(created(owner.tenant_id))
    await arrived(owner, 6)
    types = [event["type"] for event in await walked(owner, types="ticket.noted,ticket.replied", limit=1)]
    assert sorted(types) == ["ticket.noted", "ticket.replied"]


@pytest.mark.parametrize("query", [{"types": "nonsense"}, {"after": "1"}, {"after": str(new_id())}, {"limit": 0}])
async def test_a_bad_page_is_refused(webhooks: WebhooksSystem, query: dict[str, Any]) -> None:
    answer = await ask(webhooks.admin(), **query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.text


async def test_events_are_the_admins_of_the_tenant_alone(webhooks: WebhooksSystem) -> None:
    owner = webhooks.admin()
    event = created(owner.tenant_id)
    await webhooks.publish(event)
    await arrived(owner, 1)
    assert (await ask(webhooks.admin(owner.tenant_id, role=Role.AGENT))).status_code == 403
    assert await walked(webhooks.admin()) == []
    assert (await ask(webhooks.admin(), after=str(event.id))).status_code == 422
    await webhooks.publish(
        TenantDeleted(subject="x", tenantid=owner.tenant_id, data=TenantData(id=owner.tenant_id, name="Acme"))
    )
    await eventually(lambda: _none(owner), what="the tenant's events are gone")


async def _none(owner: Owner) -> bool:
    return await walked(owner) == []


async def test_whoever_reads_while_several_processes_write_misses_none(servers: BackingServers, tmp_path: Path) -> None:
    """Two stores write books of the same tenant, some of the same events, while a reader goes from page to page."""
    database = connect(servers.mongo.url, database=f"t{new_id().hex[:12]}")
    await database["events"].create_indexes(INDEXES)
    stores, tenant_id = [MongoEvents(database), MongoEvents(database)], new_id()
    made = [KeptEvent(new_id(), tenant_id, "ticket.created", b"x" * (FULL_BYTES // 10)) for _ in range(300)]
    seen: list[UUID] = []

    async def write(store: MongoEvents, events: list[KeptEvent]) -> None:
        for place in range(0, len(events), 5):
            await asyncio.gather(*(store.keep(event) for event in events[place : place + 5]))

    async def read_on() -> None:
        events, _ = await stores[0].page(tenant_id, after=seen[-1] if seen else None, types=frozenset(), limit=7)
        seen.extend(event.id for event in events)

    halves = [made[place::2] + made[place * 50 : place * 50 + 50] for place in range(2)]
    writing = asyncio.gather(*(write(store, half) for store, half in zip(stores, halves, strict=True)))
    while not writing.done():
        await read_on()
    await writing
    while len(seen) < 300:
        before = len(seen)
        await read_on()
        assert len(seen) > before
    assert len(set(seen)) == 300
    assert set(seen) == {event.id for event in made}
