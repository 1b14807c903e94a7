"""One action over many tickets, each on its own: what fails for one does not stop the rest."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.tickets.usecases.amend import Amended
from shared.errors import HelpdeskError, NotFound

AT_ONCE = 8

Act = Callable[[UUID], Awaitable[Amended]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticket; `changed` is False where it already was as wanted."""

    ticket_id: str
    changed: bool = False
    error: HelpdeskError | None = None


async def bulk(ticket_ids: Sequence[str], *, act: Act) -> list[Outcome]:
    """An outcome for each id, in the order given; an id given twice is acted on once, one that is none is unknown."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(name: str) -> Outcome:
        async with room:
            try:
                amended = await act(_id(name))
            except HelpdeskError as error:
                return Outcome(name, error=error)
            return Outcome(name, changed=amended.changed)

    return list(await asyncio.gather(*(one(name) for name in _distinct(ticket_ids))))


def _distinct(names: Sequence[str]) -> list[str]:
    """Each ticket by the first of its spellings."""
    spellings: dict[UUID | str, str] = {}
    for name in names:
        try:
            spellings.setdefault(UUID(name), name)
        except ValueError:
            spellings.setdefault(name, name)
    return list(spellings.values())


def _id(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        raise NotFound("There is no ticket with this id.") from None
