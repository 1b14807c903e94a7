"""Policies and business hours: who may lay them down, what they refuse, and how they reach tickets."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.sla.domain.business_hours import BusinessHours
from shared.events.decisions import SlaApplied, SlaCloseDue, SlaWarning
from shared.events.ticket import TenantTerms
from shared.ids import new_id
from shared.vocabulary import Priority, Role, SlaTarget, Status, Surface
from tests.integration.sla.course import Course
from tests.integration.sla.system import SlaSystem

POLICIES = "/v1/helpdesk/sla-policies"
HOURS = "/v1/helpdesk/business-hours"
GOLD = {"name": "Gold", "first_response_hours": 1000, "resolution_hours": 2000, "applies": ["high", "urgent"]}
OFFICE = {"name": "Office", "timezone": "Europe/Berlin", "week": {"mon": [["09:00", "13:00"], ["14:00", "24:00"]]}}
NOTHING = TenantTerms()


async def made(sla: SlaSystem, tenant_id: UUID, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await sla.ask("POST", path, tenant_id=tenant_id, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def applied(sla: SlaSystem, course: Course, *, times: int) -> SlaApplied:
    """The last of so many decisions about a ticket."""
    events = await sla.hear(course.id, "sla.applied", times=times)
    decisions = [event for event in events if isinstance(event, SlaApplied)]
    return max(decisions, key=lambda event: (event.data.policy_revision, event.data.order))


async def test_what_is_laid_down_is_shown_changed_and_taken_away(sla: SlaSystem) -> None:
    tenant_id = new_id()
    office = await made(sla, tenant_id, HOURS, OFFICE | {"holidays": ["2026-12-25"]})
    assert office["week"]["mon"] == [["09:00", "13:00"], ["14:00", "24:00"]]
    assert office["week"]["sun"] == []
    gold = await made(sla, tenant_id, POLICIES, GOLD | {"business_hours_id": office["id"]})
    assert gold["pause_when_pending"] is True
    changed = await sla.ask("PUT", f"{POLICIES}/{gold['id']}", tenant_id=tenant_id, json={"resolution_hours": 9})
    assert changed.json() == gold | {"resolution_hours": 9, "updated_at": changed.json()["updated_at"]}
    in_use = await sla.ask("DELETE", f"{HOURS}/{office['id']}", tenant_id=tenant_id)
    assert (in_use.status_code, in_use.json()["error"]["code"]) == (409, "in_use")
    shown = await sla.ask("GET", "/api/helpdesk/sla", tenant_id=tenant_id, role=Role.AGENT, surface=Surface.WORKFLOW)
    assert shown.json() == [
        {
            "id": gold["id"],
            "name": "Gold",
            "firstResponseHours": 1000,
            "resolutionHours": 9,
            "applies": ["high", "urgent"],
        }
    ]
    for path in (f"{POLICIES}/{gold['id']}", f"{HOURS}/{office['id']}"):
        assert (await sla.ask("DELETE", path, tenant_id=tenant_id)).status_code == 204
        assert (await sla.ask("GET", path, tenant_id=tenant_id)).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (POLICIES, GOLD | {"first_response_hours": 0}, "first_response_hours"),
        (POLICIES, GOLD | {"resolution_hours": "8"}, "resolution_hours"),
        (POLICIES, GOLD | {"applies": []}, "applies"),
        (POLICIES, GOLD | {"applies": ["medium"]}, "applies.0"),
        (POLICIES, GOLD | {"business_hours_id": str(UUID(int=7))}, "business_hours_id"),
        (POLICIES, GOLD | {"name": " "}, "name"),
        (HOURS, OFFICE | {"timezone": "Europe/Atlantis"}, "timezone"),
        (HOURS, OFFICE | {"week": {}}, "week"),
        (HOURS, OFFICE | {"week": {"mon": [["13:00", "09:00"]]}}, "week.mon"),
        (HOURS, OFFICE | {"week": {"mon": [["09:00", "13:00"], ["12:00", "14:00"]]}}, "week.mon"),
        (HOURS, OFFICE | {"week": {"mon": [["9:00", "13:00"]]}}, "week.mon.0.0"),
        (HOURS, OFFICE | {"holidays": ["2026-02-30"]}, "holidays.0"),
    ],
)
async def test_what_cannot_be_is_refused_by_name(sla: SlaSystem, path: str, body: dict[str, Any], field: str) -> None:
    answer = await sla.ask("POST", path, tenant_id=new_id(), json=body)
    assert answer.status_code == 422
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]


async def test_a_policy_reaches_tickets_that_are_open_already_and_so_do_its_changes_and_its_end(sla: SlaSystem) -> None:
    terms = TenantTerms(sla_first_reply_hours=500)
    course = Course(terms=terms, priority=Priority.HIGH)
    other = Course(terms=terms, tenant_id=course.tenant_id, priority=Priority.LOW)
    await sla.publish([course.created(), other.created()])
    assert (await applied(sla, course, times=1)).data.first_response_deadline == course.after(seconds=500)
    gold = await made(sla, course.tenant_id, POLICIES, GOLD)
    decision = (await applied(sla, course, times=2)).data
    assert decision.policy is not None
    assert str(decision.policy.id) == gold["id"]
    assert decision.first_response_deadline == course.after(seconds=1000)
    path = f"{POLICIES}/{gold['id']}"
    await sla.ask("PUT", path, tenant_id=course.tenant_id, json={"first_response_hours": 700})
    assert (await applied(sla, course, times=3)).data.first_response_deadline == course.after(seconds=700)
    await sla.ask("DELETE", path, tenant_id=course.tenant_id)
    fallen_back = (await applied(sla, course, times=4)).data
    assert (fallen_back.policy, fallen_back.first_response_deadline) == (None, course.after(seconds=500))
    assert sla.announced(other.id) == {"sla.applied": 1}


async def test_another_priority_is_measured_by_its_own_policy_from_the_start(sla: SlaSystem) -> None:
    course = Course(terms=NOTHING)
    await made(sla, course.tenant_id, POLICIES, GOLD)
    await sla.publish([course.created(), course.updated(priority=Priority.URGENT)])
    decision = (await applied(sla, course, times=1)).data
    assert decision.resolution_deadline == course.after(seconds=2000)


async def test_a_pause_stops_the_clock_and_what_is_left_goes_on(sla: SlaSystem) -> None:
    course = Course(terms=NOTHING, priority=Priority.HIGH)
    await made(sla, course.tenant_id, POLICIES, GOLD)
    await sla.publish([course.created()])
    await applied(sla, course, times=1)
    await sla.publish([course.updated(at=course.after(seconds=10), status=Status.PENDING)])
    assert (await applied(sla, course, times=2)).data.paused
    assert "due_at" not in await sla.watch(course.id, sequence=2)
    await sla.publish([course.updated(at=course.after(seconds=110), status=Status.IN_PROGRESS)])
    resumed = (await applied(sla, course, times=3)).data
    assert (resumed.paused, resumed.resolution_deadline) == (False, course.after(seconds=2100))


async def test_hours_that_a_policy_goes_by_are_the_only_ones_that_count(sla: SlaSystem) -> None:
    course = Course(terms=NOTHING, priority=Priority.HIGH)
    office = await made(sla, course.tenant_id, HOURS, OFFICE)
    await made(sla, course.tenant_id, POLICIES, GOLD | {"business_hours_id": office["id"]})
    await sla.publish([course.created()])
    nine, one, two, end = (timedelta(hours=hour) for hour in (9, 13, 14, 24))
    hours = BusinessHours("Europe/Berlin", (((nine, one), (two, end)), *((),) * 6), frozenset[date]())
    decision = (await applied(sla, course, times=1)).data
    assert decision.resolution_deadline == hours.after(course.ticket.created_at, timedelta(seconds=2000))


async def test_four_fifths_of_the_time_are_told_before_the_deadline_and_each_once(sla: SlaSystem) -> None:
    course = Course(terms=TenantTerms(sla_first_reply_hours=2))
    await sla.publish([course.created()])
    (warning,) = await sla.hear(course.id, "first_response_warning")
    assert isinstance(warning, SlaWarning)
    assert warning.data.deadline == course.after(seconds=2)
    assert timedelta(seconds=1.6) <= warning.time - course.ticket.created_at <= timedelta(seconds=3.6)
    await sla.hear(course.id, SlaTarget.FIRST_RESPONSE)
    assert sla.announced(course.id) == {"sla.applied": 1, "first_response_warning": 1, "first_response": 1}


async def test_a_ticket_left_by_its_customer_is_to_be_closed_once_for_each_stretch(sla: SlaSystem) -> None:
    course = Course(terms=TenantTerms(auto_close_days=1), opened_at=Course().after(seconds=-24))
    await sla.publish([course.created(), course.updated(at=course.after(seconds=1), status=Status.PENDING)])
    (due,) = await sla.hear(course.id, "sla.close_due")
    assert isinstance(due, SlaCloseDue)
    assert due.data.since == course.after(seconds=1)
    marker = Course(terms=TenantTerms(sla_first_reply_hours=2))
    await sla.publish([marker.created()])
    await sla.hear(marker.id, SlaTarget.FIRST_RESPONSE)
    assert sla.announced(course.id)["sla.close_due"] == 1


async def test_a_dry_run_counts_what_a_change_would_breach_and_changes_nothing(sla: SlaSystem) -> None:
    tenant_id = new_id()
    opened_at = Course().after(seconds=-50)
    courses = [
        Course(terms=NOTHING, tenant_id=tenant_id, opened_at=opened_at, priority=Priority.HIGH) for _ in range(3)
    ]
    gold = await made(sla, tenant_id, POLICIES, GOLD)
    await sla.publish([course.created() for course in courses])
    for course in courses:
        await applied(sla, course, times=1)
    path = f"{POLICIES}/{gold['id']}"
    answer = await sla.ask("POST", f"{path}/simulate", tenant_id=tenant_id, json={"first_response_hours": 40})
    assert answer.json() == {
        "tickets": 3,
        "now": {"first_response": 0, "resolution": 0, "any": 0},
        "then": {"first_response": 3, "resolution": 0, "any": 3},
        "complete": True,
    }
    assert (await sla.ask("GET", path, tenant_id=tenant_id)).json() == gold
    assert all(sla.announced(course.id) == {"sla.applied": 1} for course in courses)


async def test_the_ledger_has_each_step_with_its_arithmetic(sla: SlaSystem) -> None:
    course = Course(terms=NOTHING, priority=Priority.HIGH)
    gold = await made(sla, course.tenant_id, POLICIES, GOLD)
    created = course.created()
    pending = course.updated(at=course.after(seconds=10), status=Status.PENDING)
    back = course.updated(at=course.after(seconds=110), status=Status.IN_PROGRESS)
    await sla.publish([back, pending, created])
    await sla.followed(course.id, marks=3)
    path = f"/internal/watches/{course.id}"
    ledger = (await sla.ask("GET", path, tenant_id=course.tenant_id, role=Role.AGENT, via="tickets")).json()
    resolution = next(target for target in ledger["targets"] if target["target"] == "resolution")
    assert ledger["policy_id"] == gold["id"]
    assert [(entry["step"], entry["used_seconds"]) for entry in resolution["entries"]] == [
        ("started", 0),
        ("paused", 10),
        ("resumed", 10),
    ]
    assert resolution["used_seconds"] + resolution["left_seconds"] == pytest.approx(2000)
    foreign = await sla.ask("GET", path, tenant_id=new_id(), role=Role.AGENT, via="tickets")
    assert foreign.status_code == 404
