"""Tenants with many tickets, written straight into tickets' database, and counted as tickets counts them."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from services.tickets.domain.message import Message
from services.tickets.domain.ticket import Ref, Requester, Ticket
from services.tickets.store.folding import Folding
from services.tickets.store.ticket_documents import to_document
from services.tickets.store.uncounted import COLLECTION as UNCOUNTED
from services.tickets.store.uncounted import note_of
from shared.clock import utc_now
from shared.ids import lowest_at, new_id
from shared.mongo import Database
from shared.vocabulary import AuthorType, Channel, Priority, Status

BATCH = 1_000
A_YEAR = timedelta(days=365)
WORDS = ("order", "refund", "invoice", "login", "late", "broken", "parcel", "account", "price", "manual")
STATUSES = (Status.CLOSED,) * 12 + (Status.NEW, Status.IN_PROGRESS, Status.PENDING, Status.RESOLVED)
PRIORITIES = (Priority.NORMAL,) * 5 + (Priority.LOW,) * 3 + (Priority.HIGH, Priority.URGENT)


@dataclass(frozen=True)
class Crew:
    """Whom tickets are given to, and who asks."""

    agents: tuple[Ref, ...]
    teams: tuple[Ref, ...]
    contacts: tuple[UUID, ...]


def crew() -> Crew:
    return Crew(
        agents=tuple(Ref(new_id(), f"Agent {number}") for number in range(20)),
        teams=tuple(Ref(new_id(), f"Team {number}") for number in range(5)),
        contacts=tuple(new_id() for _ in range(1_000)),
    )


def tickets_of(tenant_id: UUID, *, count: int, crew: Crew, until: datetime) -> Iterator[Ticket]:
    """Tickets of the year before `until`, in the order of their creation."""
    chance = Random(count)
    for number in range(1, count + 1):
        at = until - A_YEAR * (1 - number / (count + 1))
        ticket_id = UUID(int=lowest_at(at).int | (7 << 76) | (2 << 62) | chance.getrandbits(62))
        yield _ticket(ticket_id, tenant_id, number=number, at=at, crew=crew, chance=chance)


def _ticket(ticket_id: UUID, tenant_id: UUID, *, number: int, at: datetime, crew: Crew, chance: Random) -> Ticket:
    status, text = chance.choice(STATUSES), " ".join(chance.choices(WORDS, k=30))
    answered = at + timedelta(minutes=chance.randint(1, 600))
    done = answered + timedelta(hours=chance.randint(1, 72))
    contact_id = chance.choice(crew.contacts)
    return Ticket(
        id=ticket_id,
        tenant_id=tenant_id,
        number=number,
        subject=" ".join(chance.choices(WORDS, k=6)),
        opening=Message(new_id(), tenant_id, ticket_id, AuthorType.CUSTOMER, contact_id, "Bob", text, at),
        status=status,
        priority=chance.choice(PRIORITIES),
        channel=Channel.API,
        created_at=at,
        updated_at=done,
        requester=Requester(contact_id=contact_id, name="Bob"),
        assignee=chance.choice(crew.agents),
        team=chance.choice(crew.teams),
        tags=tuple(chance.sample(WORDS, k=2)),
        first_reply_at=answered,
        resolved_at=done if status in {Status.RESOLVED, Status.CLOSED} else None,
        closed_at=done if status is Status.CLOSED else None,
    )


async def fill(database: Database, tenant_id: UUID, *, count: int) -> Crew:
    """Return when all are stored and counted."""
    people, now, folding = crew(), utc_now(), Folding(database)
    counting = asyncio.create_task(_count(folding))
    batch = []
    for ticket in tickets_of(tenant_id, count=count, crew=people, until=now):
        batch.append({**to_document(ticket), "outbox": []})
        if len(batch) == BATCH or ticket.number == count:
            await database["tickets"].insert_many(batch, ordered=False)
            await database[UNCOUNTED].insert_many([note_of(document["_id"]) for document in batch])
            batch = []
    await database["settings"].update_one({"_id": tenant_id}, {"$set": {"last_number": count}}, upsert=True)
    counting.cancel()
    await asyncio.gather(counting, return_exceptions=True)
    while await database[UNCOUNTED].count_documents({}, limit=1):
        await folding.turn(by=utc_now())
    await folding.close()
    return people


async def _count(folding: Folding) -> None:
    """Tickets' own process folds too; whoever holds the lease does."""
    while True:
        await folding.turn(by=utc_now())
        await asyncio.sleep(0.01)
