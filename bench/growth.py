"""What reading and creating cost as a tenant grows: `python -m bench.growth [--sizes 10000 100000 1000000]`.

Every question is asked of a tenant of each size in turn, one request at a time, through the gateway. The ratio is that
of the slowest size to the fastest; at most 1.3 is wanted.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from statistics import median
from time import perf_counter
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import uvloop

from bench.filling import Crew, fill
from bench.load import load, request_bytes
from bench.system import keep, system
from shared.clock import utc_now
from shared.mongo import Database, connect
from tests.support.stack import Stack, Tenant

SIZES = (10_000, 100_000, 1_000_000)
WANTED = 1.3
REQUESTS, ROUNDS = 60, 5
SOME = 200


@dataclass(frozen=True)
class House:
    """One tenant with its people, and some of its tickets."""

    tenant: Tenant
    crew: Crew
    tickets: tuple[UUID, ...]


@dataclass(frozen=True)
class Question:
    name: str
    path: str
    body: bytes | None = None

    def asked_of(self, house: House, *, host: str, chance: Random) -> bytes:
        headers = {"Authorization": f"Bearer {house.tenant.agent}", "Content-Type": "application/json"}
        path = self.path.format(
            ticket=chance.choice(house.tickets),
            agent=chance.choice(house.crew.agents).id,
            team=chance.choice(house.crew.teams).id,
            contact=chance.choice(house.crew.contacts),
        )
        return request_bytes("POST" if self.body else "GET", path, host=host, headers=headers, body=self.body or b"")


def questions() -> Iterator[Question]:
    year, today = utc_now().date() - timedelta(days=364), utc_now().date()
    yield Question("create", "/v1/helpdesk/tickets", json.dumps({"text": "Where is my order?"}).encode())
    yield Question("get one", "/v1/helpdesk/tickets/{ticket}")
    yield Question("stats of a year", f"/api/helpdesk/stats?from={year}&to={today}")
    for words in ({}, {"status": "new"}, {"priority": "urgent"}, {"assigned_to": "{agent}"}, {"tag": "order"}):
        yield Question(f"messenger {_named(words)}", f"/v1/helpdesk/tickets?{urlencode(words, safe='{}')}")
    for words in ({}, {"status": "closed"}, {"teamId": "{team}"}, {"contactId": "{contact}"}, {"overdueSla": "true"}):
        yield Question(f"workflow {_named(words)}", f"/api/helpdesk/tickets?{urlencode(words, safe='{}')}")
    for order in ("created_at", "updated_at", "status", "priority"):
        for words in ({}, {"status": "open"}, {"assignee_id": "{agent}"}):
            query = urlencode({"sort_by": order, **words}, safe="{}")
            yield Question(f"envelope by {order} {_named(words)}", f"/helpdesk/api/v1/tickets?{query}")


def _named(words: dict[str, str]) -> str:
    return ",".join(words) or "all"


async def build(stack: Stack, database: Database, *, size: int) -> House:
    tenant = await stack.make_tenant(f"{size} tickets")
    started = perf_counter()
    crew = await fill(database, UUID(tenant.id), count=size)
    print(f"{size:,} tickets in {perf_counter() - started:.0f} s", flush=True)
    some = database["tickets"].aggregate(
        [{"$match": {"tenant_id": UUID(tenant.id)}}, {"$limit": SOME * 10}, {"$sample": {"size": SOME}}]
    )
    return House(tenant, crew, tuple([document["_id"] async for document in some]))


async def ask(stack: Stack, house: House, question: Question) -> float:
    """The middle latency in milliseconds, one request at a time. Raises RuntimeError where one was refused."""
    url, chance = urlsplit(stack.base_url), Random(1)
    outcome = await load(
        str(url.hostname),
        int(url.port or 80),
        make=lambda: question.asked_of(house, host=url.netloc, chance=chance),
        in_flight=1,
        count=REQUESTS,
    )
    if set(outcome.statuses) - {200, 201}:
        raise RuntimeError(f"{question.name}: {dict(outcome.statuses)}")
    return outcome.quantile(0.5) * 1000


async def measure(sizes: tuple[int, ...]) -> dict[str, dict[str, float]]:
    results: dict[str, dict[str, float]] = {}
    async with system() as stack:
        database = connect(stack.settings["HELPDESK_MONGO_URL"], database=f"{stack.namespace}_tickets")
        houses = {size: await build(stack, database, size=size) for size in sizes}
        for question in questions():
            rounds = [
                {size: await ask(stack, house, question) for size, house in houses.items()} for _ in range(ROUNDS)
            ]
            middle = {str(size): median(row[size] for row in rounds) for size in sizes}
            ratio = median(max(row.values()) / min(row.values()) for row in rounds)
            results[question.name] = {**middle, "ratio": ratio}
            shown = "  ".join(f"{milliseconds:8.2f}" for milliseconds in middle.values())
            print(f"{question.name:40} {shown}   x{ratio:.2f}{'' if ratio <= WANTED else '  <<'}", flush=True)
        database.client.close()
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    results = uvloop.run(measure(tuple(parser.parse_args().sizes)))
    missed = [name for name, row in results.items() if row["ratio"] > WANTED]
    print(f"ratio above {WANTED}: {', '.join(missed) or 'none'}")
    keep("growth", results)


if __name__ == "__main__":
    main()
