"""`GET /internal/search`: ids of the tenant's tickets, newest first, for siblings that show them."""

from fastapi import APIRouter, Response

from services.search.api.models import Searched
from services.search.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.door import sibling_caller
from shared.vocabulary import Role, Scope


def search_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/search", tags=["internal"], route_class=AskedRoute)

    @router.get("")
    async def search(query: Searched) -> Response:
        """The next page comes after the last of the ids; a customer's search never looks at notes."""
        caller = sibling_caller()
        caller.require(Scope.READ)
        asked = query.to_query(caller.tenant, notes_allowed=caller.role != Role.CUSTOMER)
        ids = await ports.index.search(asked)
        return json_answer({"ids": [str(each) for each in ids]})

    return router
