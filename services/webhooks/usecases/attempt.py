"""Make one attempt of a delivery, and keep what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from random import uniform

from services.webhooks.domain.delivery import Delivery, DeliveryStatus, webhook_id
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.outcome import Answer, verdict_of
from services.webhooks.usecases.judge import judge
from services.webhooks.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger
from shared.telemetry import WEBHOOK_ATTEMPTS, WEBHOOK_DELIVERIES

log = get_logger()

RECORD_AGAIN_SECONDS = 0.5


async def attempt(delivery: Delivery, *, endpoint: Endpoint, ports: Ports, at: datetime) -> Answer:
    """The receiver's answer to one signed POST; whatever goes wrong is an answer too."""
    answer = await ports.receivers.post(endpoint, webhook_id=webhook_id(delivery), body=delivery.body, at=at)
    WEBHOOK_ATTEMPTS.labels(verdict_of(answer).name.lower()).inc()
    return answer


async def record(delivery: Delivery, answer: Answer, *, endpoint: Endpoint, ports: Ports, at: datetime) -> None:
    """Store the attempt and what follows from it; while the database is away, try for as long as the claim holds."""
    after = delivery.after(answer, at=at, now=ports.clock(), schedule=ports.schedule, jitter=uniform(-1, 1))
    await _insist(lambda: ports.deliveries.record(after), delivery=delivery, ports=ports)
    if after.status is not DeliveryStatus.PENDING:
        WEBHOOK_DELIVERIES.labels(after.status.value).inc()
    first = not delivery.attempts
    await _insist(lambda: judge(endpoint, answer, first=first, ports=ports), delivery=delivery, ports=ports)


async def _insist(work: Callable[[], Awaitable[None]], *, delivery: Delivery, ports: Ports) -> None:
    while True:
        try:
            await work()
            return
        except Unavailable as error:
            if delivery.due_at is None or ports.clock() >= delivery.due_at:
                log.warning("attempt not recorded", delivery_id=str(delivery.id), error=error.message)
                return
        await asyncio.sleep(RECORD_AGAIN_SECONDS)
