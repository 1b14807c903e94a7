"""`/v1/helpdesk/business-hours`: admins write, agents read."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.sla.api.messenger.week import Holidays, Timezone, Week, week_in, week_out
from services.sla.domain.business_hours import BusinessHours
from services.sla.domain.policy import Timetable
from services.sla.usecases.add_timetable import add_timetable
from services.sla.usecases.change_timetable import change_timetable
from services.sla.usecases.ports import Ports
from services.sla.usecases.remove_timetable import remove_timetable
from shared.dialects.fields import Name
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of, refuses
from shared.http.door import current_caller, path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/business-hours"
IN_USE = refuses(409, "in_use", "An SLA policy goes by these business hours.")


class BusinessHoursBody(BaseModel):
    name: Name
    timezone: Timezone
    week: Week
    holidays: Holidays = []

    def hours(self) -> BusinessHours:
        return BusinessHours(self.timezone, week_in(self.week), frozenset(self.holidays))


class BusinessHoursChanges(Changes):
    """Only what is given changes."""

    name: Name = kept()
    timezone: Timezone = kept()
    week: Week = kept()
    holidays: Holidays = kept()

    def hours(self) -> dict[str, Any]:
        given = self.given()
        changes: dict[str, Any] = {}
        if "timezone" in given:
            changes["timezone"] = self.timezone
        if "week" in given:
            changes["week"] = week_in(self.week)
        if "holidays" in given:
            changes["holidays"] = frozenset(self.holidays)
        return changes


class BusinessHoursShown(Row):
    """When the tenant works: intervals of each weekday on the wall of its time zone, and days on which nobody does."""

    name: str
    timezone: str
    week: Week
    holidays: list[date]


BusinessHoursPage = page_of("business_hours", BusinessHoursShown)


def business_hours_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=BusinessHoursPage)
    async def list_business_hours(limit: Limit = 25, cursor: str | None = None) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, agent_only=True)
        timetables, more = await ports.timetables.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "business_hours": [timetable_out(timetable) for timetable in timetables],
                "next_cursor": cursor_of(timetables[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=BusinessHoursShown)
    async def create_business_hours(body: BusinessHoursBody) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        timetable = await add_timetable(ports, tenant_id=caller.tenant, name=body.name, hours=body.hours())
        return json_answer(timetable_out(timetable), status_code=201)

    @router.get("/{business_hours_id}", response_model=BusinessHoursShown)
    async def get_business_hours(business_hours_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, agent_only=True)
        return json_answer(timetable_out(await ports.timetables.get(caller.tenant, path_id(business_hours_id))))

    @router.put("/{business_hours_id}", response_model=BusinessHoursShown)
    async def put_business_hours(business_hours_id: str, body: BusinessHoursChanges) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        timetable = await change_timetable(
            ports,
            tenant_id=caller.tenant,
            timetable_id=path_id(business_hours_id),
            name=body.given().get("name"),
            hours=body.hours(),
        )
        return json_answer(timetable_out(timetable))

    @router.delete("/{business_hours_id}", status_code=204, responses=IN_USE)
    async def delete_business_hours(business_hours_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        await remove_timetable(ports, tenant_id=caller.tenant, timetable_id=path_id(business_hours_id))
        return Response(status_code=204)

    return router


def timetable_out(timetable: Timetable) -> dict[str, Any]:
    return {
        "id": str(timetable.id),
        "name": timetable.name,
        "timezone": timetable.hours.timezone,
        "week": week_out(timetable.hours.week),
        "holidays": sorted(day.isoformat() for day in timetable.hours.holidays),
        "created_at": rfc3339(timetable.created_at),
        "updated_at": rfc3339(timetable.updated_at),
    }
