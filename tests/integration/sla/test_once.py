"""Once each: whatever dies, however many processes there are, in whatever order events come."""

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from shared.clock import utc_now
from shared.events.ticket import TenantTerms
from shared.ids import new_id
from shared.vocabulary import SlaTarget
from tests.integration.sla.course import Course
from tests.integration.sla.system import SlaSystem
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

BREACHED = {"sla.applied": 1, "first_response": 1, "resolution": 1}
WARNINGS = ("first_response_warning", "resolution_warning")
WARNED = {**BREACHED, **dict.fromkeys(WARNINGS, 1)}
ALL_ONCE = {**WARNED, "ticket.unanswered_24h": 1}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mortal(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SlaSystem]:
    """One process, to be killed; each test leaves it running and idle."""
    async with SlaSystem(servers, directory=tmp_path_factory.mktemp("mortal")) as system:
        yield system


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SlaSystem]:
    """Two processes that share the work."""
    async with SlaSystem(servers, directory=tmp_path_factory.mktemp("pair"), copies=2) as system:
        yield system


async def told(system: SlaSystem, courses: list[Course], expected: dict[str, int]) -> None:
    """Hold what was announced about each to what is expected, once the last of it has come through the broker."""

    def announced() -> list[Counter[str]]:
        return [system.announced(course.id) for course in courses]

    await eventually(lambda: sum(map(Counter.total, announced())) >= sum(expected.values()) * len(courses))
    assert announced() == [expected] * len(courses)


async def test_a_timer_survives_the_death_of_its_process(mortal: SlaSystem) -> None:
    courses = [Course() for _ in range(20)]
    await mortal.publish([course.created() for course in courses])
    for course in courses:
        await mortal.watch(course.id, sequence=1)
    await mortal.stack.kill("sla")
    await eventually(lambda: utc_now() > courses[-1].after(seconds=3), what="every deadline passed")
    await mortal.stack.restart("sla")
    await mortal.idle([course.id for course in courses])
    await told(mortal, courses, ALL_ONCE)


async def test_a_death_while_timers_fire_loses_and_doubles_none(mortal: SlaSystem) -> None:
    terms = TenantTerms(sla_first_reply_hours=3, sla_resolve_hours=3)
    # They fall due one after the other, over three seconds.
    courses = [Course(terms=terms, opened_at=utc_now() + timedelta(milliseconds=10 * n)) for n in range(300)]
    await mortal.publish([course.created() for course in courses])
    await eventually(
        lambda: any(mortal.announced(course.id)[SlaTarget.RESOLUTION] for course in courses), what="a timer fired"
    )
    await mortal.stack.kill("sla")
    assert not all(mortal.announced(course.id)[SlaTarget.RESOLUTION] for course in courses)
    # The minute for which the dead process's claims hold is not waited out.
    await mortal.watches.update_many({"lease_until": {"$gt": utc_now()}}, {"$set": {"lease_until": utc_now()}})
    await mortal.stack.restart("sla")
    await mortal.idle([course.id for course in courses])
    await told(mortal, courses, WARNED)


async def test_a_reply_in_the_queue_is_heard_before_the_clock_decides(mortal: SlaSystem) -> None:
    # Long enough for a busy machine to kill the process before the first is due.
    terms = TenantTerms(sla_first_reply_hours=4)
    courses = [Course(terms=terms) for _ in range(200)]
    await mortal.publish([course.created() for course in courses[:100]])
    await mortal.stack.kill("sla")
    await mortal.publish([course.created() for course in courses[100:]])
    await mortal.publish([course.answered(at=course.after(seconds=0.5)) for course in courses])
    await eventually(lambda: utc_now() > courses[-1].after(seconds=4), what="every deadline passed")
    await mortal.stack.restart("sla")
    await mortal.idle([course.id for course in courses])
    await told(mortal, courses, {"sla.applied": 1})


async def test_two_processes_announce_each_thing_once(pair: SlaSystem) -> None:
    courses = [Course() for _ in range(100)]
    await pair.publish([course.created() for course in courses])
    await pair.idle([course.id for course in courses])
    await told(pair, courses, ALL_ONCE)


async def test_shuffled_events_that_come_ten_times_have_the_same_effect(pair: SlaSystem) -> None:
    terms = TenantTerms(sla_first_reply_hours=1, sla_resolve_hours=2, unanswered_hours=1000)
    courses = [Course(terms=terms, opened_at=Course().after(seconds=-100)) for _ in range(20)]
    events = []
    for course in courses:
        events += [course.created(), course.asked(at=course.after(seconds=1)), course.updated(subject="Late")]
        events += [course.answered(at=course.after(seconds=50)), course.resolved(at=course.after(seconds=60))]
    events = events * 10
    random.Random(7).shuffle(events)
    await pair.publish(events)
    for course in courses:
        await pair.watch(course.id, sequence=5)
    await pair.idle([course.id for course in courses])
    # Whether a warning was still worth telling depends on what was heard first; it is never told twice.
    announced = [pair.announced(course.id) for course in courses]
    assert all(each[warning] <= 1 for each in announced for warning in WARNINGS)
    assert [{what: each[what] for what in each if what not in WARNINGS} for each in announced] == [BREACHED] * 20


async def test_a_process_that_is_asked_to_stop_finishes_what_it_holds(mortal: SlaSystem) -> None:
    terms, tenant_id = TenantTerms(sla_first_reply_hours=1000), new_id()
    courses = [Course(terms=terms, tenant_id=tenant_id) for _ in range(300)]
    await mortal.publish([course.created() for course in courses])
    await mortal.watch(courses[0].id, sequence=1)
    await mortal.stack.terminate("sla")
    assert mortal.stack.process("sla").exit_code == 0
    assert await mortal.watches.count_documents({"outbox.0": {"$exists": True}}) == 0
    await mortal.stack.restart("sla")
    for course in courses:
        await mortal.hear(course.id, "sla.applied")
    await told(mortal, courses, {"sla.applied": 1})
