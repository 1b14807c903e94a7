"""What can never be handled ends on the dead queue with its reason, its neighbours go by; repeats have one effect."""

import json
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from shared.bus.attempts import ATTEMPTS
from shared.bus.dead_letters import DeadLetter
from shared.clock import utc_now
from shared.telemetry import exposition
from tests.integration.bus.queues import Queues, routing_queues, shuffled, tenant_deleted
from tests.support.eventually import eventually
from tests.support.mourned import RAISING, SERVICE
from tests.support.servers import BackingServers

MIB = 1024 * 1024


def altered(**attributes: object) -> bytes:
    """An event as another sender might have written it; None leaves a field out."""
    event = json.loads(tenant_deleted().to_json()) | attributes
    return json.dumps({name: value for name, value in event.items() if value is not None}).encode()


# Body, type, kind of the reason, a word of the reason.
POISON = {
    "no JSON": (b"{nothing", "tenant.deleted", "invalid", "Invalid JSON"),
    "no text": (b"\xff\xfe\x00", "tenant.deleted", "invalid", "Invalid JSON"),
    "a megabyte": (b"x" * MIB, "tenant.deleted", "invalid", "Invalid JSON"),
    "nested": (b"[" * 100_000, "tenant.deleted", "invalid", "recursion"),
    "a field is missing": (altered(tenantid=None), "tenant.deleted", "invalid", "tenantid"),
    "schema v99": (altered(dataschema="/schemas/tenant.deleted/99"), "tenant.deleted", "version", "/99"),
    "schema v99 in another form": (
        altered(dataschema="/schemas/tenant.deleted/99", data={"who": 1}),
        "tenant.deleted",
        "version",
        "/99",
    ),
    "other CloudEvents": (altered(specversion="2.0"), "tenant.deleted", "version", "2.0"),
    "unknown type": (altered(), "tenant.exploded", "unknown", "tenant.exploded"),
    "a type of others": (altered(), "ticket.closed", "unknown", "ticket.closed"),
}


@pytest.fixture
async def queues(servers: BackingServers) -> AsyncIterator[Queues]:
    async with routing_queues(servers) as declared:
        yield declared


async def test_each_kind_of_poison_is_buried_with_its_reason_and_neighbours_go_by(queues: Queues) -> None:
    innocent = [tenant_deleted() for _ in range(40)]
    raising = tenant_deleted(RAISING)
    large = tenant_deleted("x" * MIB)
    await queues.put_events(raising, *innocent[:20])
    for name, (body, event_type, _, _) in POISON.items():
        await queues.put(body, event_id=name, event_type=event_type)
    await queues.put_events(large, *innocent[20:])
    began = utc_now()
    async with queues.consumed():
        buried = await eventually(lambda: _buried(queues, len(POISON) + 1), within=20.0, what="all poison is buried")
    effects = await queues.effects()
    assert {effect["_id"] for effect in effects} == {event.id for event in (*innocent, large)}
    late = max(effect["at"] for effect in effects) - began
    print(f"neighbours handled within {late}, all poison buried within {utc_now() - began}")
    failed = buried.pop(str(raising.id))
    assert failed.died_at is not None
    assert began + late < datetime.fromisoformat(failed.died_at), "nobody waits for the one that is tried again"
    assert (failed.kind, failed.attempts, failed.type) == ("failed", ATTEMPTS, "tenant.deleted")
    assert "it raises always" in failed.reason
    assert failed.tenant == str(raising.tenantid)
    for name, (body, event_type, kind, word) in POISON.items():
        letter = buried[name]
        assert (letter.kind, letter.type, letter.attempts, letter.bytes) == (kind, event_type, 1, len(body)), name
        assert word in letter.reason
        assert letter.died_at is not None
        assert letter.died_at[:10] == began.date().isoformat()
    told = exposition()[0].decode()
    assert 'helpdesk_dead_letters_total{kind="version",service="routing"}' in told
    assert "tenant.exploded" not in told


async def test_how_many_letters_are_dead_is_a_gauge(queues: Queues) -> None:
    await queues.put(b"{nothing")
    async with queues.consumed():
        await eventually(lambda: _buried(queues, 1), what="it is buried")
    async with queues.consumed():
        await eventually(
            lambda: 'helpdesk_dead_letters_waiting{service="routing"} 1.0' in exposition()[0].decode(),
            what="it is seen",
        )


async def test_an_event_that_comes_ten_times_and_in_any_order_has_one_effect(queues: Queues) -> None:
    events = [tenant_deleted() for _ in range(30)]
    await queues.put_events(*shuffled(events * 10, seed=7))
    async with queues.consumed():
        await eventually(lambda: _handled(queues, 300), within=20.0, what="all are handled")
    assert {effect["_id"] for effect in await queues.effects()} == {event.id for event in events}
    assert await queues.dead() == []


async def _buried(queues: Queues, number: int) -> dict[str, DeadLetter]:
    if await queues.waiting(queues.names.dead_queue(SERVICE)) < number:
        return {}
    return {letter.id: letter for letter in await queues.dead()}


async def _handled(queues: Queues, times: int) -> bool:
    counted: int = sum(effect["times"] for effect in await queues.effects())
    return counted == times
