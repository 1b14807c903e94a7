"""An entry of the audit log: who changed what of the tenant's configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

State = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`actor_type` is the role of who did it, `operator` or `system`; `actor_id` the agent for whom the key stands."""

    id: UUID
    tenant_id: UUID
    at: datetime
    actor_type: str
    actor_id: UUID | None
    actor_name: str | None
    key_id: UUID | None
    action: str
    target_type: str
    target_id: UUID
    before: State | None
    after: State | None
    request_id: str | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """All that is given must hold; `actor_id` is an agent or a key."""

    actor_id: UUID | None = None
    action: str | None = None
