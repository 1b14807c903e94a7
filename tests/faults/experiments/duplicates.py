"""14: every event comes ten times more to every consumer, shuffled: nothing happens twice, nothing goes back."""

from collections.abc import Iterator, Sequence

import aio_pika
from aio_pika.abc import AbstractChannel

from shared.bus.topology import Names
from shared.events.registry import SUBSCRIPTIONS
from tests.faults.harness.audit import Published
from tests.faults.harness.outcome import Figures
from tests.faults.harness.running import Running
from tests.faults.harness.stored import Stored
from tests.faults.harness.trial import Experiment

WRITES = 80
COPIES = 10
SETTLED_SECONDS = 180.0


async def repeat_everything(now: Running) -> Figures:
    """What the events did is done before the copies come: afterwards it must be as it was."""
    await now.acknowledged(now.times(WRITES))
    evidence, findings = await now.settle(within=SETTLED_SECONDS)
    assert findings.flawless, dict(findings.wrong)
    before = _course_of(evidence.stored)
    now.note(f"every event {COPIES} times more, shuffled")
    sent = await _send_copies(now, list(evidence.events.values()))
    evidence, _ = await now.settle(within=SETTLED_SECONDS)
    changed = [key for key, state in _course_of(evidence.stored).items() if before.get(key) != state]
    assert not changed, f"{len(changed)} tickets went back or on: {changed[:3]}"
    return {"events": len(evidence.events), "copies sent": sent, "tickets that changed": len(changed)}


def _course_of(stored: Stored) -> dict[object, tuple[object, ...]]:
    """Where each ticket stands."""
    return {
        key: (row["status"], row["priority"], row["version"], row["sequence"], row.get("assignee"))
        for key, row in stored.tickets.items()
    }


async def _send_copies(now: Running, events: Sequence[Published]) -> int:
    """Straight into the queues of those that are subscribed; how many that were."""
    names = Names(now.stack.namespace)
    copies = [each for event in events for each in _wanted(names, event)] * COPIES
    now.dice.shuffle(copies)
    async with await aio_pika.connect(now.servers.rabbit.url) as connection:
        channel = await connection.channel()
        for queue, event in copies:
            await send(channel, queue, body=event.body, event_id=event.id, event_type=event.type)
    return len(copies)


def _wanted(names: Names, event: Published) -> Iterator[tuple[str, Published]]:
    for service, types in SUBSCRIPTIONS.items():
        if event.type in {each.TYPE for each in types}:
            yield names.queue(service), event


async def send(channel: AbstractChannel, queue: str, *, body: bytes, event_id: str, event_type: str) -> None:
    """Put a message into a queue as the exchange would; returns when the broker has it."""
    message = aio_pika.Message(
        body,
        message_id=event_id,
        type=event_type,
        content_type="application/cloudevents+json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
    await channel.default_exchange.publish(message, routing_key=queue)


DUPLICATES = Experiment("14", "every event ten times, shuffled", repeat_everything)
