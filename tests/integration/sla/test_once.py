"""Once each: whatever dies, however many processes there are, in whatever order events come."""

import random
from datetime import timedelta
from pathlib import Path

from shared.clock import utc_now
from shared.events.ticket import TenantTerms
from shared.vocabulary import SlaTarget
from tests.integration.sla.course import Course
from tests.integration.sla.system import SlaSystem
from tests.support.eventually import eventually
from tests.support.servers import BackingServers

ALL_ONCE = {"sla.applied": 1, "first_response": 1, "resolution": 1, "ticket.unanswered_24h": 1}


async def test_a_timer_survives_the_death_of_its_process(servers: BackingServers, tmp_path: Path) -> None:
    async with SlaSystem(servers, directory=tmp_path) as sla:
        courses = [Course() for _ in range(20)]
        await sla.publish([course.created() for course in courses])
        for course in courses:
            await sla.watch(course.id, sequence=1)
        await sla.stack.kill("sla")
        await eventually(lambda: utc_now() > courses[-1].after(seconds=3), what="every deadline passed")
        await sla.stack.restart("sla")
        await sla.idle(len(courses))
        assert [sla.announced(course.id) for course in courses] == [ALL_ONCE] * len(courses)


async def test_a_death_while_timers_fire_loses_and_doubles_none(servers: BackingServers, tmp_path: Path) -> None:
    async with SlaSystem(servers, directory=tmp_path) as sla:
        terms = TenantTerms(sla_first_reply_hours=3, sla_resolve_hours=3)
        # They fall due one after the other, over three seconds.
        courses = [Course(terms=terms, opened_at=utc_now() + timedelta(milliseconds=10 * n)) for n in range(300)]
        await sla.publish([course.created() for course in courses])
        await eventually(
            lambda: any(sla.announced(course.id)[SlaTarget.RESOLUTION] for course in courses), what="a timer fired"
        )
        await sla.stack.kill("sla")
        assert not all(sla.announced(course.id)[SlaTarget.RESOLUTION] for course in courses)
        # The minute for which the dead process's claims hold is not waited out.
        await sla.watches.update_many({"lease_until": {"$gt": utc_now()}}, {"$set": {"lease_until": utc_now()}})
        await sla.stack.restart("sla")
        await sla.idle(len(courses))
        expected = {"sla.applied": 1, "first_response": 1, "resolution": 1}
        assert [sla.announced(course.id) for course in courses] == [expected] * len(courses)


async def test_a_reply_in_the_queue_is_heard_before_the_clock_decides(servers: BackingServers, tmp_path: Path) -> None:
    async with SlaSystem(servers, directory=tmp_path) as sla:
        terms = TenantTerms(sla_first_reply_hours=1)
        courses = [Course(terms=terms) for _ in range(200)]
        await sla.publish([course.created() for course in courses[:100]])
        await sla.stack.kill("sla")
        await sla.publish([course.created() for course in courses[100:]])
        await sla.publish([course.answered(at=course.after(seconds=0.5)) for course in courses])
        await eventually(lambda: utc_now() > courses[-1].after(seconds=1), what="every deadline passed")
        await sla.stack.restart("sla")
        await sla.idle(len(courses))
        assert [sla.announced(course.id) for course in courses] == [{"sla.applied": 1}] * len(courses)


async def test_two_processes_announce_each_thing_once(servers: BackingServers, tmp_path: Path) -> None:
    async with SlaSystem(servers, directory=tmp_path, copies=2) as sla:
        courses = [Course() for _ in range(100)]
        await sla.publish([course.created() for course in courses])
        await sla.idle(len(courses))
        assert [sla.announced(course.id) for course in courses] == [ALL_ONCE] * len(courses)


async def test_shuffled_events_that_come_ten_times_have_the_same_effect(
    servers: BackingServers, tmp_path: Path
) -> None:
    async with SlaSystem(servers, directory=tmp_path, copies=2) as sla:
        terms = TenantTerms(sla_first_reply_hours=1, sla_resolve_hours=2, unanswered_hours=1000)
        courses = [Course(terms=terms, opened_at=Course().after(seconds=-100)) for _ in range(20)]
        events = []
        for course in courses:
            events += [course.created(), course.asked(at=course.after(seconds=1)), course.updated(subject="Late")]
            events += [course.answered(at=course.after(seconds=50)), course.resolved(at=course.after(seconds=60))]
        events = events * 10
        random.Random(7).shuffle(events)
        await sla.publish(events)
        for course in courses:
            await sla.watch(course.id, sequence=5)
        await sla.idle(len(courses))
        expected = {"sla.applied": 1, "first_response": 1, "resolution": 1}
        assert [sla.announced(course.id) for course in courses] == [expected] * len(courses)


async def test_a_process_that_is_asked_to_stop_finishes_what_it_holds(servers: BackingServers, tmp_path: Path) -> None:
    async with SlaSystem(servers, directory=tmp_path) as sla:
        courses = [Course(terms=TenantTerms(sla_first_reply_hours=1000)) for _ in range(300)]
        await sla.publish([course.created() for course in courses])
        await sla.watch(courses[0].id, sequence=1)
        await sla.stack.terminate("sla")
        assert sla.stack.process("sla").exit_code == 0
        assert await sla.watches.count_documents({"outbox.0": {"$exists": True}}) == 0
        await sla.stack.restart("sla")
        for course in courses:
            await sla.hear(course.id, "sla.applied")
        assert [sla.announced(course.id) for course in courses] == [{"sla.applied": 1}] * len(courses)
