"""Tickets of every status and priority, and the orders in which the envelope surface lists them."""

import asyncio
from itertools import product

from tests.integration.tickets.desk import Json
from tests.integration.tickets.surfaces.envelope import EnvelopeDriver

STATUSES = ("new", "open", "pending", "resolved", "closed")
PRIORITIES = ("low", "normal", "high", "urgent")
SORTS = ("created_at", "updated_at", "status", "priority")
KEYS = {
    "created_at": lambda ticket: ticket["id"],
    "updated_at": lambda ticket: (ticket["updatedAt"], ticket["id"]),
    "status": lambda ticket: (STATUSES.index(ticket["status"]), ticket["id"]),
    "priority": lambda ticket: (PRIORITIES.index(ticket["priority"]), ticket["id"]),
}


async def every_kind(envelope: EnvelopeDriver, **fields: object) -> list[Json]:
    """Twice a ticket of every status and priority, opened together, and some of them changed since."""
    states = [*product(STATUSES, PRIORITIES)] * 2
    posted = (
        envelope.post({"subject": f"Ticket {number}", "status": status, "priority": priority, **fields})
        for number, (status, priority) in enumerate(states)
    )
    made = list(await asyncio.gather(*posted))
    for place in range(0, len(made), 3):
        made[place] = await envelope.put(made[place]["id"], {"tags": ["changed"]})
    return made
