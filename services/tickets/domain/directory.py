"""The tenant's people and what tickets are sorted by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Agent:
    """They get an e-mail when a ticket becomes theirs, and when its customer replies, as far as they want to."""

    id: UUID
    tenant_id: UUID
    name: str
    email: str
    active: bool
    created_at: datetime
    updated_at: datetime
    email_on_assigned: bool = True
    email_on_reply: bool = True


class Assignment(StrEnum):
    """How a team's tickets find their agent."""

    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


@dataclass(frozen=True, slots=True)
class Team:
    id: UUID
    tenant_id: UUID
    name: str
    members: tuple[UUID, ...]
    assignment: Assignment
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TicketType:
    id: UUID
    tenant_id: UUID
    name: str
    description: str | None
    sort_order: int
    enabled: bool
    created_at: datetime
    updated_at: datetime
