"""`/internal/principals`: whom a key may stand for."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from fastapi import APIRouter

from services.tickets.usecases.ports import Ports
from shared.errors import NotFound
from shared.http.door import path_id, sibling_caller
from shared.vocabulary import Scope

Find = Callable[[UUID, UUID], Awaitable[object | None]]


def principals_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/principals", tags=["internal"])
    finders: Mapping[str, Find] = {"agents": ports.agents.find, "contacts": ports.contacts.find}

    @router.get("/{kind}/{row_id}")
    async def principal(kind: str, row_id: str) -> dict[str, str]:
        """The id again, where the caller's tenant has such a one."""
        caller = sibling_caller()
        caller.require(Scope.READ, agent_only=True)
        find = finders.get(kind)
        if find is None or await find(caller.tenant, path_id(row_id)) is None:
            raise NotFound("There is nothing with this id.")
        return {"id": row_id}

    return router
