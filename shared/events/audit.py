"""What any service says of a change of configuration, for the audit log."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Contract, Event


class AuditActor(Contract):
    """`type` is the role of who did it; `id` the agent's, where the key stands for one."""

    type: str
    id: UUID | None = None
    name: str | None = None
    key_id: UUID | None = None


class AuditTarget(Contract):
    type: str
    id: UUID


class AuditData(Contract):
    """The states have no secrets in them; one is absent where the target was created or deleted."""

    actor: AuditActor
    action: str = Field(description="What was done to what: `agent.created`, `settings.updated`.")
    target: AuditTarget
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class AuditRecorded(Event):
    """Somebody changed the configuration of a tenant; `subject` is the target's id."""

    TYPE: ClassVar[str] = "audit.recorded"
    SOURCE: ClassVar[str] = "/helpdesk"
    data: AuditData
