"""Take back what a target has promised for a merge that did not come about."""

from dataclasses import replace

from services.tickets.domain.merge import Promise
from services.tickets.domain.ticket import Ticket
from services.tickets.usecases.amend import ATTEMPTS
from services.tickets.usecases.ports import Ports
from shared.errors import Unavailable


async def withdraw_promise(ports: Ports, *, target: Ticket, promise: Promise) -> None:
    """The target is as if it had never been asked. Raises Unavailable; then the timers do it."""
    for _ in range(ATTEMPTS):
        before = await ports.tickets.find(target.tenant_id, target.id)
        if before is None:
            return
        left = tuple(each for each in before.promises if each.id != promise.id)
        if left == before.promises:
            return
        if await ports.tickets.save(replace(before, promises=left, revision=before.revision + 1), ()):
            return
    raise Unavailable("The ticket is being changed by many at once; try again.")
