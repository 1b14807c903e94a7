"""Send an endpoint once more what it was sent in a span of time."""

from datetime import datetime, timedelta
from uuid import UUID

from services.webhooks.domain.delivery import DeliveryStatus, Span
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.usecases.check_enabled import check_enabled
from services.webhooks.usecases.ports import Ports
from shared.errors import Invalid
from shared.ids import new_id_of, run_again

MOST_DELIVERIES = 100_000
AT_ONCE = 500
KEPT = timedelta(days=30)
# Events may come from a clock that is ahead of this one.
AHEAD = timedelta(hours=1)


async def replay(
    ports: Ports, *, tenant_id: UUID, endpoint_id: UUID, start: datetime, end: datetime | None, only_failed: bool
) -> int:
    """How many deliveries of events of that span are due at once now, each with its whole schedule before it.

    Those that are being sent at this moment are left to that. Raises NotFound, Invalid for a span that can have no
    events or has more than 100,000 deliveries, and Conflict where the endpoint is disabled.
    """
    endpoint = await ports.endpoints.get(tenant_id, endpoint_id)
    span = _span(start, end, now=ports.clock())
    check_enabled(endpoint)
    status = DeliveryStatus.FAILED if only_failed else None
    most = MOST_DELIVERIES + 1
    if await ports.deliveries.count(tenant_id, endpoint_id, span=span, status=status, most=most) == most:
        raise Invalid.field("from", f"There are more than {MOST_DELIVERIES:,} deliveries; name a shorter span.")
    return await _queue(ports, endpoint, span=span, status=status)


async def _queue(ports: Ports, endpoint: Endpoint, *, span: Span, status: DeliveryStatus | None) -> int:
    """How many are queued, by an earlier run of the same request or by this one."""
    mark, of_endpoint = new_id_of("webhook replay"), (endpoint.tenant_id, endpoint.id)
    queued = await ports.deliveries.marked(*of_endpoint, span=span, mark=mark) if run_again() else 0
    after: UUID | None = None
    while found := await ports.deliveries.ids(*of_endpoint, span=span, status=status, after=after, limit=AT_ONCE):
        queued += await ports.deliveries.again(*of_endpoint, found, mark=mark, at=ports.clock())
        after = found[-1]
    return queued


def _span(start: datetime, end: datetime | None, *, now: datetime) -> Span:
    """Cut to what is kept."""
    if start > now:
        raise Invalid.field("from", "This lies in the future.")
    if end is not None and end <= start:
        raise Invalid.field("to", "This is not after `from`.")
    if end is not None and end < now - KEPT:
        raise Invalid.field("to", "Deliveries are kept for 30 days only.")
    return Span(max(start, now - KEPT), min(end or now + AHEAD, now + AHEAD))
