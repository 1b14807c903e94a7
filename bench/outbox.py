"""What the outbox costs: an event embedded in its document against a transaction of document and event.

`python -m bench.outbox [--seconds 3] [--rounds 3]`. The ways take turns in every round,
64 writers in flight, write concern majority, with a document and an event of the size of a real ticket's.
"""

import argparse
import asyncio
import statistics
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import uvloop

from bench.system import backing_servers, keep
from shared.ids import new_id
from shared.mongo import Batches, Database, connect, transaction

WRITERS = 64
TICKET = {"subject": "Order", "text": "x" * 400, "status": "new", "priority": "normal", "tags": [], "version": 1}
EVENT = b"x" * 1_100

Write = Callable[[], Awaitable[Any]]


def ways(database: Database) -> dict[str, Write]:
    """Each way to store a ticket and its event; `bare` stores no event and is what motor can do at best."""

    async def bare() -> None:
        await database["tickets"].insert_one({"_id": new_id(), **TICKET})

    async def embedded() -> None:
        await database["tickets"].insert_one(_with_event())

    async def both(session: Any) -> None:
        ticket_id = new_id()
        await database["tickets"].insert_one({"_id": ticket_id, **TICKET}, session=session)
        await database["outbox"].insert_one({"_id": new_id(), "ticket_id": ticket_id, "body": EVENT}, session=session)

    async def insert_together(documents: Any) -> list[None]:
        await database["tickets"].insert_many(documents, ordered=False)
        return [None] * len(documents)

    together: Batches[dict[str, Any], None] = Batches(insert_together)
    return {
        "bare": bare,
        "embedded": embedded,
        "transaction": lambda: transaction(database, both),
        "embedded, group commit": lambda: together(_with_event()),
    }


def _with_event() -> dict[str, Any]:
    return {"_id": new_id(), **TICKET, "outbox": [{"id": new_id(), "type": "ticket.created", "body": EVENT}]}


async def rate(write: Write, *, seconds: float) -> float:
    """Writes a second, 64 at a time."""
    until, done = perf_counter() + seconds, 0

    async def writer() -> None:
        nonlocal done
        while perf_counter() < until:
            await write()
            done += 1

    started = perf_counter()
    await asyncio.gather(*(writer() for _ in range(WRITERS)))
    return done / (perf_counter() - started)


async def latency(write: Write, *, times: int = 300) -> float:
    """Median milliseconds of one write at a time."""
    took = []
    for _ in range(times):
        started = perf_counter()
        await write()
        took.append(perf_counter() - started)
    return statistics.median(took) * 1000


async def measure(*, seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    with backing_servers() as servers:
        database = connect(servers.mongo.url, database="bench_outbox")
        return await compare(database, seconds=seconds, rounds=rounds)


async def compare(database: Database, *, seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    """The median of each way's rounds."""
    await database["outbox"].insert_one({"_id": "made before the first transaction"})
    results: dict[str, dict[str, list[float]]] = {}
    for _ in range(rounds):
        for name, write in ways(database).items():
            row = results.setdefault(name, {"per_second": [], "p50_ms": []})
            row["per_second"].append(await rate(write, seconds=seconds))
            row["p50_ms"].append(await latency(write))
    return {name: {key: statistics.median(values) for key, values in row.items()} for name, row in results.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    results = uvloop.run(measure(seconds=options.seconds, rounds=options.rounds))
    print(f"{'way':28}{'writes/s, 64 at once':>22}{'p50 ms, one at a time':>24}")
    for name, row in results.items():
        print(f"{name:28}{row['per_second']:22.0f}{row['p50_ms']:24.2f}")
    keep("outbox", results)


if __name__ == "__main__":
    main()
