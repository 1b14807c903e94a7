"""`/v1/helpdesk/sla-policies`: admins write, agents read."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from services.sla.domain.policy import Policy
from services.sla.domain.simulation import Simulation
from services.sla.usecases.add_policy import add_policy
from services.sla.usecases.change_policy import change_policy
from services.sla.usecases.ports import Ports
from services.sla.usecases.remove_policy import remove_policy
from services.sla.usecases.simulate_policy import simulate_policy
from shared.dialects.fields import Name
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.changes import Changes, kept
from shared.http.documented import Row, Shown, page_of
from shared.http.door import current_caller, path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Priority, Scope

PATH = "/v1/helpdesk/sla-policies"
MOST_HOURS = 8_784

Hours = Annotated[int, Field(strict=True, ge=1, le=MOST_HOURS)]
Applies = Annotated[list[Priority], Field(min_length=1, max_length=len(Priority))]


class PolicyBody(BaseModel):
    name: Name
    first_response_hours: Hours
    resolution_hours: Hours
    applies: Applies
    business_hours_id: UUID | None = None
    pause_when_pending: bool = True


class PolicyChanges(Changes):
    """Only what is given changes."""

    name: Name = kept()
    first_response_hours: Hours = kept()
    resolution_hours: Hours = kept()
    applies: Applies = kept()
    business_hours_id: UUID | None = None
    pause_when_pending: bool = kept()

    def given(self) -> dict[str, Any]:
        given = super().given()
        if "applies" in given:
            given["applies"] = tuple(dict.fromkeys(self.applies))
        return given


class SlaPolicyShown(Row):
    """How soon tickets of these priorities are to be answered and resolved, in hours of the business hours named."""

    name: str
    first_response_hours: int
    resolution_hours: int
    applies: list[Priority]
    business_hours_id: UUID | None
    pause_when_pending: bool


class BreachesShown(Shown):
    """Open tickets that are past a deadline, or will be as the clock stands now."""

    first_response: int
    resolution: int
    any: int


class SimulationShown(Shown):
    """What a change would do: nothing of it happens."""

    tickets: int
    now: BreachesShown
    then: BreachesShown
    complete: bool


SlaPolicyPage = page_of("sla_policies", SlaPolicyShown)


def policies_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=SlaPolicyPage)
    async def list_sla_policies(limit: Limit = 25, cursor: str | None = None) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, agent_only=True)
        policies, more = await ports.policies.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "sla_policies": [policy_out(policy) for policy in policies],
                "next_cursor": cursor_of(policies[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=SlaPolicyShown)
    async def create_sla_policy(body: PolicyBody) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        policy = await add_policy(
            ports,
            tenant_id=caller.tenant,
            name=body.name,
            first_response_hours=body.first_response_hours,
            resolution_hours=body.resolution_hours,
            applies=tuple(dict.fromkeys(body.applies)),
            business_hours_id=body.business_hours_id,
            pause_when_pending=body.pause_when_pending,
        )
        return json_answer(policy_out(policy), status_code=201)

    @router.get("/{policy_id}", response_model=SlaPolicyShown)
    async def get_sla_policy(policy_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, agent_only=True)
        return json_answer(policy_out(await ports.policies.get(caller.tenant, path_id(policy_id))))

    @router.put("/{policy_id}", response_model=SlaPolicyShown)
    async def put_sla_policy(policy_id: str, body: PolicyChanges) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        policy = await change_policy(ports, tenant_id=caller.tenant, policy_id=path_id(policy_id), changes=body.given())
        return json_answer(policy_out(policy))

    @router.delete("/{policy_id}", status_code=204)
    async def delete_sla_policy(policy_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        await remove_policy(ports, tenant_id=caller.tenant, policy_id=path_id(policy_id))
        return Response(status_code=204)

    @router.post("/{policy_id}/simulate", response_model=SimulationShown)
    async def simulate_sla_policy(policy_id: str, body: PolicyChanges) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        simulation = await simulate_policy(
            ports, tenant_id=caller.tenant, policy_id=path_id(policy_id), changes=body.given()
        )
        return json_answer(simulation_out(simulation))

    return router


def policy_out(policy: Policy) -> dict[str, Any]:
    return {
        "id": str(policy.id),
        "name": policy.name,
        "first_response_hours": policy.first_response_hours,
        "resolution_hours": policy.resolution_hours,
        "applies": list(policy.applies),
        "business_hours_id": policy.business_hours_id and str(policy.business_hours_id),
        "pause_when_pending": policy.pause_when_pending,
        "created_at": rfc3339(policy.created_at),
        "updated_at": rfc3339(policy.updated_at),
    }


def simulation_out(simulation: Simulation) -> dict[str, Any]:
    return {
        "tickets": simulation.tickets,
        "now": {
            "first_response": simulation.now.first_response,
            "resolution": simulation.now.resolution,
            "any": simulation.now.any,
        },
        "then": {
            "first_response": simulation.then.first_response,
            "resolution": simulation.then.resolution,
            "any": simulation.then.any,
        },
        "complete": simulation.complete,
    }
