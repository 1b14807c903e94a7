"""Keep what a service says about a change of configuration."""

from services.tickets.domain.audit import AuditEntry
from services.tickets.usecases.ports import Ports
from shared.events.audit import AuditRecorded


async def record_audit(event: AuditRecorded, *, ports: Ports) -> None:
    """An event that comes again is kept once."""
    audit = event.data
    entry = AuditEntry(
        id=event.id,
        tenant_id=event.tenantid,
        at=event.time,
        actor_type=audit.actor.type,
        actor_id=audit.actor.id,
        actor_name=audit.actor.name,
        key_id=audit.actor.key_id,
        action=audit.action,
        target_type=audit.target.type,
        target_id=audit.target.id,
        before=audit.before,
        after=audit.after,
        request_id=event.requestid,
    )
    await ports.audit_log.add(entry)
