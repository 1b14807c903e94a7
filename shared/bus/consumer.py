"""Taking events from a service's queue: acknowledged after the effect, never before, and never in silence."""

import asyncio
from datetime import datetime

from aio_pika.abc import AbstractChannel, AbstractExchange
from aiormq.abc import AbstractChannel as Wire
from aiormq.abc import DeliveredMessage

from shared import log as logs
from shared.bus.acknowledgements import Acknowledgements
from shared.bus.attempts import Attempts
from shared.bus.burial import bury
from shared.bus.delivery import Delivery, Handlers
from shared.bus.depth import Depth
from shared.bus.floor import Floor
from shared.bus.link import BROKER_TROUBLE, Link
from shared.bus.topology import Names
from shared.bus.trials import FirstTrial, SuspectTrial, persist
from shared.bus.turns import Turns
from shared.clock import utc_now
from shared.telemetry import CONSUMED

__all__ = ["Consumer", "Handlers"]

log = logs.get_logger()

PREFETCH = 50
# Long enough to take in a burst of the publisher's as one.
GATHER_SECONDS = 0.01
# For those whose effect nobody waits for: what came in that time is written together.
UNHURRIED_SECONDS = 0.05
FINISH_SECONDS = 25.0
HEARING_SECONDS = 1.0


class Consumer:
    """One service's consumption. Handlers must bear a repeat: the same event may come more than once.

    A handler that raises Unavailable is tried again with growing pauses for as long as it takes; one that raises
    anything else is tried five times, and then the event goes to the dead queue with the reason. So does one that five
    processes died of; what was only in their hands beside it does not (ADR 7).
    """

    def __init__(
        self,
        *,
        url: str,
        names: Names,
        service: str,
        handlers: Handlers,
        attempts: Attempts,
        gather_seconds: float = GATHER_SECONDS,
    ) -> None:
        self._names = names
        self._service = service
        self._handlers = handlers
        self._attempts = attempts
        self._floor = Floor()
        self._depth = Depth(names=names, service=service)
        self._link = Link(url=url, names=names, purpose="consume", on_open=self._opened)
        self._channel: AbstractChannel | None = None
        self._wire: Wire | None = None
        self._acknowledgements: Acknowledgements | None = None
        self._tag: str | None = None
        self._turns = Turns(seconds=gather_seconds, most=PREFETCH // 2)
        self._busy: set[asyncio.Task[None]] = set()
        self._heard_until: datetime | None = None

    @property
    def connected(self) -> bool:
        return self._link.connected

    async def run(self) -> None:
        """Consume until cancelled."""
        looking = asyncio.create_task(self._depth.run())
        try:
            await self._link.keep()
        finally:
            looking.cancel()

    async def heard_until(self) -> datetime | None:
        """Up to when events have been handled, as far as this process can tell: now, where none is in the queue.

        For what is decided by the clock, and would be decided otherwise by an event that has only not come yet.
        None while the broker is away, or where nothing is known yet.
        """
        asked = utc_now()
        if self._channel is None or not self.connected:
            return None
        try:
            queue = await self._channel.declare_queue(
                self._names.queue(self._service), passive=True, timeout=HEARING_SECONDS
            )
        except BROKER_TROUBLE as error:
            log.warning("queue not seen", error=repr(error))
            return None
        if queue.declaration_result.message_count:
            return self._heard_until
        if self._busy:
            _, late = await asyncio.wait(self._busy, timeout=HEARING_SECONDS)
            return self._heard_until if late else asked
        return asked

    async def close(self) -> None:
        """Take no more, finish and acknowledge what is in hand (at most 25 seconds), and leave."""
        if self._wire is not None and self._tag is not None and self._link.connected:
            try:
                await self._wire.basic_cancel(self._tag, timeout=FINISH_SECONDS)
            except BROKER_TROUBLE as error:
                log.warning("consumer not cancelled", error=repr(error))
        if self._busy:
            await asyncio.wait(self._busy, timeout=FINISH_SECONDS)
        for task in self._busy:
            task.cancel()
        if self._acknowledgements is not None and self._link.connected:
            try:
                await self._acknowledgements.flush()
            except BROKER_TROUBLE as error:
                log.warning("what is done will come again", error=repr(error))
        await self._link.close()

    async def _opened(self, channel: AbstractChannel, _exchange: AbstractExchange) -> None:
        await channel.set_qos(prefetch_count=PREFETCH)
        self._channel = channel
        self._depth.channel = channel
        self._wire = await channel.get_underlay_channel()
        self._acknowledgements = Acknowledgements(self._wire)
        self._tag = (await self._wire.basic_consume(self._names.queue(self._service), self._take)).consumer_tag

    async def _take(self, message: DeliveredMessage) -> None:
        """Begin in a task of our own: the channel's die with it, and would leave a handler's work half done.

        What an earlier channel still had in hand comes again on this one; its number means another delivery here.
        """
        if self._wire is message.channel and self._acknowledgements is not None:
            task = asyncio.create_task(self._serve(message, wire=self._wire, acknowledgements=self._acknowledgements))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    async def _serve(self, message: DeliveredMessage, *, wire: Wire, acknowledgements: Acknowledgements) -> None:
        logs.unbind_all()
        try:
            await self._turns.mine()
            await self._settle(Delivery(message, handlers=self._handlers), wire=wire, acknowledgements=acknowledgements)
        except BROKER_TROUBLE as error:
            # The channel is gone and the broker will deliver the event again.
            log.warning("event not settled", event_id=message.header.properties.message_id, error=repr(error))
        else:
            if message.delivery_tag is not None:
                acknowledgements.done(message.delivery_tag)

    async def _settle(self, delivery: Delivery, *, wire: Wire, acknowledgements: Acknowledgements) -> None:
        trial = FirstTrial(delivery, floor=self._floor)
        if delivery.message.redelivered:
            trial = SuspectTrial(
                delivery, floor=self._floor, attempts=self._attempts, wire=wire, tell_done=acknowledgements.flush
            )
        reason = await persist(trial, wire=wire)
        self._heard_until = delivery.time or self._heard_until
        if reason is not None:
            await bury(delivery, reason=reason, wire=wire, names=self._names, service=self._service)
        CONSUMED.labels(delivery.known_type, "dead" if reason else "done").inc()
