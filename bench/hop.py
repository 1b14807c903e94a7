"""`python -m bench.hop`: what the gateway costs, before a trivial service, against the same service asked directly."""

import argparse
import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx
import uvloop

from bench.backing import answers, memory_mib, mongo, python
from bench.load import Outcome, load, request_bytes
from deploy.local.ports import free_ports
from deploy.local.waiting import wait_until

RESULTS = Path(__file__).parent / "results"
BODY = json.dumps({"subject": "Cannot sign in", "text": "It says that my password is wrong. " * 8}).encode()
REQUESTS = {"GET": ("/v1/helpdesk/tickets", b""), "POST": ("/v1/helpdesk/tickets", BODY)}
IN_FLIGHT = (1, 16)
START_SECONDS = 30.0
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
class Standing:
    """What is up while it is measured: both doors' ports, a key, and what the gateway is like at rest."""

    gateway: int
    trivial: int
    key: str
    pid: int
    ready_seconds: float
    idle_mib: float


@contextmanager
def standing(directory: Path) -> Iterator[Standing]:
    """A trivial service, a gateway before it, and a tenant with a key."""
    gateway, trivial, nobody = free_ports(3)
    token = secrets.token_urlsafe(32)
    base = f"http://127.0.0.1:{gateway}"
    url = f"http://127.0.0.1:{trivial}"
    with mongo(directory) as mongo_url, python("-m", "bench.trivial", str(trivial), log=directory / "trivial.log"):
        wait_until(lambda: answers(f"{url}/readyz"), within=START_SECONDS, what="the trivial service answers")
        settings = {
            "HELPDESK_MONGO_URL": mongo_url,
            "HELPDESK_AMQP_URL": f"amqp://127.0.0.1:{nobody}/",
            "HELPDESK_NAMESPACE": f"hop{secrets.token_hex(4)}",
            "HELPDESK_GATEWAY_PORT": str(gateway),
            "HELPDESK_OPERATOR_TOKEN": token,
            "HELPDESK_IDENTITY_SECRET": secrets.token_urlsafe(32),
        } | {f"HELPDESK_{name}_URL": url for name in ("TICKETS", "ROUTING", "SLA", "WEBHOOKS", "NOTIFICATIONS")}
        with python("-m", "gateway", log=directory / "gateway.log", environment=settings) as process:
            started = perf_counter()
            wait_until(lambda: answers(f"{base}/readyz"), within=START_SECONDS, what="the gateway is ready")
            ready = perf_counter() - started
            memory = memory_mib(process.pid)
            yield Standing(gateway, trivial, _key(base, token=token), process.pid, ready, memory)


def _key(base: str, *, token: str) -> str:
    with httpx.Client(base_url=f"{base}/admin", headers={"Authorization": f"Bearer {token}"}) as operator:
        tenant = operator.post("/tenants", json={"name": "Hop"}).raise_for_status().json()["id"]
        key = operator.post(f"/tenants/{tenant}/keys", json={"name": "hop", "role": "agent"})
        return str(key.raise_for_status().json()["key"])


async def measure(stand: Standing, *, rounds: int, seconds: float) -> list[Measured]:
    """Every combination, the two doors one after the other, round by round."""
    measured = []
    for number in range(1, rounds + 1):
        for method, (path, body) in REQUESTS.items():
            headers = {"Authorization": f"Bearer {stand.key}", "Content-Type": "application/json"}
            request = repeat(request_bytes(method, path, host="127.0.0.1", headers=headers, body=body))
            for in_flight in IN_FLIGHT:
                for door, port in (("direct", stand.trivial), ("gateway", stand.gateway)):
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


def main() -> None:
    """Run, print a table, and leave the figures in `bench/results/hop.json`."""
    parser = argparse.ArgumentParser(prog="bench.hop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, standing(Path(directory)) as stand:
        uvloop.run(measure(stand, rounds=1, seconds=0.5))
        measured = uvloop.run(measure(stand, rounds=asked.rounds, seconds=asked.seconds))
        loaded = memory_mib(stand.pid)
    figures = show(measured)
    print(
        f"gateway: ready after {stand.ready_seconds:.2f} s, {stand.idle_mib:.0f} MiB idle, {loaded:.0f} MiB after load"
    )
    RESULTS.mkdir(exist_ok=True)
    result = {
        "at": datetime.now(UTC).isoformat(),
        "figures": figures,
        "gateway": {"ready_seconds": stand.ready_seconds, "idle_mib": stand.idle_mib, "loaded_mib": loaded},
        "rounds": [asdict(row) for row in measured],
    }
    (RESULTS / "hop.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
