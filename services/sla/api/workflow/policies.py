"""`/api/helpdesk/sla`: the tenant's policies, for agents."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response

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


def policies_api() -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["workflow"])

    @router.get("", response_model=list[PolicyShown])
    async def list_policies() -> Response:
        """A bare array; no tenant has a policy yet."""
        current_caller().require(Scope.READ, agent_only=True)
        return json_answer([])

    return router
