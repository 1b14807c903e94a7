"""Publishing with confirms in flight: an event counts as sent only when the broker has said so."""

import asyncio
from collections.abc import Sequence

from aio_pika.abc import AbstractChannel, AbstractExchange
from aiormq import Channel as Wire
from aiormq import spec

from shared.bus.link import Link
from shared.bus.topology import Names
from shared.errors import Unavailable
from shared.telemetry import PUBLISHED

CONFIRM_SECONDS = 5.0
PERSISTENT = 2


class Publisher:
    """Sends events to the exchange, persistent and mandatory; many may be in flight at once.

    `opened` is set once the broker has been reached.
    """

    def __init__(self, *, url: str, names: Names) -> None:
        self._exchange = names.events
        self._wire: Wire | None = None
        self.opened = asyncio.Event()
        self._link = Link(url=url, names=names, purpose="publish", on_open=self._opened)

    @property
    def connected(self) -> bool:
        return self._link.connected

    async def run(self) -> None:
        """Keep the connection until cancelled."""
        await self._link.keep()

    async def close(self) -> None:
        await self._link.close()

    async def _opened(self, channel: AbstractChannel, _exchange: AbstractExchange) -> None:
        # The channel under aio-pika's: it publishes without waiting for the socket each time, at two thirds the cost.
        wire = await channel.get_underlay_channel()
        assert isinstance(wire, Wire)
        self._wire = wire
        self.opened.set()

    async def publish(self, body: bytes, *, event_id: str, event_type: str, also: Sequence[str] = ()) -> None:
        """Return when the broker has confirmed the event; `also` are routing keys beside its type.

        Raises Unavailable where it has not within 5 seconds: the event may then have been sent or not.
        """
        if not self._link.connected or self._wire is None:
            raise Unavailable("the broker is away")
        properties = spec.Basic.Properties(
            content_type="application/cloudevents+json",
            delivery_mode=PERSISTENT,
            message_id=event_id,
            message_type=event_type,
            headers={"CC": list(also)} if also else None,
        )
        try:
            await self._wire.basic_publish(
                body,
                exchange=self._exchange,
                routing_key=event_type,
                properties=properties,
                mandatory=True,
                timeout=CONFIRM_SECONDS,
                wait=False,
            )
        except Exception as error:  # the libraries raise more kinds than they name, and all mean the same
            raise Unavailable(f"the broker did not confirm: {error!r}") from error
        PUBLISHED.labels(event_type).inc()
