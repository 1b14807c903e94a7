"""API keys over HTTP: `/admin/tenants/{id}/keys` for the operator, `/v1/helpdesk/keys` for a tenant's own admin."""

from collections.abc import Awaitable, Callable
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from gateway.api.models import KeyIn, KeyPage, KeyShown, NewKeyShown, key_out
from gateway.api.own_door import current_principal
from gateway.usecases.issue_key import issue_key
from gateway.usecases.ports import Ports
from gateway.usecases.revoke_key import revoke_key
from shared.errors import Forbidden
from shared.http.app import json_answer
from shared.http.documented import refuses
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor


class Whose(NamedTuple):
    """The tenant whose keys are meant, and the key that asks; None for the operator."""

    tenant_id: UUID
    asker: UUID | None


def operators_keys_api(ports: Ports) -> APIRouter:
    """For the operator, whom somebody has let in before."""

    async def named(tenant_id: str) -> Whose:
        return Whose((await ports.tenants.get(path_id(tenant_id))).id, None)

    return _keys_api(ports, prefix="/admin/tenants/{tenant_id}/keys", tag="admin", whose=named)


def tenants_keys_api(ports: Ports) -> APIRouter:
    """For an admin of the tenant, whom somebody has let in before."""

    async def own() -> Whose:
        principal = current_principal()
        if principal is None:
            raise Forbidden("Only an admin of the tenant may do this.", code="missing_role")
        return Whose(UUID(principal.tenant_id), UUID(principal.key_id))

    return _keys_api(ports, prefix="/v1/helpdesk/keys", tag="messenger", whose=own)


def _keys_api(ports: Ports, *, prefix: str, tag: str, whose: Callable[..., Awaitable[Whose]]) -> APIRouter:
    router = APIRouter(prefix=prefix, tags=[tag])
    Asked = Annotated[Whose, Depends(whose)]

    @router.post("", status_code=201, response_model=NewKeyShown)
    async def create_key(asked: Asked, body: KeyIn) -> Response:
        """The only answer that ever shows the key."""
        key, text = await issue_key(ports, tenant_id=asked.tenant_id, asked=body.to_domain())
        return json_answer({**key_out(key), "key": text}, status_code=201)

    @router.get("", response_model=KeyPage)
    async def list_keys(asked: Asked, limit: Limit = 25, cursor: str | None = None) -> Response:
        """All keys of the tenant, revoked ones included."""
        keys, more = await ports.keys.page(asked.tenant_id, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {"keys": [key_out(key) for key in keys], "next_cursor": cursor_of(keys[-1].id) if more else None}
        )

    @router.get("/{key_id}", response_model=KeyShown)
    async def get_key(asked: Asked, key_id: str) -> Response:
        return json_answer(key_out(await ports.keys.get(asked.tenant_id, path_id(key_id))))

    @router.delete(
        "/{key_id}",
        status_code=204,
        responses=refuses(409, "last_admin_key", "This is the tenant's last admin key: make another one first."),
    )
    async def delete_key(asked: Asked, key_id: str) -> Response:
        await revoke_key(ports, tenant_id=asked.tenant_id, key_id=path_id(key_id), asker=asked.asker)
        return Response(status_code=204)

    return router
