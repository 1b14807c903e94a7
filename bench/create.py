"""Creating tickets through the gateway, with the whole system up: `python -m bench.create [--seconds 30] [--rounds 3]`.

`bare` is a tenant with nothing set up, `full` one with a rule that matches, SLA hours and a webhook for
`ticket.created`. After the last answer it waits until every effect of every ticket is stored. In the same run motor's
bare inserts by majority are measured, for the ratio.
"""

import argparse
import asyncio
import statistics
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import uvloop

from bench.load import Outcome, load, request_bytes
from bench.system import cpu_seconds, eventually, keep, system, trivial_service
from shared.ids import new_id
from shared.mongo import Database, connect
from tests.support.stack import Stack, Tenant

IN_FLIGHT = 16
BODY = b'{"text": "My order has not arrived. Please look where it is.", "subject": "Where is my order?"}'
SETTLED_SECONDS = 120.0


@dataclass(frozen=True)
class Phase:
    """One tenant's load: what it was answered, and how long after the last answer the last effect was there."""

    outcome: Outcome
    settled_seconds: float
    cpu: dict[str, float] = field(default_factory=dict)

    @property
    def row(self) -> dict[str, float]:
        return {
            "per_second": self.outcome.per_second,
            "p50_ms": self.outcome.quantile(0.5) * 1000,
            "p99_ms": self.outcome.quantile(0.99) * 1000,
            "not_201": sum(n for status, n in self.outcome.statuses.items() if status != 201) + self.outcome.broken,
            "settled_seconds": self.settled_seconds,
            **{f"cpu_ms_{name}": 1000 * used / len(self.outcome.latencies) for name, used in self.cpu.items()},
        }


async def create(stack: Stack, tenant: Tenant, *, in_flight: int, seconds: float) -> Outcome:
    url = urlsplit(stack.base_url)
    headers = {"Authorization": f"Bearer {tenant.agent}", "Content-Type": "application/json"}
    request = request_bytes("POST", "/v1/helpdesk/tickets", host=url.netloc, headers=headers, body=BODY)
    return await load(
        str(url.hostname), int(url.port or 80), make=lambda: request, in_flight=in_flight, seconds=seconds
    )


async def set_up(stack: Stack, tenant: Tenant, *, receiver: str | None = None) -> None:
    """A rule that matches, SLA hours, and, where a receiver is given, a webhook for `ticket.created`."""
    async with httpx.AsyncClient(
        base_url=f"{stack.base_url}/v1/helpdesk", headers={"Authorization": f"Bearer {tenant.admin}"}
    ) as admin:
        agent = await admin.post("/agents", json={"name": "Ann", "email": "ann@example.com"})
        rule = {
            "name": "orders",
            "condition": {"text_contains": "order"},
            "action": {"assign_to": agent.json()["id"], "set_priority": "high", "add_tag": "orders"},
        }
        made = [
            await admin.post("/routing-rules", json=rule),
            await admin.put("/settings", json={"sla_first_reply_hours": 4, "sla_resolve_hours": 24}),
        ]
        if receiver is not None:
            hook = {"url": f"{receiver}/hook", "events": ["ticket.created"]}
            made.append(await admin.post("/webhooks", json=hook))
        for answer in made:
            answer.raise_for_status()


class Effects:
    """Counts what each service has stored of a tenant's tickets, in the services' own databases."""

    def __init__(self, stack: Stack) -> None:
        url, space = stack.settings["HELPDESK_MONGO_URL"], stack.namespace
        self._of = {name: connect(url, database=f"{space}_{name}") for name in ("tickets", "sla", "webhooks")}
        self.bare_inserts = connect(url, database=f"{space}_bench")

    async def all_there(self, tenant: Tenant, *, tickets: int, full: bool) -> bool:
        tenant_id = UUID(tenant.id)
        routed = {"routed_by": {"$exists": True}, "deadlines.basis": {"$exists": True}} if full else {}
        counts = {
            "tickets": await _count(self._of["tickets"], "tickets", {"tenant_id": tenant_id, **routed}),
            "watches": await _count(self._of["sla"], "watches", {"tenant_id": tenant_id}),
        }
        if full:
            delivered = {"tenant_id": tenant_id, "status": "delivered"}
            counts["delivered"] = await _count(self._of["webhooks"], "deliveries", delivered)
        assert all(count == tickets for count in counts.values()), f"{tickets} tickets, effects: {counts}"
        unsent = await _count(self._of["tickets"], "tickets", {"outbox.at": {"$exists": True}})
        assert unsent == 0, f"{unsent} outboxes are not empty"
        return True


async def _count(database: Database, collection: str, query: dict[str, Any]) -> int:
    return int(await database[collection].count_documents(query))


async def bare_inserts(database: Database, *, seconds: float = 5.0) -> float:
    """Inserts a second of a ticket-sized document by majority, as many in flight as the load has."""
    until, done, started = perf_counter() + seconds, 0, perf_counter()

    async def writer() -> None:
        nonlocal done
        while perf_counter() < until:
            await database["bare"].insert_one({"_id": new_id(), "subject": "Where is my order?", "text": "x" * 400})
            done += 1

    await asyncio.gather(*(writer() for _ in range(IN_FLIGHT)))
    return done / (perf_counter() - started)


async def phase(stack: Stack, effects: Effects, *, seconds: float, receiver: str | None) -> Phase:
    tenant = await stack.make_tenant("full" if receiver else "bare")
    if receiver:
        await set_up(stack, tenant, receiver=receiver)
    before = cpu_seconds()
    outcome = await create(stack, tenant, in_flight=IN_FLIGHT, seconds=seconds)
    ended, made = perf_counter(), outcome.statuses[201]
    await eventually(
        lambda: effects.all_there(tenant, tickets=made, full=receiver is not None),
        within=SETTLED_SECONDS,
        what="every effect is stored",
        every=0.25,
    )
    settled = perf_counter() - ended
    spent = {name: used - before.get(name, 0.0) for name, used in cpu_seconds().items()}
    return Phase(outcome, settled_seconds=settled, cpu=spent)


async def measure(*, seconds: float, rounds: int) -> dict[str, list[dict[str, float]]]:
    results: dict[str, list[dict[str, float]]] = {"bare": [], "full": [], "alone": [], "motor": []}
    async with system() as stack:
        effects = Effects(stack)
        for _ in range(rounds):
            with trivial_service() as receiver:
                results["motor"].append({"per_second": await bare_inserts(effects.bare_inserts)})
                results["bare"].append((await phase(stack, effects, seconds=seconds, receiver=None)).row)
                results["full"].append((await phase(stack, effects, seconds=seconds, receiver=receiver)).row)
                alone = await create(stack, await stack.make_tenant("alone"), in_flight=1, seconds=3)
                results["alone"].append(Phase(alone, settled_seconds=0).row)
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    results = uvloop.run(measure(seconds=options.seconds, rounds=options.rounds))
    for name, rows in results.items():
        middle = {key: statistics.median(row.get(key, 0.0) for row in rows) for key in rows[0]}
        print(f"{name:8}" + "".join(f"{key}={value:,.2f}  " for key, value in middle.items()))
    ratios = [b["per_second"] / m["per_second"] for b, m in zip(results["bare"], results["motor"], strict=True)]
    print(f"bare / motor's bare inserts: {statistics.median(ratios):.2f}")
    keep("create", results | {"bare_to_motor": ratios})


if __name__ == "__main__":
    main()
