"""How many tickets a filter lets through."""

from uuid import UUID

from motor.motor_asyncio import AsyncIOMotorCollection

from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.store.ticket_queries import query_of
from shared.mongo import Document, reachable


async def count_tickets(
    tickets: AsyncIOMotorCollection[Document], tenant_id: UUID, *, having: Filter, most: int
) -> Count:
    """Exact up to `most`; whatever is beyond is not looked at."""
    async with reachable():
        counted = await tickets.count_documents(query_of(tenant_id, having), limit=most + 1)
    return Count(min(counted, most), is_lower_bound=counted > most)
