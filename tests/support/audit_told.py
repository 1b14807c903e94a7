"""What services tell the audit log: their events, as the bus brings them to a test that listens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from shared.bus.topology import Names
from shared.events.audit import AuditRecorded
from tests.support.eventually import eventually
from tests.support.servers import BackingServers
from tests.support.stack import Stack


class AuditTold:
    """All that was told since the listening began."""

    def __init__(self) -> None:
        self._events: dict[UUID, AuditRecorded] = {}

    async def note(self, message: AbstractIncomingMessage) -> None:
        event = AuditRecorded.model_validate_json(message.body)
        self._events[event.id] = event

    async def of(self, tenant_id: UUID | str, *actions: str, within: float = 10.0) -> list[AuditRecorded]:
        """A tenant's events in the order of their making, once they are these."""

        def told() -> list[AuditRecorded]:
            mine = [event for event in self._events.values() if str(event.tenantid) == str(tenant_id)]
            return sorted(mine, key=lambda event: event.id)

        await eventually(
            lambda: [event.data.action for event in told()] == list(actions), within=within, what=f"told {actions}"
        )
        return told()


@asynccontextmanager
async def listening_for_audit(servers: BackingServers, *, stack: Stack) -> AsyncIterator[AuditTold]:
    """Hear what the stack's services tell; one of them must have reached the broker already."""
    told = AuditTold()
    async with await aio_pika.connect(servers.rabbit.url) as connection:
        queue = await (await connection.channel()).declare_queue(exclusive=True)
        await queue.bind(Names(stack.namespace).events, routing_key=AuditRecorded.TYPE)
        await queue.consume(told.note, no_ack=True)
        yield told
