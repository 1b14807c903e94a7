"""Which of the tenant's tickets have a text in them, asked of search on behalf of the caller."""

from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel

from shared.errors import Unavailable
from shared.http.door import current_caller
from shared.http.sibling import Sibling
from shared.vocabulary import Role


class _Found(BaseModel):
    ids: list[UUID]


class SearchService:
    def __init__(self, search: Sibling) -> None:
        self._search = search

    async def ids(self, text: str, *, messages: bool, after: UUID | None, limit: int) -> list[UUID]:
        caller = current_caller()
        query = {
            "q": text,
            "in": "messages" if messages else "subject",
            "notes": "false" if caller.role == Role.CUSTOMER else "true",
            "limit": limit,
            **({"after": after} if after else {}),
        }
        answer = await self._search.ask("GET", f"/internal/search?{urlencode(query)}", caller=caller)
        if answer.status_code != 200:
            raise Unavailable(f"search answered {answer.status_code}")
        return _Found.model_validate_json(answer.content).ids
