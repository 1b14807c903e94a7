"""Events that kill their process are found and buried, and none of the innocent beside them is (prefetch full)."""

from pathlib import Path

import pytest

from shared.bus.attempts import ATTEMPTS, COLLECTION
from shared.bus.topology import DELIVERY_LIMIT
from shared.clock import utc_now
from tests.integration.bus.queues import Queues, deaths, routing_queues, shuffled, tenant_deleted
from tests.support.eventually import eventually
from tests.support.mourned import DEADLY, SERVICE
from tests.support.servers import BackingServers

INNOCENTS = 120


@pytest.mark.parametrize(("poisons", "copies"), [(3, 1), (3, 2)])
async def test_what_kills_its_process_is_buried_and_nothing_beside_it(
    servers: BackingServers, tmp_path: Path, poisons: int, copies: int
) -> None:
    """The poisonous are among the first fifty, so that one prefetch has them all."""
    deadly = [tenant_deleted(DEADLY) for _ in range(poisons)]
    innocent = [tenant_deleted() for _ in range(INNOCENTS)]
    first = shuffled([*deadly, *innocent[:47]], seed=poisons)
    async with routing_queues(servers) as queues:
        await queues.put_events(*first, *innocent[47:])
        began = utc_now()
        with queues.mourned(copies=copies, directory=tmp_path):
            await eventually(lambda: _settled(queues, poisons), within=60.0, every=0.5, what="the poison is buried")
        buried = await queues.dead()
        effects = await queues.effects()
        assert {letter.id for letter in buried} == {str(event.id) for event in deadly}
        assert {(letter.kind, letter.attempts) for letter in buried} == {("deadly", ATTEMPTS)}
        assert {effect["_id"] for effect in effects} == {event.id for event in innocent}
        assert deaths(tmp_path) <= poisons * (ATTEMPTS + 1)
        most = max(effect["delivered_before"] for effect in effects)
        last = max(effect["at"] for effect in effects) - began
        print(f"{poisons=} {copies=} deaths={deaths(tmp_path)} {most=} last innocent after {last}")
        assert most < DELIVERY_LIMIT / 2
        noted = await queues.database[COLLECTION].distinct("_id")
        assert set(noted) == {letter.id for letter in buried}


async def _settled(queues: Queues, poisons: int) -> bool:
    dead = await queues.waiting(queues.names.dead_queue(SERVICE))
    return dead == poisons and len(await queues.effects()) == INNOCENTS
