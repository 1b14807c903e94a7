"""How a period's tickets fared, beside what the tenant promises now."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.sla.domain.figures import Figures
from services.sla.domain.terms import Thresholds
from services.sla.usecases.ports import Ports


class Report(NamedTuple):
    thresholds: Thresholds
    figures: Figures


async def report(ports: Ports, *, tenant_id: UUID, since: date | None, until: date | None) -> Report:
    """Of the last thirty days unless days are named.

    Raises Invalid for a period that is none, and Unavailable where tickets does not answer.
    """
    figures = await ports.tickets.figures(since=since, until=until)
    return Report((await ports.terms.of_tenant(tenant_id)).thresholds, figures)
