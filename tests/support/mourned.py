"""A consumer of routing's queue whose process dies of some events, and a parent that brings it back each time.

`python -m tests.support.mourned` reads MOURNED as JSON: `amqp_url`, `mongo_url`, `namespace`. An event whose tenant is
called `deadly` kills the process that handles it (SIGKILL), one called `raising` fails. Every other leaves one row in
the collection `effects` of routing's database: when it was handled and how often it had been delivered before.
"""

import asyncio
import json
import os
import signal
from collections.abc import Mapping
from typing import Any

from aiormq.abc import DeliveredMessage

from shared.bus.attempts import MongoAttempts
from shared.bus.consumer import Consumer
from shared.bus.topology import Names
from shared.clock import utc_now
from shared.events.tenant import TenantDeleted
from shared.mongo import Document, connect

SERVICE, EFFECTS = "routing", "effects"
DEADLY, RAISING = "deadly", "raising"
INNOCENT = "innocent"


class Watched(Consumer):
    """Knows how often each message had been delivered before the last time."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.before: dict[str, int] = {}

    async def _take(self, message: DeliveredMessage) -> None:
        properties = message.header.properties
        counted = (properties.headers or {}).get("x-delivery-count", 0)
        self.before[str(properties.message_id)] = int(str(counted))
        await super()._take(message)


def consumer_of(settings: Mapping[str, str]) -> Watched:
    """Not yet running."""
    names = Names(settings["namespace"])
    database = connect(settings["mongo_url"], database=f"{names.namespace}_{SERVICE}")
    effects = database[EFFECTS]

    async def handle(event: TenantDeleted) -> None:
        if event.data.name == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
        if event.data.name == RAISING:
            raise ValueError("it raises always")
        effect: Document = {"at": utc_now(), "delivered_before": consumer.before[str(event.id)]}
        await effects.update_one({"_id": event.id}, {"$set": effect, "$inc": {"times": 1}}, upsert=True)

    consumer = Watched(
        url=settings["amqp_url"],
        names=names,
        service=SERVICE,
        handlers={TenantDeleted: handle},
        attempts=MongoAttempts(database),
    )
    return consumer


def live_again_and_again(settings: Mapping[str, str]) -> None:
    """A child is forked for each life: a process of its own, without the second that it takes to load the product."""
    while True:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            asyncio.run(consumer_of(settings).run())
            os._exit(0)
        signal.signal(signal.SIGTERM, lambda *_, child=child: _end(child))
        os.waitpid(child, 0)
        print("died", flush=True)


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    live_again_and_again(json.loads(os.environ["MOURNED"]))
