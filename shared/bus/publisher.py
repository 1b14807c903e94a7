"""Publishing with confirms in flight: an event counts as sent only when the broker has said so."""

import asyncio

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractExchange
from aio_pika.exceptions import DeliveryError

from shared.bus.link import BROKER_TROUBLE, Link
from shared.bus.topology import Names
from shared.errors import Unavailable
from shared.telemetry import PUBLISHED

CONFIRM_SECONDS = 5.0


class Publisher:
    """Sends events to the exchange, persistent and mandatory; many may be in flight at once."""

    def __init__(self, *, url: str, names: Names) -> None:
        self._exchange: AbstractExchange | None = None
        self._link = Link(url=url, names=names, purpose="publish", on_open=self._opened)

    @property
    def connected(self) -> bool:
        return self._link.connected

    async def run(self) -> None:
        """Keep the connection until cancelled."""
        await self._link.keep()

    async def close(self) -> None:
        await self._link.close()

    async def _opened(self, _channel: AbstractChannel, exchange: AbstractExchange) -> None:
        self._exchange = exchange

    async def publish(self, body: bytes, *, event_id: str, event_type: str) -> None:
        """Return when the broker has confirmed the event.

        Raises Unavailable where it has not within 5 seconds: the event may then have been sent or not.
        """
        if not self._link.connected or self._exchange is None:
            raise Unavailable("the broker is away")
        message = Message(
            body,
            message_id=event_id,
            type=event_type,
            content_type="application/cloudevents+json",
            delivery_mode=DeliveryMode.PERSISTENT,
        )
        try:
            await self._exchange.publish(message, routing_key=event_type, mandatory=True, timeout=CONFIRM_SECONDS)
        except (DeliveryError, asyncio.CancelledError, *BROKER_TROUBLE) as error:
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Unavailable(f"the broker did not confirm: {error!r}") from error
        PUBLISHED.labels(event_type).inc()
