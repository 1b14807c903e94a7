"""16: very many timers are due at one instant, and one of two workers dies half-way: each fires once.

With the leases as they are shipped: what the dead one had claimed is fired a minute later.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from time import perf_counter

from shared.clock import utc_now
from shared.events.decisions import SlaBreached
from shared.events.envelope import Event
from shared.events.ticket import TenantTerms
from tests.faults.harness.answers import quantile
from tests.faults.harness.findings import Findings, Invariant
from tests.faults.harness.outcome import Outcome
from tests.faults.harness.trial import Apart, Site
from tests.integration.sla.course import Course
from tests.integration.sla.system import SlaSystem
from tests.support.eventually import eventually

TIMERS = 2_000
AT_ONCE = 200
# An hour of a ticket's terms lasts a second here: long enough for all watches to be there before the instant.
TICKETS_PER_SECOND = 250
LEASE_SECONDS = 60.0


async def fire_many_at_once(site: Site, outcome: Outcome) -> None:
    count = max(10, round(TIMERS * site.scale))
    async with SlaSystem(site.servers, directory=site.directory, copies=2) as sla:
        seconds = 5 + count // TICKETS_PER_SECOND
        opened_at = utc_now()
        courses = [Course(terms=TenantTerms(sla_resolve_hours=seconds), opened_at=opened_at) for _ in range(count)]
        await _publish(sla, [course.created() for course in courses])
        due = opened_at + timedelta(seconds=seconds)
        within = 120.0 + count / 100
        await eventually(
            lambda: len(_breaches(sla)) >= count // 2, within=within, every=0.002, what="half of the timers fired"
        )
        outcome.faults.append("kill -9 of one of two workers, half-way")
        killed_at = perf_counter()
        await sla.stack.kill("sla")
        at_the_kill = len(_breaches(sla))
        await eventually(lambda: len(_breaches(sla)) > at_the_kill, within=LEASE_SECONDS, what="the other goes on")
        outcome.recoveries.append(round(perf_counter() - killed_at, 2))
        await sla.stack.restart("sla")
        await sla.idle([course.id for course in courses], within=within + LEASE_SECONDS)
        breaches = _breaches(sla)
        lateness = [(breach.time - due).total_seconds() for breach in breaches]
        _judge(courses, breaches, outcome)
        outcome.figures = {
            "timers": count,
            "fired at the kill": at_the_kill,
            "late s p50": round(quantile(lateness, 0.5), 2),
            "late s p99": round(quantile(lateness, 0.99), 2),
            "late s, latest": round(max(lateness, default=0.0), 2),
            "fired more than 30 s late": sum(each > LEASE_SECONDS / 2 for each in lateness),
            "early": sum(each < 0 for each in lateness),
        }


def _judge(courses: Sequence[Course], breaches: Sequence[Event], outcome: Outcome) -> None:
    fired = Counter(breach.subject for breach in breaches)
    findings = Findings()
    missing = (course.id for course in courses if not fired[str(course.id)])
    findings.note(Invariant.NOTHING_MISSED, "timers that did not fire", missing)
    findings.twice("timers", fired.elements())
    outcome.judge(findings)


def _breaches(sla: SlaSystem) -> list[SlaBreached]:
    return [event for event in sla.heard() if isinstance(event, SlaBreached)]


async def _publish(sla: SlaSystem, events: Sequence[Event]) -> None:
    for start in range(0, len(events), AT_ONCE):
        await asyncio.gather(*(sla.publish([event]) for event in events[start : start + AT_ONCE]))


TIMERS_AT_ONCE = Apart("16", "many timers at one instant", fire_many_at_once)
