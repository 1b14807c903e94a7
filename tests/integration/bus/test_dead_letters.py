"""Looking at dead letters changes nothing; putting them back loses nothing; `helpdesk dead-letters` does both."""

import asyncio
import json
import os
import secrets
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from typing import Any

import aio_pika
import pytest

from deploy.local.processes import ROOT
from shared.bus.topology import DELIVERY_LIMIT, Names, declare
from tests.integration.bus.queues import Queues, routing_queues, tenant_deleted
from tests.support.eventually import eventually
from tests.support.mourned import DEADLY, SERVICE
from tests.support.servers import BackingServers

MANY = 600


@pytest.fixture
async def queues(servers: BackingServers) -> AsyncIterator[Queues]:
    async with routing_queues(servers) as declared:
        yield declared


async def started(queues: Queues, *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", "dead-letters", *arguments),
        cwd=ROOT,
        env={**os.environ, **queues.environment()},
        stdout=PIPE,
        stderr=PIPE,
    )


async def helpdesk(queues: Queues, *arguments: str) -> Any:
    """What the command says, or its complaint."""
    process = await started(queues, *arguments)
    out, err = await asyncio.wait_for(process.communicate(), 30.0)
    return json.loads(out) if process.returncode == 0 else err.decode()


async def test_an_operator_lists_shows_and_puts_back(queues: Queues) -> None:
    event = tenant_deleted()
    await queues.put(b"{nothing", event_id="broken", event_type="ticket.created")
    async with queues.consumed():
        await eventually(lambda: _dead(queues, 1), what="one is dead")
    await queues.bury(event)
    listed = await helpdesk(queues, "list")
    assert listed["waiting"] == {"routing": 2} | dict.fromkeys(
        ("notifications", "search", "sla", "tickets", "webhooks"), 0
    )
    letters = {letter["id"]: letter for letter in listed["dead_letters"]}
    assert letters["broken"]["kind"] == "unknown"
    assert letters["broken"]["attempts"] == 1
    assert letters[str(event.id)]["tenant"] == str(event.tenantid)
    assert len((await helpdesk(queues, "list", "--service", "routing", "--limit", "1"))["dead_letters"]) == 1
    (shown,) = (await helpdesk(queues, "show", str(event.id)))["dead_letters"]
    assert shown["event"] == json.loads(event.to_json())
    (broken,) = (await helpdesk(queues, "show", "broken", "--service", "routing"))["dead_letters"]
    assert broken["text"] == "{nothing"
    assert "no dead letter" in await helpdesk(queues, "requeue", "unknown")
    assert "--all" in await helpdesk(queues, "requeue")
    assert (await helpdesk(queues, "requeue", str(event.id)))["requeued"]["routing"] == 1
    assert [letter.id for letter in await queues.dead()] == ["broken"]
    others = [queues.names.queue(service) for service in listed["waiting"] if service != SERVICE]
    assert [await queues.waiting(queue) for queue in others] == [0] * len(others)
    async with queues.consumed():
        await eventually(queues.effects, what="it is handled now")


async def test_letters_stay_in_their_order_however_often_they_are_looked_at(queues: Queues) -> None:
    events = [tenant_deleted() for _ in range(30)]
    await queues.bury(*events)
    for _ in range(DELIVERY_LIMIT + 5):
        assert [letter.id for letter in await queues.dead()] == [str(event.id) for event in events]
    async with queues.open() as opened:
        assert await opened.put_back(SERVICE, str(events[7].id)) == 1
    assert [letter.id for letter in await queues.dead()] == [str(event.id) for event in (*events[:7], *events[8:])]


async def test_a_command_that_is_killed_midway_loses_nothing(queues: Queues) -> None:
    events = [tenant_deleted() for _ in range(MANY)]
    await queues.bury(*events)
    command = await started(queues, "requeue", "--all", "--service", SERVICE)
    await eventually(lambda: _waiting(queues, 100), every=0.01, within=20.0, what="some are back")
    command.kill()
    await command.wait()
    await eventually(lambda: _whole(queues, MANY), what="each is in one place at least")
    assert await queues.dead(), "the command was done before it was killed"
    assert (await helpdesk(queues, "requeue", "--all"))["requeued"][SERVICE] > 0
    assert await queues.dead() == []
    async with queues.consumed():
        await eventually(lambda: _handled(queues, MANY), within=30.0, what="all are handled")
    assert {effect["_id"] for effect in await queues.effects()} == {event.id for event in events}


async def test_what_is_put_back_is_counted_anew(queues: Queues) -> None:
    """Its earlier deaths stand against it no more, and one that is put back keeps the key that it came by."""
    event = tenant_deleted(DEADLY)
    await queues.bury(event)
    async with queues.open() as opened:
        assert await opened.put_all_back(SERVICE) == 1
    first = await queues.take(queues.names.queue(SERVICE))
    assert first.headers["x-life"]
    assert (first.type, first.message_id, first.body) == (event.TYPE, str(event.id), event.to_json())
    assert "x-reason" not in first.headers


async def test_what_the_broker_buries_is_read_like_the_rest(queues: Queues) -> None:
    event = tenant_deleted()
    await queues.put_events(event)
    for _ in range(DELIVERY_LIMIT + 1):
        await (await queues.take(queues.names.queue(SERVICE))).reject(requeue=True)
    (letter,) = await eventually(queues.dead, what="the broker gives it up")
    assert (letter.id, letter.kind, letter.attempts) == (str(event.id), "delivery_limit", DELIVERY_LIMIT + 1)
    assert letter.died_at is not None
    assert letter.routing_key == queues.names.queue(SERVICE)
    async with queues.open() as opened:
        assert await opened.put_all_back(SERVICE) == 1
    async with queues.consumed():
        await eventually(queues.effects, what="it is handled now")


async def test_a_dead_queue_of_an_older_version_is_taken_as_it_is(servers: BackingServers) -> None:
    names = Names(f"t{secrets.token_hex(5)}")
    async with await aio_pika.connect(servers.rabbit.url) as connection:
        channel = await connection.channel()
        name = names.dead_queue(SERVICE)
        await channel.declare_queue(name, durable=True, arguments={"x-queue-type": "quorum"})
        await declare(connection, channel, names=names)
        queues = Queues(servers, channel, names)
        await queues.put(b"{nothing", event_id="broken")
        async with queues.consumed():
            await eventually(lambda: _dead(queues, 1), what="it is buried there")


async def _dead(queues: Queues, number: int) -> bool:
    return await queues.waiting(queues.names.dead_queue(SERVICE)) == number


async def _waiting(queues: Queues, number: int) -> int:
    waiting = await queues.waiting(queues.names.queue(SERVICE))
    return waiting if waiting >= number else 0


async def _whole(queues: Queues, number: int) -> bool:
    """What a killed command had in hand comes back when its connection is found gone."""
    names = (queues.names.queue(SERVICE), queues.names.dead_queue(SERVICE))
    return sum([await queues.waiting(name) for name in names]) >= number


async def _handled(queues: Queues, number: int) -> bool:
    return len(await queues.effects()) == number
