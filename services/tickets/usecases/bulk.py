"""One action over many tickets, each on its own: what fails for one does not stop the rest."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.ports import Ports
from shared.errors import HelpdeskError, NotFound

AT_ONCE = 8

Act = Callable[[UUID], Awaitable[Ticket]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticket; `changed` is False where it already was as wanted."""

    ticket_id: str
    changed: bool = False
    error: HelpdeskError | None = None


async def bulk(ports: Ports, *, tenant_id: UUID, ticket_ids: Sequence[str], act: Act) -> list[Outcome]:
    """An outcome for each id, in the order given; an id given twice is acted on once, one that is none is unknown."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(name: str) -> Outcome:
        async with room:
            try:
                ticket_id = _id(name)
                before = await ports.tickets.get(tenant_id, ticket_id)
                after = await act(ticket_id)
            except HelpdeskError as error:
                return Outcome(name, error=error)
            return Outcome(name, changed=after.version != before.version)

    distinct = dict.fromkeys(ticket_ids)
    return list(await asyncio.gather(*(one(name) for name in distinct)))


def _id(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        raise NotFound("There is no ticket with this id.") from None
