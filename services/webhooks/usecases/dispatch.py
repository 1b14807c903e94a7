"""What one process has in hand: each endpoint in a lane of its own, so that none waits for another."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.webhooks.domain.delivery import Delivery
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.usecases.attempt import attempt, record
from services.webhooks.usecases.in_hand import InHand
from services.webhooks.usecases.lane import Job, Lane
from services.webhooks.usecases.pace import Pace
from services.webhooks.usecases.ports import Ports
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

# Room for a few hundred endpoints that hang, which cost a socket each, beside those that answer.
MOST_IN_HAND = 1_000
MOST_LANES = 5_000
FINISH_SECONDS = 17.0
# An owner's change holds from the next attempt on; what begins at once need not ask for it.
FRESH_FOR = timedelta(milliseconds=250)


class Dispatcher:
    """Sends what it is given, as many at a time as each endpoint bears; `wanted` is set when there is room for more."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._lanes: dict[UUID, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand = InHand(most=MOST_IN_HAND)
        self._pace = Pace()
        self._closed = False
        self.wanted = asyncio.Event()

    def room(self, endpoint_id: UUID) -> int:
        """How many more deliveries to this endpoint this process may take."""
        if self._closed:
            return 0
        lane = self._lanes.get(endpoint_id) or Lane()
        return min(lane.room, self._in_hand.room(lane.tenant_id))

    def leave_behind(self, endpoint_id: UUID) -> None:
        """Note that there is more to do for this endpoint than there was room for."""
        lane = self._lanes.get(endpoint_id)
        if lane is not None:
            lane.behind = True
            self._ask_for_more(lane)

    def take(self, delivery: Delivery, *, endpoint: Endpoint) -> None:
        """Send it as soon as its lane is free; it must have been claimed just now."""
        lane = self._lanes.setdefault(endpoint.id, Lane(endpoint.tenant_id))
        now = self._ports.clock()
        job = Job(delivery, endpoint, taken_at=now, stale_at=now + self._ports.lease / 2)
        self._in_hand.add(endpoint.tenant_id)
        if lane.free:
            self._start(job, lane=lane)
        else:
            lane.waiting.append(job)

    async def close(self) -> None:
        """Give back what waits, and let what is under way finish (at most 17 seconds)."""
        self._closed = True
        waiting = [job for lane in self._lanes.values() for job in lane.waiting]
        for lane in self._lanes.values():
            lane.waiting.clear()
        await self._give_back(waiting)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_SECONDS)

    def _start(self, job: Job, *, lane: Lane) -> None:
        lane.busy += 1
        self._keep(self._run(job, lane=lane))

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, job: Job, *, lane: Lane) -> None:
        try:
            await self._attempt(job, lane=lane)
        except Exception:
            # A defect: the claim runs out, and the delivery is tried again then.
            log.exception("delivery broke off", delivery_id=str(job.delivery.id))
        finally:
            self._in_hand.remove(job.endpoint.tenant_id)
            self._ask_for_more(lane)
            self._forget_idle_lanes()

    async def _attempt(self, job: Job, *, lane: Lane) -> None:
        """The lane is free again as soon as the answer is there, before it is stored."""
        if lane.depth == 0:
            await self._pace.turn()
        at = self._ports.clock()
        try:
            endpoint = await self._as_it_is(job, at=at)
            if at >= job.stale_at or endpoint is None:
                await self._ports.deliveries.give_back([job.delivery], at=at)
                return
            answer = await attempt(job.delivery, endpoint=endpoint, ports=self._ports, at=at)
            lane.heard(answer)
        finally:
            lane.busy -= 1
            self._advance(lane)
        await record(job.delivery, answer, endpoint=endpoint, ports=self._ports, at=at)

    async def _as_it_is(self, job: Job, *, at: datetime) -> Endpoint | None:
        """The endpoint, which its owner may have changed while the delivery waited; None where nothing may go there."""
        if at - job.taken_at < FRESH_FOR:
            return job.endpoint
        found = await self._ports.endpoints.find(job.endpoint.tenant_id, job.endpoint.id)
        return found if found and found.enabled else None

    def _advance(self, lane: Lane) -> None:
        """Begin what waits in the lane; behind an endpoint that is slow or hangs nothing waits in this process."""
        if lane.depth == 0 and lane.waiting:
            stuck = list(lane.waiting)
            lane.waiting.clear()
            self._keep(self._give_back(stuck))
        while lane.waiting and lane.free:
            self._start(lane.waiting.popleft(), lane=lane)

    async def _give_back(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self._in_hand.remove(job.endpoint.tenant_id)
        try:
            if jobs:
                await self._ports.deliveries.give_back([job.delivery for job in jobs], at=self._ports.clock())
        except Unavailable as error:
            log.warning("deliveries not given back", count=len(jobs), error=error.message)

    def _ask_for_more(self, lane: Lane) -> None:
        if lane.behind and lane.runs_dry and self._in_hand.room(lane.tenant_id):
            lane.behind = False
            self.wanted.set()

    def _forget_idle_lanes(self) -> None:
        if len(self._lanes) > MOST_LANES:
            self._lanes = {endpoint_id: lane for endpoint_id, lane in self._lanes.items() if not lane.idle}
