"""A period's figures."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from services.tickets.domain.filter import Filter
from services.tickets.domain.statistics import Period, Statistics, statistics_of
from services.tickets.domain.tally import DayOf, counted
from services.tickets.usecases.ports import Ports
from shared.errors import Invalid

# As many tickets are counted as they are at this moment; beyond, the tallies answer, which may lag by a second.
COUNTED_LIVE = 1_000
LONGEST = timedelta(days=10 * 366)
DEFAULT_DAYS = 30


async def statistics(ports: Ports, *, tenant_id: UUID, period: Period, team_id: UUID | None) -> Statistics:
    """The figures of the tenant, or of one team. Raises Invalid for an unknown team or a period that is none."""
    if period.last < period.first:
        raise Invalid.field("to", "Must not be before the beginning of the period.")
    if period.last - period.first > LONGEST:
        raise Invalid.field("from", "A period can be at most ten years long.")
    if team_id is not None and await ports.teams.find(tenant_id, team_id) is None:
        raise Invalid.field("team_id", "There is no team with this id.")
    live = await _live(ports, tenant_id=tenant_id, period=period, team_id=team_id)
    if live is not None:
        return statistics_of(period, live)
    return statistics_of(period, await ports.tallies.sums(tenant_id, period, team_id=team_id))


async def _live(ports: Ports, *, tenant_id: UUID, period: Period, team_id: UUID | None) -> Counter[str] | None:
    """The sums over all tickets as they are now, or None where the tenant has too many to look at each."""
    until = datetime.combine(period.last, time.max, UTC)
    tickets, more = await ports.tickets.page(tenant_id, having=Filter(created_to=until), after=None, limit=COUNTED_LIVE)
    if more:
        return None
    sums: Counter[str] = Counter()
    for ticket in tickets:
        for (owner, name), amount in counted(ticket).figures.items():
            if isinstance(owner, DayOf) and period.has(owner.day) and owner.team_id == team_id:
                sums[name] += amount
    return sums


def default_period(now: datetime) -> Period:
    """The last thirty days, today included."""
    return Period(now.date() - timedelta(days=DEFAULT_DAYS - 1), now.date())
