"""`entityId`: the tenant that a request names, which must be the key's own."""

from fastapi import Request

from shared.errors import Forbidden, Malformed
from shared.http.door import current_caller

NAME = "entityId"
HEADER = "x-entity-id"


async def check_entity_id(request: Request) -> None:
    """The query is asked before the header, and the header before a JSON body; who names it first counts.

    Raises Malformed where none does, and Forbidden where another tenant is named.
    """
    named = request.query_params.getlist(NAME) or request.headers.getlist(HEADER) or await _in_body(request)
    if not any(named):
        raise Malformed(f"{NAME} is missing: in the query, the {HEADER} header or the JSON body.")
    tenant_id = current_caller().tenant_id
    if any(not isinstance(each, str) or each.lower() != tenant_id for each in named):
        raise Forbidden(f"This key is of another entity than {NAME} names.", code="wrong_entity")


async def _in_body(request: Request) -> list[object]:
    said = await request.json() if await request.body() else None
    return [said[NAME]] if isinstance(said, dict) and NAME in said else []
