"""What all outcomes together come to, and how they are shown: a table for people, JSON for programs."""

import json
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from deploy.local.mongo import find_mongod
from tests.faults.harness.answers import quantile
from tests.faults.harness.findings import MEANING, Invariant
from tests.faults.harness.outcome import Outcome

LIBRARIES = ("aio-pika", "aiormq", "motor", "pymongo", "fastapi", "uvicorn", "aiohttp", "httpx")
CAVEAT = (
    "Processes and servers were killed with SIGKILL, not the machine: what the kernel had in its page cache survived. "
    "That what is acknowledged survives the loss of power too rests on the write concern (majority, journaled) and on "
    "the broker's own syncing; it is not shown here."
)


@dataclass(frozen=True)
class Total:
    """Over all runs; `posted_again` is per 10,000 webhooks, recoveries are in seconds."""

    runs: int
    failed: int
    faults: int
    acknowledged: int
    lost: int
    missing: int
    double: int
    webhooks: int
    posted_again_per_10_000: float
    recoveries: int
    recovery_p50: float
    recovery_p99: float
    recovery_longest: float


def total(outcomes: Sequence[Outcome]) -> Total:
    recoveries = [each for outcome in outcomes for each in outcome.recoveries]
    posts = sum(outcome.posts for outcome in outcomes)
    again = sum(outcome.posted_again for outcome in outcomes)
    return Total(
        runs=len(outcomes),
        failed=sum(not outcome.passed for outcome in outcomes),
        faults=sum(len(outcome.faults) for outcome in outcomes),
        acknowledged=sum(outcome.acknowledged for outcome in outcomes),
        lost=sum(outcome.lost for outcome in outcomes),
        missing=sum(outcome.missing for outcome in outcomes),
        double=sum(outcome.double for outcome in outcomes),
        webhooks=posts,
        posted_again_per_10_000=round(again / posts * 10_000, 1) if posts else 0.0,
        recoveries=len(recoveries),
        recovery_p50=round(quantile(recoveries, 0.5), 2),
        recovery_p99=round(quantile(recoveries, 0.99), 2),
        recovery_longest=round(max(recoveries, default=0.0), 2),
    )


def as_json(outcomes: Sequence[Outcome], *, command: str, seconds: float) -> str:
    told = {
        "command": command,
        "seconds": round(seconds),
        "versions": versions(),
        "caveat": CAVEAT,
        "invariants": {each.value: MEANING[each] for each in Invariant},
        "total": asdict(total(outcomes)),
        "outcomes": [outcome.to_json() for outcome in outcomes],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def as_text(outcomes: Sequence[Outcome], *, command: str, seconds: float) -> str:
    """A page of Markdown."""
    said = "\n".join(f"- {name.replace('_', ' ')}: {value}" for name, value in asdict(total(outcomes)).items())
    held = "\n".join(f"- {each.value}: {MEANING[each]}" for each in Invariant)
    made = ", ".join(f"{name} {value}" for name, value in versions().items())
    parts = [
        "# Faults: the last report",
        f"`{command}`, {seconds / 60:.0f} minutes. {made}.",
        CAVEAT,
        f"## All together\n{said}",
        f"## Invariants\n{held}",
        f"## Each run\n{table(outcomes)}",
        *(_details(outcome) for outcome in outcomes),
    ]
    return "\n\n".join(parts) + "\n"


def table(outcomes: Sequence[Outcome]) -> str:
    rows = [
        ["#", "experiment", "seed", "s", "acknowledged", "lost", "missing", "double", *Invariant],
        ["---"] * (8 + len(Invariant)),
    ]
    for one in outcomes:
        counts = [one.seed, round(one.seconds), one.acknowledged, one.lost, one.missing, one.double]
        verdicts = ["BROKEN" if each in one.broken else "held" if not one.failure else "?" for each in Invariant]
        rows.append([one.experiment, one.title, *map(str, counts), *verdicts])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def versions() -> dict[str, str]:
    """Of what was run, and on what."""
    mongod = subprocess.run([find_mongod(), "--version"], capture_output=True, text=True, check=False).stdout
    return {
        "python": platform.python_version(),
        "mongod": mongod.split("\n")[0].removeprefix("db version v") or "unknown",
        "rabbitmq": _rabbitmq(),
        **{name: version(name) for name in LIBRARIES},
        "cores": str(psutil.cpu_count()),
    }


def _rabbitmq() -> str:
    places = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*"))
    return places[-1].name.partition("-")[2] if places else "unknown"


def _details(outcome: Outcome) -> str:
    figures = "\n".join(f"- {name}: {value}" for name, value in outcome.figures.items())
    wrong = "".join(f"\n- **{name} broken**: {said}" for name, said in outcome.broken.items())
    failed = f"\n- **failed**: {outcome.failure}" if outcome.failure else ""
    return f"### {outcome.experiment}, seed {outcome.seed}: {outcome.title}\n{figures}{wrong}{failed}"
