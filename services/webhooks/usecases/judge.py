"""What an attempt's answer says of its endpoint as a whole: that it is well, fails, or is to be given up."""

from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.failing import Failing
from services.webhooks.domain.outcome import Answer, Verdict, verdict_of
from services.webhooks.usecases.ports import Ports
from shared.events.envelope import rfc3339
from shared.log import get_logger
from shared.telemetry import WEBHOOKS_DISABLED

log = get_logger()

GONE_REASON = "The receiver answered 410 Gone."


async def judge(endpoint: Endpoint, answer: Answer, *, first: bool, ports: Ports) -> None:
    """Keep count of failures, turn the endpoint off where it is gone or has failed for too long.

    `first` says that the delivery had not been attempted before. Of an endpoint that was well and is, nothing is
    written; of one that fails, no more than a write for each of the first deliveries.
    """
    match verdict_of(answer), endpoint.failing:
        case Verdict.DELIVERED, Failing():
            await ports.endpoints.note_success(endpoint)
        case Verdict.GONE, _:
            await _turn_off(endpoint, "gone", GONE_REASON, still=None, ports=ports)
        case Verdict.AGAIN, None:
            await ports.endpoints.note_failure(endpoint, at=ports.clock())
        case Verdict.AGAIN, Failing() as failing:
            await _bear(endpoint, failing, first=first, ports=ports)


async def _bear(endpoint: Endpoint, failing: Failing, *, first: bool, ports: Ports) -> None:
    now = ports.clock()
    if ports.patience.ended(failing, at=now):
        many = f"at {ports.patience.deliveries} deliveries or more"
        told = f"Every attempt since {rfc3339(failing.since)} has failed, {many}."
        await _turn_off(endpoint, "failing", told, still=failing, ports=ports)
    elif first and failing.deliveries < ports.patience.deliveries:
        await ports.endpoints.note_failure(endpoint, at=now)


async def _turn_off(endpoint: Endpoint, kind: str, reason: str, *, still: Failing | None, ports: Ports) -> None:
    if await ports.endpoints.disable(endpoint, reason=reason, at=ports.clock(), still=still):
        WEBHOOKS_DISABLED.labels(kind).inc()
        log.warning("endpoint disabled", endpoint_id=str(endpoint.id), reason=reason)
