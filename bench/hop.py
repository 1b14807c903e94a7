"""`python -m bench.hop`: what the gateway costs, before a trivial service, against the same service asked directly."""

import argparse
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from itertools import repeat
from statistics import median

import uvloop

from bench.load import Outcome, load, request_bytes
from bench.system import keep, port_of, system, trivial_service

BODY = json.dumps({"subject": "Cannot sign in", "text": "It says that my password is wrong. " * 8}).encode()
REQUESTS = {"GET": ("/v1/helpdesk/tickets", b""), "POST": ("/v1/helpdesk/tickets", BODY)}
IN_FLIGHT = (1, 16)
WARM_UP_SECONDS = 0.5
ADDED_P50_MS, PER_SECOND = 0.6, 3_500


@dataclass(frozen=True)
class Measured:
    """One run against one door."""

    door: str
    method: str
    in_flight: int
    round: int
    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int


@dataclass(frozen=True)
class Doors:
    """The ports of both doors, and a key for the gateway."""

    gateway: int
    trivial: int
    key: str


@asynccontextmanager
async def both_doors() -> AsyncIterator[Doors]:
    """A trivial service, a gateway before it, and a tenant with a key."""
    with trivial_service() as url:
        services = ("TICKETS", "ROUTING", "SLA", "WEBHOOKS", "NOTIFICATIONS", "SEARCH")
        everyone = {f"HELPDESK_{name}_URL": url for name in services}
        async with system(everyone, services=["gateway"]) as stack:
            tenant = await stack.make_tenant("Hop")
            yield Doors(gateway=port_of(stack.base_url), trivial=port_of(url), key=tenant.agent)


async def measure(doors: Doors, *, rounds: int, seconds: float) -> list[Measured]:
    """Every combination, the two doors one after the other, round by round."""
    measured = []
    for number in range(1, rounds + 1):
        for method, (path, body) in REQUESTS.items():
            headers = {"Authorization": f"Bearer {doors.key}", "Content-Type": "application/json"}
            request = repeat(request_bytes(method, path, host="127.0.0.1", headers=headers, body=body))
            for in_flight in IN_FLIGHT:
                for door, port in (("direct", doors.trivial), ("gateway", doors.gateway)):
                    outcome = await load("127.0.0.1", port, make=request.__next__, in_flight=in_flight, seconds=seconds)
                    measured.append(_measured(outcome, door=door, method=method, in_flight=in_flight, number=number))
    return measured


def _measured(outcome: Outcome, *, door: str, method: str, in_flight: int, number: int) -> Measured:
    return Measured(
        door=door,
        method=method,
        in_flight=in_flight,
        round=number,
        per_second=round(outcome.per_second, 1),
        p50_ms=round(outcome.quantile(0.5) * 1000, 3),
        p99_ms=round(outcome.quantile(0.99) * 1000, 3),
        failed=outcome.broken + sum(n for status, n in outcome.statuses.items() if status != 200),
    )


def show(measured: list[Measured]) -> dict[str, float]:
    """Print a line for each combination (the median of its rounds, and the spread) and return what it comes to."""
    print(
        f"{'':14}{'direct p50':>12}{'gateway p50':>13}{'added':>9}{'p99':>9}{'direct/s':>10}{'gateway/s':>11}  spread"
    )
    figures = {}
    for method in REQUESTS:
        for in_flight in IN_FLIGHT:
            rows = [row for row in measured if (row.method, row.in_flight) == (method, in_flight)]
            direct, through = ([row for row in rows if row.door == door] for door in ("direct", "gateway"))
            added = median(b.p50_ms - a.p50_ms for a, b in zip(direct, through, strict=True))
            rates = sorted(row.per_second for row in through)
            figures[f"{method} {in_flight} added_p50_ms"] = round(added, 3)
            figures[f"{method} {in_flight} per_second"] = median(rates)
            print(
                f"{method:>5} {in_flight:>2} at once{median(r.p50_ms for r in direct):>10.3f}"
                f"{median(r.p50_ms for r in through):>13.3f}{added:>9.3f}{median(r.p99_ms for r in through):>9.2f}"
                f"{median(r.per_second for r in direct):>10.0f}{median(rates):>11.0f}  {rates[0]:.0f}-{rates[-1]:.0f}"
            )
    failed = sum(row.failed for row in measured)
    print(f"targets: added p50 at 1 <= {ADDED_P50_MS} ms, at 16 >= {PER_SECOND}/s; failed {failed}")
    return figures


async def run(*, rounds: int, seconds: float) -> list[Measured]:
    async with both_doors() as doors:
        await measure(doors, rounds=1, seconds=WARM_UP_SECONDS)
        return await measure(doors, rounds=rounds, seconds=seconds)


def main() -> None:
    """Run, print a table, and leave the figures in `bench/results/hop.json`."""
    parser = argparse.ArgumentParser(prog="bench.hop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    asked = parser.parse_args()
    measured = uvloop.run(run(rounds=asked.rounds, seconds=asked.seconds))
    keep("hop", {"figures": show(measured), "runs": [asdict(row) for row in measured]})


if __name__ == "__main__":
    main()
