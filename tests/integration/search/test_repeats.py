"""Events that come twice, late, or in another order than they happened in, over the real broker."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from itertools import permutations
from uuid import UUID

import pytest_asyncio

from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.events.envelope import Event
from shared.events.tenant import TenantData, TenantDeleted
from shared.events.ticket import (
    CreatedData,
    MessageData,
    TicketCreated,
    TicketData,
    TicketDeleted,
    TicketReplied,
    TicketUpdated,
    UpdatedData,
)
from shared.ids import new_id
from tests.contracts.events import ACTOR, MESSAGE, TICKET
from tests.integration.search.system import SearchSystem, somebody
from tests.support.eventually import eventually
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def publisher(system: SearchSystem, servers: BackingServers) -> AsyncIterator[Publisher]:
    publisher = Publisher(url=servers.rabbit.url, names=Names(system.stack.namespace))
    running = asyncio.create_task(publisher.run())
    await eventually(lambda: publisher.connected, what="the test can publish")
    yield publisher
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await publisher.close()


async def publish(publisher: Publisher, events: Sequence[Event]) -> None:
    for event in events:
        await publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)


def life(tenant_id: UUID) -> list[Event]:
    """A ticket is opened as `Alpha`, answered, and renamed to `Omega`."""
    ticket = TICKET.model_copy(
        update={"id": new_id(), "subject": "Alpha", "text": "opening words", "merged_into": None}
    )
    message = MESSAGE.model_copy(update={"id": new_id(), "text": "reply words"})
    renamed = ticket.model_copy(update={"subject": "Omega"})
    told = {"subject": str(ticket.id), "tenantid": tenant_id}
    return [
        TicketCreated(data=CreatedData(ticket=ticket, actor=ACTOR), sequence="1", **told),
        TicketReplied(data=MessageData(ticket=ticket, actor=ACTOR, message=message), sequence="2", **told),
        TicketUpdated(data=UpdatedData(ticket=renamed, actor=ACTOR), sequence="3", **told),
    ]


def deletion(events: Sequence[Event]) -> TicketDeleted:
    first = events[0]
    assert isinstance(first, TicketCreated)
    data = TicketData(ticket=first.data.ticket, actor=ACTOR)
    return TicketDeleted(data=data, sequence="4", subject=first.subject, tenantid=first.tenantid)


async def test_every_order_and_any_repeat_come_to_the_same(system: SearchSystem, publisher: Publisher) -> None:
    ada = somebody()
    lives = [life(ada.tenant) for _ in range(6)]
    for events, order in zip(lives, permutations(range(3)), strict=True):
        await publish(publisher, [events[place] for place in order] + events[::-1])
    newest_first = [events[0].subject for events in reversed(lives)]
    await system.has(*newest_first, text="omega", caller=ada)
    await system.has(*newest_first, text="reply", caller=ada, **{"in": "messages"})
    await system.has(*newest_first, text="opening", caller=ada, **{"in": "messages"})
    await system.has(text="alpha", caller=ada)


async def test_a_deletion_is_final_whenever_it_comes(system: SearchSystem, publisher: Publisher) -> None:
    ada = somebody()
    early, late, marker = life(ada.tenant), life(ada.tenant), life(ada.tenant)
    await publish(publisher, [deletion(early), *early, *late, deletion(late), *late, *marker])
    await system.has(marker[0].subject, text="omega", caller=ada)
    await system.has(marker[0].subject, text="words", caller=ada, **{"in": "messages"})


async def test_nothing_is_found_of_a_tenant_that_is_gone(system: SearchSystem, publisher: Publisher) -> None:
    ada, bob = somebody(), somebody()
    hers, his = life(ada.tenant), life(bob.tenant)
    await publish(publisher, [*hers, *his])
    await system.has(hers[0].subject, text="omega", caller=ada)
    data = TenantData(id=ada.tenant, name="Acme")
    await publish(publisher, [TenantDeleted(subject=ada.tenant_id, tenantid=ada.tenant, data=data)])
    await system.has(text="omega", caller=ada)
    await system.has(his[0].subject, text="omega", caller=bob)
    assert not list(system.index.glob(f"*/{ada.tenant.hex}.*.db*"))
