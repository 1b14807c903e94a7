"""More processes of each service: `python -m bench.scale [--seconds 15] [--events 1000]`.

With 1, 2 and 3 processes each of tickets, routing, sla and webhooks: tickets are created in a tenant with a rule, SLA
hours and a webhook, and every effect must be there once; then a backlog of webhooks is worked off.
"""

import argparse
from collections import Counter
from uuid import UUID

import uvloop

from bench.create import IN_FLIGHT, SETTLED_SECONDS, Effects, create, set_up
from bench.subscribers import Subscribers, subscribers
from bench.system import eventually, keep, system
from bench.webhooks import HEALTHY, drained, queue_of_webhooks
from shared.mongo import connect
from tests.support.stack import Stack, Tenant

SCALED = ("tickets", "routing", "sla", "webhooks")


async def created(stack: Stack, receiving: Subscribers, *, seconds: float) -> dict[str, float]:
    """Tickets a second; raises AssertionError where an effect is missing or there twice."""
    tenant = await stack.make_tenant("scale")
    await receiving.add(stack, tenant, f"/hook/{tenant.id}", events=("ticket.created",))
    await set_up(stack, tenant)
    outcome = await create(stack, tenant, in_flight=IN_FLIGHT, seconds=seconds)
    made, effects = outcome.statuses[201], Effects(stack)
    await eventually(
        lambda: effects.all_there(tenant, tickets=made, full=True), within=SETTLED_SECONDS, what="every effect is there"
    )
    came = await receiving.gather(made, within=SETTLED_SECONDS)
    twice = Counter(arrival.webhook_id for arrival in came)
    return {
        "tickets_per_second": outcome.per_second,
        "not_201": sum(outcome.statuses.values()) - made + outcome.broken,
        "delivered_twice": sum(times - 1 for times in twice.values()),
        "events_twice": await _events_twice(stack, tenant, tickets=made),
    }


async def _events_twice(stack: Stack, tenant: Tenant, *, tickets: int) -> int:
    """By how many the tickets' histories have more entries than one creation and one change by a rule each."""
    database = connect(stack.settings["HELPDESK_MONGO_URL"], database=f"{stack.namespace}_tickets")
    try:
        kinds = {"tenant_id": UUID(tenant.id), "event": {"$in": ["ticket.created", "ticket.updated"]}}
        return await database["history"].count_documents(kinds) - 2 * tickets
    finally:
        database.client.close()


async def measure(*, seconds: float, events: int) -> dict[str, dict[str, float]]:
    results = {}
    for copies in (1, 2, 3):
        async with (
            system(copies=dict.fromkeys(SCALED, copies)) as stack,
            subscribers() as receiving,
            queue_of_webhooks(stack) as queue,
        ):
            row = await created(stack, receiving, seconds=seconds)
            row["webhooks_per_second"] = await drained(stack, queue, receiving, endpoints=HEALTHY, events=events)
            results[f"{copies} of each"] = row
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--events", type=int, default=1_000)
    options = parser.parse_args()
    results = uvloop.run(measure(seconds=options.seconds, events=options.events))
    for name, row in results.items():
        print(f"{name:12}" + "  ".join(f"{key}={value:,.1f}" for key, value in row.items()))
    keep("scale", results)


if __name__ == "__main__":
    main()
