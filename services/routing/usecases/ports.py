"""What the use-cases of routing need from the outside."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.routing.domain.rule import Rule
from shared.clock import Clock
from shared.events.decisions import RoutingDecided


class Rules(Protocol):
    async def find(self, tenant_id: UUID, row_id: UUID) -> Rule | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Rule: ...

    async def of_tenant(self, tenant_id: UUID) -> list[Rule]:
        """All rules of the tenant, in no particular order."""

    async def add(self, row: Rule) -> Rule:
        """The rule as it is stored: an earlier run's of the same request, where there is one."""
        ...

    async def save(self, row: Rule) -> None: ...

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Decisions(Protocol):
    async def record(self, decision: RoutingDecided, *, cause: UUID) -> bool:
        """Keep the decision and announce it, once for each causing event; False for a repeat."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Directory(Protocol):
    """The tenant's agents, teams and ticket types, as tickets knows them."""

    async def has_assignee(self, assignee_id: UUID) -> bool:
        """Whether there is an agent or a team with this id."""

    async def has_ticket_type(self, ticket_type_id: UUID) -> bool: ...


@dataclass(frozen=True, slots=True)
class Ports:
    rules: Rules
    decisions: Decisions
    directory: Directory
    clock: Clock
