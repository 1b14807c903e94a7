"""What routing knows of a tenant's helpdesk when a ticket comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.routing.domain.rule import Rule
from services.routing.domain.team import Assignment


@dataclass(frozen=True, slots=True)
class Desk:
    """`rules` are in no particular order; `teams` are those that are known, gone ones as such that choose nobody.

    `counted` says that a team chooses or once did: from then on it is known who has which tickets.
    """

    rules: tuple[Rule, ...] = ()
    teams: Mapping[UUID, Assignment] = field(default_factory=dict)
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a ticket after the event with this sequence; a ticket that is closed, or gone, is so since `ended_at`."""

    ticket_id: UUID
    tenant_id: UUID
    agent_id: UUID | None
    sequence: int
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """Whether an agent may be given tickets; `filled` says that the open ones they had before are counted."""

    id: UUID
    active: bool
    filled: bool = False
