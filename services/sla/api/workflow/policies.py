"""`/api/helpdesk/sla`: the tenant's policies, for agents."""

from fastapi import APIRouter, Response

from shared.http.app import json_answer
from shared.http.door import current_caller
from shared.vocabulary import Scope

PATH = "/api/helpdesk/sla"


def policies_api() -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["workflow"])

    @router.get("")
    async def list_policies() -> Response:
        """A bare array; no tenant has a policy yet."""
        current_caller().require(Scope.READ, agent_only=True)
        return json_answer([])

    return router
