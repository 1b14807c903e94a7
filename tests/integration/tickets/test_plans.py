"""Every list is a walk along an index that reads about what it shows, however many tickets there are."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from services.tickets.domain.filter import Filter
from services.tickets.domain.order import Order, Place, SortBy, place_of
from services.tickets.domain.ticket import Ref, Requester, Ticket
from services.tickets.store.ticket_documents import from_document, to_document
from services.tickets.store.ticket_lists import TicketLists
from services.tickets.store.ticket_queries import COLLECTION, INDEXES, RETIRED
from services.tickets.store.ticket_ranges import Range, ranges_of
from shared.ids import new_id, time_of
from shared.mongo import Document, connect
from shared.vocabulary import Channel, Priority, Status
from tests.integration.tickets.system import TicketsSystem
from tests.support.servers import BackingServers

HELD = 400
ADA, CONTACT = Ref(new_id(), "Ada"), new_id()
ORDERS = [Order(by, descending=descending) for by in SortBy for descending in (True, False)]
FILTERS = {
    "nothing": Filter(),
    **{f"status {word}": Filter(statuses=(word,)) for word in Status},
    **{f"priority {word}": Filter(priority=word) for word in Priority},
    "two statuses": Filter(statuses=(Status.PENDING, Status.RESOLVED)),
    "assignee": Filter(assignee_id=ADA.id),
    "contact": Filter(contact_id=CONTACT),
    "status and priority": Filter(statuses=(Status.CLOSED,), priority=Priority.NORMAL),
}
STAGES = {"LIMIT", "PROJECTION_SIMPLE", "PROJECTION_DEFAULT", "FETCH", "SORT_MERGE", "IXSCAN"}


def held(tenant_id: UUID, number: int) -> Ticket:
    """One of many: most are closed and of normal priority, a few are anything else; several change at one moment."""
    ticket_id = new_id()
    return Ticket(
        id=ticket_id,
        tenant_id=tenant_id,
        number=number,
        subject=f"Ticket {number}",
        opening=None,
        status=tuple(Status)[number % 5] if number % 4 == 0 else Status.CLOSED,
        priority=tuple(Priority)[number % 4] if number % 5 == 0 else Priority.NORMAL,
        channel=Channel.API,
        created_at=time_of(ticket_id),
        updated_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(milliseconds=number * 7919 % HELD // 3),
        requester=Requester(contact_id=CONTACT if number % 3 == 0 else None),
        assignee=ADA if number % 2 else None,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tenant_id(tickets: TicketsSystem) -> UUID:
    """A tenant with some hundreds of tickets, among as many of a neighbour's."""
    ours, theirs = new_id(), new_id()
    documents = [to_document(held(tenant, number)) for number in range(HELD) for tenant in (ours, theirs)]
    await tickets.database[COLLECTION].insert_many(documents)
    return ours


async def explained(tickets: TicketsSystem, stretch: Range, *, limit: int) -> Document:
    find = {"find": COLLECTION, "filter": stretch.query, "sort": dict(stretch.sort), "limit": limit}
    hint = {} if stretch.index is None else {"hint": stretch.index}
    codec = tickets.database.codec_options
    return dict(await tickets.database.command("explain", find | hint, verbosity="executionStats", codec_options=codec))


def stages(plan: Any) -> Iterator[Document]:
    yield plan
    for inner in [*plan.get("inputStages", []), *([plan["inputStage"]] if "inputStage" in plan else [])]:
        yield from stages(inner)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{'desc' if order.descending else 'asc'}")
async def test_a_page_examines_at_most_twice_what_it_shows(
    tickets: TicketsSystem, tenant_id: UUID, name: str, order: Order
) -> None:
    having, rows = FILTERS[name], tickets.database[COLLECTION]
    for limit in (11, 26, 101):
        after: Place | None = None
        for _ in range(3):
            shown: list[Ticket] = []
            keys = documents = 0
            for stretch in ranges_of(tenant_id, having, order=order, after=after):
                wanted = limit - len(shown)
                ran = (await explained(tickets, stretch, limit=wanted))["executionStats"]
                keys, documents = keys + ran["totalKeysExamined"], documents + ran["totalDocsExamined"]
                found = {stage["stage"] for stage in stages(ran["executionStages"])}
                assert found <= STAGES, found
                read = rows.find(stretch.query).sort(stretch.sort).limit(wanted)
                shown += [from_document(document) for document in await read.to_list(wanted)]
                if len(shown) == limit:
                    break
            assert keys <= 2 * len(shown), (limit, keys, len(shown))
            assert documents <= len(shown)
            if len(shown) < limit:
                break
            after = place_of(shown[-2], order=order)


async def test_the_lists_that_one_index_has_are_read_by_it(tickets: TicketsSystem, tenant_id: UUID) -> None:
    names = {index.document["name"] for index in INDEXES}
    for having in FILTERS.values():
        for order in ORDERS:
            for stretch in ranges_of(tenant_id, having, order=order, after=None):
                assert stretch.index in names


async def test_the_indexes_are_those_that_lists_ask_for(tickets: TicketsSystem) -> None:
    made = set(await tickets.database[COLLECTION].index_information())
    assert {index.document["name"] for index in INDEXES} <= made
    assert made.isdisjoint(RETIRED)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{'desc' if order.descending else 'asc'}")
async def test_a_list_is_answered_while_its_index_is_being_made(servers: BackingServers, order: Order) -> None:
    database, tenant = connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}"), new_id()
    await database[COLLECTION].insert_many([to_document(held(tenant, number)) for number in range(30)])
    tickets, more = await TicketLists(database).page(tenant, having=Filter(), after=None, limit=20, order=order)
    assert (len(tickets), more) == (20, True)
    await database.client.drop_database(database.name)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.by}-{'desc' if order.descending else 'asc'}")
async def test_certain_tickets_are_looked_up_and_no_others(
    tickets: TicketsSystem, tenant_id: UUID, order: Order
) -> None:
    lists = TicketLists(tickets.database)
    every, _ = await lists.page(tenant_id, having=Filter(), after=None, limit=HELD, order=order)
    some = [ticket.id for ticket in every if ticket.number % 10 == 0]
    found: list[UUID] = []
    after, more = None, True
    while more:
        shown, more = await lists.page(tenant_id, having=Filter(), after=after, limit=7, order=order, among=some[::-1])
        found += [ticket.id for ticket in shown]
        after = place_of(shown[-1], order=order)
    assert found == some
    for stretch in ranges_of(tenant_id, Filter(), order=order, after=None, among=some):
        ran = (await explained(tickets, stretch, limit=HELD))["executionStats"]
        assert ran["totalDocsExamined"] <= len(some)
    assert await lists.page(tenant_id, having=Filter(), after=None, limit=7, order=order, among=[]) == ([], False)
