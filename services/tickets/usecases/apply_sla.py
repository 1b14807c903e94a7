"""Keep on a ticket what sla has decided: its deadlines, and that one has passed."""

from services.tickets.domain.sla import Deadlines
from services.tickets.usecases.ports import Ports
from shared.events.decisions import SlaApplied, SlaBreached

SEQUENCES = 1 << 32


async def apply_deadlines(event: SlaApplied, *, ports: Ports) -> None:
    """Decisions are ordered by the revision of the terms, then by their count."""
    applied = event.data
    deadlines = Deadlines(
        policy_id=applied.policy.id if applied.policy else None,
        policy_name=applied.policy.name if applied.policy else None,
        first_response=applied.first_response_deadline,
        resolution=applied.resolution_deadline,
        paused=applied.paused,
        basis=applied.policy_revision * SEQUENCES + (applied.order or applied.of_sequence),
    )
    await ports.tickets.set_deadlines(event.tenantid, applied.ticket_id, deadlines)


async def mark_breached(event: SlaBreached, *, ports: Ports) -> None:
    """The ticket remembers the breach, whatever becomes of its deadlines."""
    await ports.tickets.mark_breached(event.tenantid, event.data.ticket.id, event.data.target)
