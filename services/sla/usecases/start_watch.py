"""Start the watch on a new ticket."""

from services.sla.domain.terms import Terms, Thresholds
from services.sla.usecases.follow import followed
from services.sla.usecases.ports import Ports, TicketWatch
from services.sla.usecases.revise import revise
from shared.events.ticket import TicketCreated


async def start_watch(event: TicketCreated, *, ports: Ports) -> None:
    """Watch the ticket under the tenant's terms; later events may have come before, and repeats change nothing."""
    terms = await _terms(event, ports=ports)

    async def start(watch: TicketWatch) -> TicketWatch:
        watch = followed(watch, event)
        ticket = watch.ticket
        return watch if ticket is None else watch.under(terms.promise(ticket.priority))

    await revise(ports, start, tenant_id=event.tenantid, ticket_id=event.data.ticket.id, unseen=True)


async def _terms(event: TicketCreated, *, ports: Ports) -> Terms:
    """Those that are known, with the event's own thresholds where these are newer."""
    terms = await ports.terms.of_tenant(event.tenantid)
    told = event.data.terms
    thresholds = Thresholds(
        first_reply_hours=told.sla_first_reply_hours,
        resolve_hours=told.sla_resolve_hours,
        unanswered_hours=told.unanswered_hours,
        auto_close_days=told.auto_close_days,
        revision=told.revision,
    )
    if thresholds.revision < terms.thresholds.revision or thresholds == terms.thresholds:
        return terms
    await ports.terms.heed(event.tenantid, thresholds, at=ports.clock())
    return await ports.terms.of_tenant(event.tenantid)
