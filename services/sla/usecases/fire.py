"""Fire the timers of one watch: announce what is overdue, once."""

from datetime import datetime

from services.sla.domain.timer import BREACHES, WARNINGS, Timer, TimerKind
from services.sla.usecases.ports import Ports, TicketWatch
from shared.events.decisions import (
    SlaBreached,
    SlaCloseDue,
    SlaCloseDueData,
    SlaWarning,
    TargetData,
    TicketUnanswered,
    UnansweredData,
)
from shared.events.envelope import Actor, Event
from shared.events.ticket import SlaState, TicketData, TicketSnapshot
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
    assert watch.promise is not None
    ticket = watch.ticket.model_copy(update={"sla": _state(watch)})
    about = {"subject": str(ticket.id), "tenantid": watch.tenant_id}
    said = TicketData(ticket=ticket, actor=CLOCK)
    match timer.kind:
        case TimerKind.UNANSWERED:
            hours = watch.promise.unanswered_hours or 0
            return TicketUnanswered(**about, data=UnansweredData(**dict(said), hours=hours))
        case TimerKind.AUTO_CLOSE:
            return SlaCloseDue(**about, data=_close_due(watch, ticket=ticket))
        case TimerKind.FIRST_RESPONSE_WARNING | TimerKind.RESOLUTION_WARNING:
            target = next(target for target, kind in WARNINGS.items() if kind is timer.kind)
            reckoning = watch.reckoning(target)
            assert reckoning is not None
            return SlaWarning(**about, data=TargetData(**dict(said), target=target, deadline=reckoning.deadline))
    target = next(target for target, kind in BREACHES.items() if kind is timer.kind)
    return SlaBreached(**about, data=TargetData(**dict(said), target=target, deadline=timer.due))


def _close_due(watch: TicketWatch, *, ticket: TicketSnapshot) -> SlaCloseDueData:
    assert watch.promise is not None
    assert watch.left_since is not None
    return SlaCloseDueData(
        ticket_id=ticket.id, status=ticket.status, since=watch.left_since, days=watch.promise.auto_close_days or 0
    )


def _state(watch: TicketWatch) -> SlaState | None:
    """How the ticket stands now, which its last snapshot cannot know; None where it has no deadlines."""
    standing = watch.standing
    if not standing:
        return None
    return SlaState(
        policy_id=standing.policy.id if standing.policy else None,
        policy_name=standing.policy.name if standing.policy else None,
        first_response_deadline=standing.first_response,
        first_response_met=_met(watch, SlaTarget.FIRST_RESPONSE),
        first_response_breached=SlaTarget.FIRST_RESPONSE in watch.breached,
        resolution_deadline=standing.resolution,
        resolution_met=_met(watch, SlaTarget.RESOLUTION),
        resolution_breached=SlaTarget.RESOLUTION in watch.breached,
        paused=standing.paused,
    )


def _met(watch: TicketWatch, target: SlaTarget) -> bool | None:
    """Whether the target was reached in time; None while that is open."""
    if target in watch.breached:
        return False
    reckoning = watch.reckoning(target)
    return None if reckoning is None else reckoning.met
