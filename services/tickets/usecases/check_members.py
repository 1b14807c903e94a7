"""Refuse a team member who is no agent."""

from collections.abc import Sequence
from uuid import UUID

from services.tickets.usecases.ports import Ports
from shared.errors import Invalid, Problem


async def check_members(ports: Ports, *, tenant_id: UUID, members: Sequence[UUID]) -> None:
    """Raises Invalid, naming every one of `members` that is no agent of the tenant."""
    unknown = set(await ports.teams.unknown_members(tenant_id, members))
    problems = [
        Problem(f"members.{place}", "There is no agent with this id.")
        for place, member in enumerate(members)
        if member in unknown
    ]
    if problems:
        raise Invalid(*problems)
