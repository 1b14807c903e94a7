"""A customer who waits too long for an answer is announced, once for each time that they have to."""

from shared.clock import utc_now
from shared.events.decisions import TicketUnanswered
from shared.events.ticket import TenantTerms
from shared.vocabulary import Status
from tests.integration.sla.course import Course
from tests.integration.sla.system import SlaSystem

UNANSWERED = "ticket.unanswered_24h"
TERMS = TenantTerms(unanswered_hours=1)


async def test_an_unanswered_ticket_is_announced_once_for_each_stretch(sla: SlaSystem) -> None:
    course = Course(terms=TERMS)
    await sla.publish([course.created()])
    (first,) = await sla.hear(course.id, UNANSWERED)
    assert isinstance(first, TicketUnanswered)
    assert first.data.hours == 1
    assert first.data.ticket.id == course.id
    assert first.data.ticket.sla is None

    await sla.publish([course.asked(at=utc_now())])
    assert "due_at" not in await sla.watch(course.id, sequence=2)

    await sla.publish([course.answered(at=utc_now()), course.asked(at=utc_now())])
    await sla.hear(course.id, UNANSWERED, times=2)
    assert "due_at" not in await sla.watch(course.id, sequence=4)
    assert sla.announced(course.id) == {UNANSWERED: 2}


async def test_an_answer_or_a_pause_in_time_is_not_announced(sla: SlaSystem) -> None:
    terms = TenantTerms(unanswered_hours=2)
    answered, pending, marker = (Course(terms=terms) for _ in range(3))
    await sla.publish([each.created() for each in (answered, pending, marker)])
    await sla.publish([answered.answered(at=utc_now()), pending.updated(status=Status.PENDING)])
    await sla.hear(marker.id, UNANSWERED)
    assert not sla.announced(answered.id)
    assert not sla.announced(pending.id)


async def test_a_ticket_that_goes_back_to_work_is_timed_again(sla: SlaSystem) -> None:
    course = Course(terms=TERMS)
    await sla.publish([course.created(), course.updated(status=Status.PENDING)])
    assert "due_at" not in await sla.watch(course.id, sequence=2)
    await sla.publish([course.updated(status=Status.IN_PROGRESS)])
    await sla.hear(course.id, UNANSWERED)
