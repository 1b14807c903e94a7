"""How many `ticket.created` one SLA process handles in a second, with SLA hours set, and what that costs it.

Fills the queue first, then starts the process: `python -m bench.sla_created [events]`. HELPDESK_MONGO_URL and
HELPDESK_AMQP_URL say where the servers are. With PROFILE=<file> the process writes its main thread's profile there.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from uuid import uuid4

import psutil
from motor.motor_asyncio import AsyncIOMotorCollection

from shared.bus.publisher import Publisher
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.events.envelope import Actor
from shared.events.ticket import (
    CreatedData,
    MessageSnapshot,
    Requester,
    TenantTerms,
    TicketCreated,
    TicketSnapshot,
)
from shared.ids import new_id
from shared.mongo import Document, connect
from shared.vocabulary import ActorType, AuthorType, Channel, Priority, Status
from tests.support.eventually import eventually

EVENTS = 5_000
IN_FLIGHT = 200
PORT = 18_103
TEXT = "The parcel that I ordered two weeks ago has not come, and the tracking page shows nothing. " * 3


def created() -> TicketCreated:
    now = utc_now()
    ticket = TicketSnapshot(
        id=new_id(),
        number=1,
        subject="Where is my order?",
        text=TEXT,
        status=Status.NEW,
        priority=Priority.NORMAL,
        channel=Channel.TELEGRAM,
        chat_id=42,
        requester=Requester(contact_id=new_id(), name="Grace", email="grace@example.com"),
        tags=("order", "delivery"),
        last_message_by=AuthorType.CUSTOMER,
        last_message_at=now,
        waiting_since=now,
        created_at=now,
        updated_at=now,
        version=1,
    )
    message = MessageSnapshot(id=new_id(), author_type=AuthorType.CUSTOMER, text=TEXT, created_at=now)
    terms = TenantTerms(sla_first_reply_hours=4, sla_resolve_hours=24, unanswered_hours=24)
    actor = Actor(type=ActorType.CUSTOMER, name="Grace")
    data = CreatedData(ticket=ticket, actor=actor, message=message, terms=terms)
    return TicketCreated(subject=str(ticket.id), tenantid=new_id(), sequence="1", data=data)


async def fill(namespace: str, *, events: int) -> None:
    """Publish the events; returns when all are confirmed."""
    publisher = Publisher(url=os.environ["HELPDESK_AMQP_URL"], names=Names(namespace))
    keeping = asyncio.create_task(publisher.run())
    await eventually(lambda: publisher.connected)
    room = asyncio.Semaphore(IN_FLIGHT)

    async def send() -> None:
        async with room:
            event = created()
            await publisher.publish(event.to_json(), event_id=str(event.id), event_type=event.TYPE)

    await asyncio.gather(*(send() for _ in range(events)))
    keeping.cancel()
    await publisher.close()


def start(namespace: str) -> subprocess.Popen[bytes]:
    settings = {
        "HELPDESK_NAMESPACE": namespace,
        "HELPDESK_SLA_PORT": str(PORT),
        "HELPDESK_IDENTITY_SECRET": "bench" * 8,
        "HELPDESK_LOG_LEVEL": "warning",
    }
    profile = ["-m", "cProfile", "-o", os.environ["PROFILE"]] if "PROFILE" in os.environ else []
    return subprocess.Popen([sys.executable, *profile, "-m", "services.sla"], env={**os.environ, **settings})


async def measure(*, events: int) -> None:
    """Print events a second and CPU for each, from the first watch to the last event out."""
    namespace = f"bench{uuid4().hex[:8]}"
    watches = connect(os.environ["HELPDESK_MONGO_URL"], database=f"{namespace}_sla")["watches"]
    await fill(namespace, events=events)
    process = start(namespace)
    try:
        first = await eventually(watches.estimated_document_count, within=30)
        spent, began = psutil.Process(process.pid).cpu_times(), time.monotonic()
        await eventually(lambda: _holds(watches, {}, count=events), within=300)
        stored = time.monotonic() - began
        await eventually(lambda: _holds(watches, {"outbox.at": {"$exists": True}}, count=0), within=300)
        cpu = sum(psutil.Process(process.pid).cpu_times()[:2]) - sum(spent[:2])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        await watches.database.client.drop_database(watches.database.name)
    done = events - first
    print(f"{done} events: {done / stored:.0f}/s stored, {1e6 * cpu / done:.0f} us of CPU each, published included")


async def _holds(watches: AsyncIOMotorCollection[Document], query: Document, *, count: int) -> bool:
    return await watches.count_documents(query) == count


if __name__ == "__main__":
    asyncio.run(measure(events=int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS))
