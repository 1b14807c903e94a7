"""What any service says of a change of configuration, for the audit log."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.envelope import Contract, Event


class AuditActor(Contract):
    """Who did it; `id` is the agent's, where the key stands for one."""

    type: str = Field(description="A role; `operator` for who runs the installation, `system` for the product itself.")
    id: UUID | None = None
    name: str | None = None
    key_id: UUID | None = None


OPERATOR = AuditActor(type="operator")
SYSTEM = AuditActor(type="system")


class AuditTarget(Contract):
    type: str
    id: UUID


class AuditData(Contract):
    """The states have no secrets in them; one is absent where the target was created or deleted."""

    actor: AuditActor
    action: str = Field(description="What was done to what: `agent.created`, `key.revoked`.")
    target: AuditTarget
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class AuditRecorded(Event):
    """Somebody changed the configuration of a tenant; `subject` is the target's id."""

    TYPE: ClassVar[str] = "audit.recorded"
    SOURCE: ClassVar[str] = "/helpdesk"
    data: AuditData
