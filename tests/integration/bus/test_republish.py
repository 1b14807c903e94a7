"""`helpdesk events republish`: a broker that has lost what it confirmed is told again, by what services keep of it."""

import asyncio
import json
import secrets
import sys
from datetime import datetime, timedelta

import aio_pika
import pytest

from deploy.local.processes import ROOT
from shared.bus.outbox import OUTBOX_INDEX, Outbox, entries
from shared.bus.publisher import Publisher
from shared.bus.sent import KEPT_SECONDS, MOST_BYTES, SentEvents
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.events.tenant import TenantChanged, TenantData
from shared.ids import new_id
from shared.mongo import Database, connect
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

COLLECTION = "rows"


def event(name: str = "Acme") -> TenantChanged:
    tenant_id = new_id()
    return TenantChanged(subject=str(tenant_id), tenantid=tenant_id, data=TenantData(id=tenant_id, name=name))


async def tell(servers: BackingServers, database: Database, events: list[TenantChanged], *, names: Names) -> None:
    """Publish by an outbox, which forgets them then."""
    publisher = Publisher(url=servers.rabbit.url, names=names)
    outbox = Outbox(database, publisher=publisher, collections=[COLLECTION])
    loops = [asyncio.create_task(publisher.run()), asyncio.create_task(outbox.run())]
    await eventually(lambda: publisher.connected, within=20.0, what="the broker is reached")
    for each in events:
        key, written = new_id(), entries([each])
        await database[COLLECTION].insert_one({"_id": key, "outbox": written})
        outbox.announce(COLLECTION, key, written)

    async def forgotten() -> bool:
        return await database[COLLECTION].count_documents({"outbox.at": {"$exists": True}}) == 0

    await eventually(forgotten, within=20.0, what="the outbox is empty")
    await publisher.close()
    for loop in loops:
        loop.cancel()


async def republish(servers: BackingServers, *, names: Names, since: str) -> tuple[int | None, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", "events", "republish", "--since", since),
        cwd=ROOT,
        env={
            "HELPDESK_MONGO_URL": servers.mongo.url,
            "HELPDESK_AMQP_URL": servers.rabbit.url,
            "HELPDESK_NAMESPACE": names.namespace,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 40.0)
    return process.returncode, out.decode(), err.decode()


async def test_what_was_sent_since_a_time_comes_again_as_it_was(servers: BackingServers) -> None:
    names = Names(f"t{secrets.token_hex(5)}")
    database = connect(servers.mongo.url, database=f"{names.namespace}_tickets")
    await database[COLLECTION].create_indexes([OUTBOX_INDEX])
    await tell(servers, database, [event("before")], names=names)
    since = utc_now()
    later = [event(f"after {number}") for number in range(3)]
    await tell(servers, database, later, names=names)
    async with await aio_pika.connect(servers.rabbit.url) as connection:
        queue = await (await connection.channel()).declare_queue(names.queue("notifications"), passive=True)
        await queue.purge()
        code, out, err = await republish(servers, names=names, since=since.isoformat())
        assert (code, json.loads(out)) == (0, {"republished": {"tickets": 3}}), err
        came = [await queue.get(no_ack=True) for _ in later]
    assert {one.body for one in came if one} == {each.to_json() for each in later}
    assert {one.message_id for one in came if one} == {str(each.id) for each in later}


@pytest.mark.parametrize("since", ["yesterday", "2030-13-01"])
async def test_a_time_that_is_none_is_refused(servers: BackingServers, since: str) -> None:
    code, out, err = await republish(servers, names=Names("nobody"), since=since)
    assert (code, out) == (1, "")
    assert err.startswith("helpdesk: ")


async def test_a_large_batch_is_kept_whole_and_in_its_order(servers: BackingServers) -> None:
    database = connect(servers.mongo.url, database=f"t{secrets.token_hex(5)}")
    large = [event("x" * (MOST_BYTES // 3)) for _ in range(8)]
    names = Names(f"t{secrets.token_hex(5)}")
    began: datetime = utc_now()
    await tell(servers, database, large, names=names)
    kept = [sent.id async for sent in SentEvents(database).since(began)]
    assert sorted(kept) == sorted(str(each.id) for each in large)
    assert not [sent async for sent in SentEvents(database).since(utc_now() + timedelta(seconds=KEPT_SECONDS))]
