"""Reading through the gateway, 16 at once: `python -m bench.read [--tickets 10000] [--seconds 10] [--rounds 3]`.

Asks for one ticket, for a list of 25, and for a search. Wanted: 1,500, 900 and 300 a second.
"""

import argparse
import statistics
from random import Random
from urllib.parse import urlsplit

import httpx
import uvloop

from bench.filling import WORDS
from bench.growth import House, build
from bench.load import Outcome, load, request_bytes
from bench.system import cpu_seconds, eventually, keep, system
from shared.mongo import connect
from tests.support.stack import Stack

IN_FLIGHT = 16
WANTED = {"get one": 1_500, "list of 25": 900, "search": 300}


async def ask(stack: Stack, house: House, name: str, *, seconds: float) -> Outcome:
    url, chance = urlsplit(stack.base_url), Random(2)
    headers = {"Authorization": f"Bearer {house.tenant.agent}"}

    def path() -> str:
        match name:
            case "get one":
                return f"/v1/helpdesk/tickets/{chance.choice(house.tickets)}"
            case "search":
                return f"/v1/helpdesk/tickets?search={'%20'.join(chance.sample(WORDS, k=2))}"
        return "/v1/helpdesk/tickets"

    return await load(
        str(url.hostname),
        int(url.port or 80),
        make=lambda: request_bytes("GET", path(), host=url.netloc, headers=headers),
        in_flight=IN_FLIGHT,
        seconds=seconds,
    )


async def index(stack: Stack, house: House) -> None:
    """Bring the tenant's tickets, which came by no event, into the index."""
    operator = {"Authorization": f"Bearer {stack.operator_token}"}
    agent = {"Authorization": f"Bearer {house.tenant.agent}"}
    async with httpx.AsyncClient(base_url=stack.base_url, timeout=120) as client:
        rebuilt = await client.post("/admin/search/rebuild", headers=operator, json={"tenant_id": house.tenant.id})
        rebuilt.raise_for_status()

        async def found() -> bool:
            answer = await client.get("/v1/helpdesk/tickets?search=order", headers=agent)
            return len(answer.json().get("tickets", ())) == 25

        await eventually(found, within=120, what="the index has the tickets")


async def measure(*, tickets: int, seconds: float, rounds: int) -> dict[str, list[dict[str, float]]]:
    results: dict[str, list[dict[str, float]]] = {name: [] for name in WANTED}
    async with system() as stack:
        database = connect(stack.settings["HELPDESK_MONGO_URL"], database=f"{stack.namespace}_tickets")
        house = await build(stack, database, size=tickets)
        await index(stack, house)
        for _ in range(rounds):
            for name in WANTED:
                before = cpu_seconds()
                outcome = await ask(stack, house, name, seconds=seconds)
                spent = {who: used - before.get(who, 0.0) for who, used in cpu_seconds().items()}
                row = {
                    "per_second": outcome.per_second,
                    "p50_ms": outcome.quantile(0.5) * 1000,
                    "p99_ms": outcome.quantile(0.99) * 1000,
                    "not_200": sum(n for status, n in outcome.statuses.items() if status != 200) + outcome.broken,
                    **{f"cpu_ms_{who}": 1000 * used / len(outcome.latencies) for who, used in spent.items()},
                }
                results[name].append(row)
        database.client.close()
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    results = uvloop.run(measure(tickets=options.tickets, seconds=options.seconds, rounds=options.rounds))
    for name, rows in results.items():
        middle = {key: statistics.median(row.get(key, 0.0) for row in rows) for key in rows[0]}
        print(
            f"{name:12}" + "".join(f"{key}={value:,.2f}  " for key, value in middle.items()) + f"wanted {WANTED[name]}"
        )
    keep("read", results)


if __name__ == "__main__":
    main()
