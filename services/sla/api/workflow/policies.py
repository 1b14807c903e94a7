"""`/api/helpdesk/sla`: the tenant's policies, for agents."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response

from services.sla.domain.policy import Policy
from services.sla.usecases.ports import Ports
from shared.dialects import workflow
from shared.http.app import json_answer
from shared.http.documented import CamelShown
from shared.http.door import current_caller
from shared.vocabulary import Scope

PATH = "/api/helpdesk/sla"


class PolicyShown(CamelShown):
    """How soon tickets of these priorities are to be answered and resolved."""

    id: UUID
    name: str
    first_response_hours: int
    resolution_hours: int
    applies: list[Literal["low", "medium", "high", "urgent"]]


def policies_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["workflow"])

    @router.get("", response_model=list[PolicyShown])
    async def list_policies() -> Response:
        """A bare array, in the order in which they were made."""
        caller = current_caller()
        caller.require(Scope.READ, agent_only=True)
        policies = (await ports.terms.of_tenant(caller.tenant)).policies
        return json_answer([policy_out(policy) for policy in policies])

    return router


def policy_out(policy: Policy) -> dict[str, Any]:
    return {
        "id": str(policy.id),
        "name": policy.name,
        "firstResponseHours": policy.first_response_hours,
        "resolutionHours": policy.resolution_hours,
        "applies": [workflow.PRIORITY.out(priority) for priority in policy.applies],
    }
