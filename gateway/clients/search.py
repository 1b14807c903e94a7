"""The search service, as the operator's commands reach it."""

from uuid import UUID, uuid4

from shared.errors import Unavailable
from shared.http.sibling import Sibling
from shared.identity import Caller
from shared.vocabulary import Role, Scope, Surface

NOBODY = UUID(int=0)


class SearchService:
    def __init__(self, search: Sibling) -> None:
        self._search = search

    async def rebuild(self, tenant_id: UUID | None) -> None:
        body = {"tenant_id": str(tenant_id)} if tenant_id else {}
        answer = await self._search.ask("POST", "/internal/rebuild", caller=_operator(), json=body)
        if answer.status_code != 202:
            raise Unavailable(f"search answered {answer.status_code}")


def _operator() -> Caller:
    return Caller(
        tenant_id=str(NOBODY),
        role=Role.ADMIN,
        scopes=(Scope.ADMIN,),
        name="operator",
        surface=Surface.MESSENGER,
        request_id=uuid4().hex,
    )
