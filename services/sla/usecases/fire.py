"""Fire the timers of one watch: announce what is overdue, once."""

from datetime import datetime

from services.sla.domain.watch import Timer, TimerKind
from services.sla.usecases.ports import Ports, TicketWatch
from shared.events.decisions import SlaBreached, SlaBreachedData, TicketUnanswered, UnansweredData
from shared.events.envelope import Actor, Event
from shared.events.ticket import SlaState, TicketSnapshot
from shared.log import get_logger
from shared.telemetry import TIMER_LATENESS
from shared.vocabulary import ActorType, SlaTarget

log = get_logger()

CLOCK = Actor(type=ActorType.SYSTEM)


async def fire(watch: TicketWatch, *, due_by: datetime, ports: Ports) -> None:
    """Announce what of a claimed watch is still due, and let go of it.

    Where an event was handled meanwhile, nothing is done here: the watch is due again if it still is.
    """
    timers = watch.due(due_by)
    after = watch.announced(timers)
    if not await ports.watches.save(after, [_event(timer, after) for timer in timers]):
        return
    for timer in timers:
        TIMER_LATENESS.labels(timer.kind).observe((ports.clock() - timer.due).total_seconds())
        log.info("timer fired", kind=timer.kind, ticket_id=str(watch.ticket_id), tenant_id=str(watch.tenant_id))


def _event(timer: Timer, watch: TicketWatch) -> Event:
    assert watch.ticket is not None
    assert watch.terms is not None
    ticket = watch.ticket.model_copy(update={"sla": _state(watch)})
    if timer.kind is TimerKind.UNANSWERED:
        hours = watch.terms.unanswered_hours or 0
        data = UnansweredData(ticket=ticket, actor=CLOCK, hours=hours)
        return TicketUnanswered(subject=str(ticket.id), tenantid=watch.tenant_id, data=data)
    return _breach(timer, watch, ticket=ticket)


def _breach(timer: Timer, watch: TicketWatch, *, ticket: TicketSnapshot) -> SlaBreached:
    data = SlaBreachedData(ticket=ticket, actor=CLOCK, target=SlaTarget(timer.kind), deadline=timer.due)
    return SlaBreached(subject=str(ticket.id), tenantid=watch.tenant_id, data=data)


def _state(watch: TicketWatch) -> SlaState | None:
    """How the ticket stands now, which its last snapshot cannot know; None where it has no deadlines."""
    deadlines = watch.deadlines
    if not deadlines:
        return None
    return SlaState(
        first_response_deadline=deadlines.first_response,
        first_response_met=_met(watch, SlaTarget.FIRST_RESPONSE, deadline=deadlines.first_response),
        first_response_breached=SlaTarget.FIRST_RESPONSE in watch.breached,
        resolution_deadline=deadlines.resolution,
        resolution_met=_met(watch, SlaTarget.RESOLUTION, deadline=deadlines.resolution),
        resolution_breached=SlaTarget.RESOLUTION in watch.breached,
    )


def _met(watch: TicketWatch, target: SlaTarget, *, deadline: datetime | None) -> bool | None:
    """Whether the target was reached in time; None while that is open."""
    if deadline is None:
        return None
    if target in watch.breached:
        return False
    met_at = watch.met_at(target)
    return None if met_at is None else met_at <= deadline
