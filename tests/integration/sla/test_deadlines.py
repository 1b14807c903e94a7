"""Deadlines are set, and each that passes is announced once."""

from datetime import timedelta

from shared.events.decisions import SlaApplied, SlaBreached
from shared.events.tenant import TenantData, TenantDeleted
from shared.events.ticket import TenantTerms
from shared.vocabulary import SlaTarget
from tests.integration.sla.course import Course
from tests.integration.sla.system import SlaSystem
from tests.support.eventually import eventually

LONG = TenantTerms(sla_first_reply_hours=1000, sla_resolve_hours=2000)


async def test_deadlines_are_announced_for_a_new_ticket(sla: SlaSystem) -> None:
    course = Course(terms=LONG)
    await sla.publish([course.created()])
    (applied,) = await sla.hear(course.id, "sla.applied")
    assert isinstance(applied, SlaApplied)
    assert applied.tenantid == course.tenant_id
    assert applied.data.ticket_id == course.id
    assert applied.data.of_sequence == 1
    assert applied.data.first_response_deadline == course.after(seconds=1000)
    assert applied.data.resolution_deadline == course.after(seconds=2000)


async def test_a_tenant_without_hours_has_no_deadlines_but_is_watched(sla: SlaSystem) -> None:
    without, marker = Course(terms=TenantTerms()), Course(terms=LONG)
    await sla.publish([without.created()])
    document = await sla.watch(without.id, sequence=1)
    assert "due_at" not in document
    await sla.publish([marker.created()])
    await sla.hear(marker.id, "sla.applied")
    assert not sla.announced(without.id)


async def test_a_breach_of_each_target_is_announced_once_and_soon(sla: SlaSystem) -> None:
    course = Course(terms=TenantTerms(sla_first_reply_hours=1, sla_resolve_hours=2))
    await sla.publish([course.created()])
    for target, seconds in ((SlaTarget.FIRST_RESPONSE, 1), (SlaTarget.RESOLUTION, 2)):
        (breach,) = await sla.hear(course.id, target)
        assert isinstance(breach, SlaBreached)
        assert breach.data.deadline == course.after(seconds=seconds)
        assert timedelta() <= breach.time - breach.data.deadline <= timedelta(seconds=2)
        assert breach.data.ticket.sla is not None
        assert breach.data.ticket.sla.first_response_breached is True
        assert breach.data.ticket.sla.resolution_breached is (target is SlaTarget.RESOLUTION)
    document = await sla.watch(course.id, sequence=1)
    assert document["breached"] == ["first_response", "resolution"]
    assert "due_at" not in document
    breached = {"sla.applied": 1, "first_response": 1, "resolution": 1}
    assert sla.announced(course.id) == {**breached, "first_response_warning": 1, "resolution_warning": 1}


async def test_what_is_reached_in_time_is_no_breach(sla: SlaSystem) -> None:
    terms = TenantTerms(sla_first_reply_hours=2, sla_resolve_hours=2)
    kept, marker = Course(terms=terms), Course(terms=terms)
    await sla.publish([kept.created(), marker.created()])
    await sla.publish([kept.answered(at=kept.after(seconds=0.3)), kept.resolved(at=kept.after(seconds=0.4))])
    await sla.hear(marker.id, SlaTarget.RESOLUTION)
    assert "due_at" not in await sla.watch(kept.id, sequence=3)
    assert sla.announced(kept.id) == {"sla.applied": 1}


async def test_what_is_reached_late_is_a_breach_even_if_nobody_watched_it_pass(sla: SlaSystem) -> None:
    terms = TenantTerms(sla_first_reply_hours=1, sla_resolve_hours=1000)
    course = Course(terms=terms, opened_at=Course().after(seconds=-100))
    created, answered = course.created(), course.answered(at=course.after(seconds=5))
    await sla.publish([answered, created])
    (breach,) = await sla.hear(course.id, SlaTarget.FIRST_RESPONSE)
    assert isinstance(breach, SlaBreached)
    assert breach.data.ticket.sla is not None
    assert breach.data.ticket.sla.first_response_met is False
    assert breach.data.ticket.first_reply_at == course.after(seconds=5)


async def test_a_deleted_ticket_is_timed_no_more(sla: SlaSystem) -> None:
    terms = TenantTerms(sla_first_reply_hours=2)
    gone, marker = Course(terms=terms), Course(terms=terms)
    created, deleted = gone.created(), gone.deleted()
    await sla.publish([created, marker.created(), deleted, created])
    await sla.hear(marker.id, SlaTarget.FIRST_RESPONSE)
    document = await sla.watch(gone.id, sequence=2)
    assert "ticket" not in document
    assert sla.announced(gone.id)[SlaTarget.FIRST_RESPONSE] == 0


async def test_nothing_is_kept_of_a_tenant_that_is_gone(sla: SlaSystem) -> None:
    course = Course(terms=LONG)
    await sla.publish([course.created()])
    await sla.watch(course.id, sequence=1)
    data = TenantData(id=course.tenant_id, name="Acme")
    await sla.publish([TenantDeleted(subject=str(course.tenant_id), tenantid=course.tenant_id, data=data)])

    async def forgotten() -> bool:
        return await sla.watches.count_documents({"tenant_id": course.tenant_id}) == 0

    await eventually(forgotten, what="the tenant's watches are gone")


async def test_the_clock_finds_what_is_due_by_an_index(sla: SlaSystem) -> None:
    course = Course(terms=LONG)
    await sla.publish([course.created()])
    await sla.watch(course.id, sequence=1)
    due = {"due_at": {"$lte": course.after(seconds=1000)}, "lease_until": None}
    plan = await sla.watches.find(due).sort("due_at", 1).limit(1).explain()
    assert "'indexName': 'due'" in str(plan["queryPlanner"]["winningPlan"])
