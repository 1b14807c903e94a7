"""What the use-cases of routing need from the outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.routing.domain.desk import Agent, Desk, Holding
from services.routing.domain.rule import Rule
from services.routing.domain.team import Choice, Team
from shared.clock import Clock
from shared.events.decisions import RoutingDecided

# What is decided, given what the team has chosen; None where there is nothing to decide without a choice.
Tell = Callable[[Choice | None], RoutingDecided | None]


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


class Desks(Protocol):
    async def of_tenant(self, tenant_id: UUID) -> Desk:
        """What is known of the tenant, in one round trip."""

    async def without_rules(self, tenant_id: UUID) -> Desk: ...


class Teams(Protocol):
    """A copy of the tenant's teams; of two states the one of the later time holds, in whatever order they come."""

    async def find(self, tenant_id: UUID, team_id: UUID) -> Team | None: ...

    async def keep(self, team: Team, *, at: datetime) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Agents(Protocol):
    """A copy of the tenant's agents, kept as teams are."""

    async def known(self, tenant_id: UUID, agent_ids: Sequence[UUID]) -> Mapping[UUID, Agent]: ...

    async def keep(self, tenant_id: UUID, agent_id: UUID, *, active: bool, at: datetime) -> None: ...

    async def filled(self, tenant_id: UUID, agent_id: UUID) -> None:
        """The open tickets that the agent had before are counted."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Holdings(Protocol):
    async def keep(self, *holdings: Holding) -> None:
        """Each unless something later is known of its ticket."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Choices(Protocol):
    async def choose(
        self, tenant_id: UUID, team_id: UUID, *, cause: UUID, ticket_id: UUID, sequence: int, tell: Tell
    ) -> bool:
        """Let the team choose, keep the decision and announce it, all of that or nothing.

        Once for each causing event; False for a repeat, for a ticket of which something later than `sequence` is known,
        and where `tell` decides nothing. The choices of a tenant come one after the other, whoever makes them.
        """

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Decisions(Protocol):
    async def record(self, decision: RoutingDecided, *, cause: UUID) -> bool:
        """Keep the decision and announce it, once for each causing event; False for a repeat."""

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Directory(Protocol):
    """The tenant's agents, teams and ticket types, as tickets knows them, for whoever is asking."""

    async def has_assignee(self, assignee_id: UUID) -> bool:
        """Whether there is an agent or a team with this id."""

    async def has_ticket_type(self, ticket_type_id: UUID) -> bool: ...


class Tickets(Protocol):
    """What tickets knows and has not told; each call raises Unavailable."""

    async def team(self, tenant_id: UUID, team_id: UUID) -> tuple[Team, datetime] | None:
        """The team, and when it was last changed."""

    async def agent(self, tenant_id: UUID, agent_id: UUID) -> tuple[bool, datetime] | None:
        """Whether the agent is active, and when they were last changed."""

    async def open_tickets_of(self, tenant_id: UUID, agent_id: UUID) -> list[UUID]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    rules: Rules
    desks: Desks
    teams: Teams
    agents: Agents
    holdings: Holdings
    choices: Choices
    decisions: Decisions
    directory: Directory
    tickets: Tickets
    clock: Clock
