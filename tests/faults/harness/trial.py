"""Conducting one experiment: load, faults, settling, join, and the verdict on every invariant."""

import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.faults.harness.consumers import in_doubt
from tests.faults.harness.evidence import Evidence
from tests.faults.harness.findings import Findings, Invariant
from tests.faults.harness.ground import Ground
from tests.faults.harness.outcome import Figures, Outcome
from tests.faults.harness.running import Running, running
from tests.faults.harness.vitals import judge, vitals
from tests.support.servers import BackingServers

SETTLED_SECONDS = 120.0


@dataclass(frozen=True)
class Experiment:
    """`hurt` does it, while the load goes on, and returns the figures of its own.

    `two_of_each` says that it needs services with two processes each.
    """

    number: str
    title: str
    hurt: Callable[[Running], Awaitable[Figures]]
    two_of_each: bool = False
    faster: float = 1.0
    settled_seconds: float = SETTLED_SECONDS


@dataclass(frozen=True)
class Site:
    """Where an experiment builds a system of its own."""

    servers: BackingServers
    directory: Path
    seed: int
    scale: float


@dataclass(frozen=True)
class Apart:
    """An experiment on a system of its own, which `run` makes and hurts, and whose outcome it fills in."""

    number: str
    title: str
    run: Callable[[Site, Outcome], Awaitable[None]]


async def conduct_apart(experiment: Apart, site: Site) -> Outcome:
    """Its outcome, whatever goes wrong."""
    began = perf_counter()
    outcome = Outcome(experiment.number, experiment.title, site.seed, 0.0)
    try:
        await experiment.run(site, outcome)
    except Exception as failure:  # the report says which, and the other experiments go on
        outcome.failure = _told(failure)
    outcome.seconds = round(perf_counter() - began, 1)
    return outcome


async def conduct(experiment: Experiment, place: Ground, *, rate: float, seed: int, scale: float) -> Outcome:
    """Its outcome, whatever goes wrong."""
    began = perf_counter()
    outcome = Outcome(experiment.number, experiment.title, seed, 0.0)
    try:
        async with running(place, rate=rate * experiment.faster, seed=seed, scale=scale) as now:
            await _see_through(experiment, now, outcome)
    except Exception as failure:  # the report says which, and the other experiments go on
        outcome.failure = _told(failure)
    outcome.seconds = round(perf_counter() - began, 1)
    return outcome


def _told(failure: Exception) -> str:
    said = str(failure) if isinstance(failure, AssertionError) else repr(failure)
    place = traceback.extract_tb(failure.__traceback__)[-1]
    return f"{said[:2000]} ({Path(place.filename).name}:{place.lineno})"


async def _see_through(experiment: Experiment, now: Running, outcome: Outcome) -> None:
    before = vitals(now.stack)
    await now.some_time()
    try:
        own = await experiment.hurt(now)
        if now.load.going:
            await now.some_time()
        evidence, findings = await now.settle(within=experiment.settled_seconds)
    finally:
        outcome.faults = now.faults
        outcome.recoveries = [round(each, 2) for each in now.recoveries]
        outcome.acknowledged = now.ledger.count
    after = vitals(now.stack)
    judge(after, before=before, findings=findings)
    await _judge_answers(now, findings)
    files, mib = after.growth(before)
    outcome.figures = {**_figures(now, evidence), **own, "files more": files, "MiB more": round(mib)}
    outcome.posts, outcome.posted_again = evidence.posts.total(), evidence.posted_again
    outcome.judge(findings)


async def _judge_answers(now: Running, findings: Findings) -> None:
    improper = now.load.answers.improper
    findings.note(Invariant.PROPER_ANSWERS, "improper answers", (f"{k} x{v}" for k, v in improper.items()))
    findings.note(Invariant.PROPER_ANSWERS, "writes repeated in vain", range(now.load.given_up))
    dead = await now.ground.audit.dead()
    findings.note(Invariant.NOTHING_MISSED, "dead queues with events", (f"{k} x{v}" for k, v in dead.items()))
    killed = [process.name for process in now.stack.processes() if not process.alive]
    findings.note(Invariant.BACK_TO_REST, "processes that died by themselves", killed)


def _figures(now: Running, evidence: Evidence) -> Figures:
    """What every experiment tells."""
    statuses = {status: count for status, count in sorted(now.load.answers.statuses.items()) if status >= 200}
    stored = evidence.stored
    return {
        "answers": ", ".join(f"{status} x{count}" for status, count in statuses.items()),
        "broken off": now.load.answers.statuses[0],
        "not connected": now.load.answers.statuses[-1],
        "repeated by the client": now.load.repeats,
        "p99 ms": round(now.load.answers.quantile(0.99) * 1000),
        "slowest s": round(now.load.answers.slowest, 1),
        "tickets": len(stored.tickets),
        "events": len(evidence.events),
        "published again": now.ground.audit.repeats,
        "webhooks": len(stored.deliveries),
        "webhooks posted again": evidence.posted_again,
        "replies in doubt": in_doubt(evidence),
        "settled s": round(now.settled_seconds, 1),
    }
