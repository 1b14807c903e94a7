"""Refuse a team member who is no agent, or no longer active."""

from collections.abc import Sequence
from uuid import UUID

from services.tickets.usecases.ports import Ports
from shared.errors import Invalid, Problem


async def check_members(ports: Ports, *, tenant_id: UUID, members: Sequence[UUID], kept: Sequence[UUID] = ()) -> None:
    """Raises Invalid, naming every one of `members` that is no active agent of the tenant.

    Those of `kept` are members already and may stay: deactivating an agent takes nobody out of a team.
    """
    joining = [member for member in members if member not in kept]
    unknown = set(await ports.teams.unknown_members(tenant_id, joining))
    problems = [
        Problem(f"members.{place}", "There is no active agent with this id.")
        for place, member in enumerate(members)
        if member in unknown
    ]
    if problems:
        raise Invalid(*problems)
