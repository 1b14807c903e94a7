"""How many tickets a list has, without looking at each of a million."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from services.tickets.domain.count import Count
from services.tickets.domain.filter import Filter
from services.tickets.domain.statistics import Period
from services.tickets.domain.tally import Total
from services.tickets.usecases.ports import Ports
from shared.vocabulary import Priority

# As many are counted as they are at this moment; beyond, tallies answer, which may lag a write by a second.
COUNTED_LIVE = 1_000
MOST = 10_000
# Only as many keys of an index are read as tickets are overdue.
MOST_OVERDUE = 1_000_000


async def count_tickets(ports: Ports, *, tenant_id: UUID, having: Filter) -> Count:
    """Exact without a filter and with one, and up to 10,000 with several."""
    live = await ports.tickets.count(tenant_id, having=having, most=COUNTED_LIVE)
    if not live.is_lower_bound:
        return live
    if (totals := _totals(having)) is not None:
        return Count(sum([await ports.tallies.total(tenant_id, total) for total in totals]))
    if having.overdue_at is not None and having == Filter(overdue_at=having.overdue_at):
        return await ports.tickets.count(tenant_id, having=having, most=MOST_OVERDUE)
    if having.in_time_at is not None and having == Filter(in_time_at=having.in_time_at):
        late = Filter(overdue_at=having.in_time_at)
        overdue = await ports.tickets.count(tenant_id, having=late, most=MOST_OVERDUE)
        return Count(await ports.tallies.total(tenant_id, Total()) - overdue.total)
    if having.created_from is not None and having == Filter(created_from=having.created_from):
        return Count(await _created_since(ports, tenant_id=tenant_id, since=having.created_from))
    return await ports.tickets.count(tenant_id, having=having, most=MOST)


def _totals(having: Filter) -> tuple[Total, ...] | None:
    """The totals that together count a filter of nothing or of one field; None where there are none."""
    if having == Filter():
        return (Total(),)
    if having == Filter(statuses=having.statuses):
        return tuple(Total("status", status.value) for status in having.statuses)
    for by, only, value in (
        ("priority", Filter(priority=having.priority), having.priority and having.priority.value),
        ("assignee", Filter(assignee_id=having.assignee_id), having.assignee_id),
        ("team", Filter(team_id=having.team_id), having.team_id),
        ("contact", Filter(contact_id=having.contact_id), having.contact_id),
    ):
        if having == only:
            return (Total(by, str(value)),)
    return None


async def _created_since(ports: Ports, *, tenant_id: UUID, since: datetime) -> int:
    """The rest of the first day is counted, whole days are summed."""
    tomorrow = datetime.combine(since.date() + timedelta(days=1), time(), UTC)
    first_day = Filter(created_from=since, created_to=tomorrow - timedelta(milliseconds=1))
    rest = await ports.tickets.count(tenant_id, having=first_day, most=MOST_OVERDUE)
    days = Period(tomorrow.date(), ports.clock().date() + timedelta(days=1))
    sums = await ports.tallies.sums(tenant_id, days, team_id=None)
    return rest.total + int(sum(sums.get(f"{priority.value}.created", 0) for priority in Priority))
