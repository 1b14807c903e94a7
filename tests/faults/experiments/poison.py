"""12 and 13: events that nobody can handle, and one that kills whoever handles it: those beside them suffer nothing."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from time import perf_counter, time
from uuid import uuid4

import aio_pika

from shared.bus.topology import Names
from shared.events.registry import SUBSCRIPTIONS
from tests.faults.experiments.duplicates import send
from tests.faults.harness.answers import quantile
from tests.faults.harness.dead import drain_dead
from tests.faults.harness.desk import admin_of, post
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.traps import DEADLY, POISON
from tests.faults.harness.trial import Experiment
from tests.support.eventually import eventually

MIB = 2**20
DEAD_SECONDS = 120.0
# Nothing is to be decided about the ticket that it hurts: so nothing is missing when it is dead.
VICTIM = "routing"
BESIDE = 100


async def poison_everybody(now: Running) -> Figures:
    """To every queue one of each kind; and to one a whole event on which the handler always fails."""
    now.ground.traps.lay(VICTIM, POISON, text=(mark := f"poison {uuid4()}"))
    began, began_at = perf_counter(), time()
    now.note("poison in every queue")
    sent = await _send_poison(now)
    await _open(now, mark)
    wanted = len(sent) + 1
    await eventually(lambda: _dead_count(now, wanted), within=DEAD_SECONDS, every=0.2, what=f"{wanted} are dead")
    took = perf_counter() - began
    await now.acknowledged(BESIDE)
    late = _lateness(now, since=began_at)
    now.ground.traps.remove(VICTIM, POISON)
    dead = await drain_dead(now.servers.rabbit.url, names=Names(now.stack.namespace))
    innocents = [one for one in dead if one.id not in sent and mark not in one.body]
    assert not innocents, f"innocents are dead: {innocents[:3]}"
    assert all(one.reason for one in dead), "a dead letter has no reason"
    return {
        "poisonous": wanted,
        "dead letters": len(dead),
        "innocents among them": len(innocents),
        "until all were dead s": round(took, 1),
        "neighbours' p99 ms": round(quantile(late, 0.99) * 1000),
    }


async def kill_whoever_handles(now: Running) -> Figures:
    """The process is started again each time, as a supervisor would; the load goes on around it."""
    now.ground.traps.lay(VICTIM, DEADLY, text=(mark := f"deadly {uuid4()}"))
    now.note(f"an event that kills {VICTIM}")
    began = perf_counter()
    await _open(now, mark)
    deaths = 0
    while not await _dead_count(now, 1):
        assert perf_counter() - began < DEAD_SECONDS, f"after {deaths} deaths it is not dead itself"
        if not now.stack.process(VICTIM).alive:
            deaths += 1
            await now.stack.restart(VICTIM)
        await asyncio.sleep(0.1)
    took = perf_counter() - began
    now.ground.traps.remove(VICTIM, DEADLY)
    if not now.stack.process(VICTIM).alive:
        await now.stack.restart(VICTIM)
    await now.serves(VICTIM)
    dead = await drain_dead(now.servers.rabbit.url, names=Names(now.stack.namespace))
    innocents = [one for one in dead if mark not in one.body]
    assert not innocents, f"{len(innocents)} innocents are dead"
    return {"deaths": deaths, "innocents among the dead": len(innocents), "until it was dead s": round(took, 1)}


async def _open(now: Running, mark: str) -> None:
    """A ticket whose events have the mark."""
    async with admin_of(now.stack, now.desks[0].tenant) as admin:
        await post(admin, "/tickets", {"subject": mark, "text": "Hello"})


async def _send_poison(now: Running) -> set[str]:
    """The ids of what was sent."""
    names, sent = Names(now.stack.namespace), set()
    async with await aio_pika.connect(now.servers.rabbit.url) as connection:
        channel = await connection.channel()
        for service, types in SUBSCRIPTIONS.items():
            for event_type, body in _poison(types[0].TYPE):
                sent.add(event_id := str(uuid4()))
                await send(channel, names.queue(service), body=body, event_id=event_id, event_type=event_type)
    return sent


def _poison(known: str) -> Sequence[tuple[str, bytes]]:
    return [
        (known, b"{ no JSON"),
        ("ticket.sung", _event("ticket.sung", {})),
        (known, _event(known, {})),
        (known, _event(known, {"of": "a version that nobody knows"}, dataschema=f"/schemas/{known}/99")),
        (known, _event(known, {"long": "x" * MIB})),
    ]


def _event(event_type: str, data: Mapping[str, object], **more: str) -> bytes:
    envelope = {"specversion": "1.0", "id": str(uuid4()), "type": event_type, "subject": str(uuid4())}
    return json.dumps({**envelope, "tenantid": str(uuid4()), "data": data, **more}).encode()


async def _dead_count(now: Running, wanted: int) -> bool:
    return sum((await now.ground.audit.dead()).values()) >= wanted


def _lateness(now: Running, *, since: float) -> list[float]:
    """Of the webhooks that came since, in seconds from their events."""
    return [
        one.at - datetime.fromisoformat(json.loads(one.body)["timestamp"]).timestamp()
        for desk in now.desks
        for one in now.receiver.received(desk.hook)
        if one.at > since
    ]


POISONED = Experiment("12", "poison in every queue", poison_everybody)
DEADLY_EVENT = Experiment("13", "an event that kills its handler", kill_whoever_handles)
