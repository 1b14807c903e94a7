"""`/admin/tenants/{id}/keys`, for the operator."""

from typing import Any

from fastapi import APIRouter, Response

from gateway.api.models import KeyIn, key_out
from gateway.usecases.issue_key import issue_key
from gateway.usecases.ports import Ports
from gateway.usecases.revoke_key import revoke_key
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor


def keys_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/admin/tenants/{tenant_id}/keys", tags=["admin"])

    @router.post("", status_code=201)
    async def issue(tenant_id: str, body: KeyIn) -> dict[str, Any]:
        """The only answer that ever shows the key."""
        key, text = await issue_key(ports, tenant_id=path_id(tenant_id), asked=body.to_domain())
        return {**key_out(key), "key": text}

    @router.get("")
    async def list_keys(tenant_id: str, limit: Limit = 25, cursor: str | None = None) -> dict[str, Any]:
        """All keys of the tenant, revoked ones included."""
        tenant = await ports.tenants.get(path_id(tenant_id))
        keys, more = await ports.keys.page(tenant.id, after=read_cursor(cursor), limit=limit)
        return {"keys": [key_out(key) for key in keys], "next_cursor": cursor_of(keys[-1].id) if more else None}

    @router.delete("/{key_id}")
    async def revoke(tenant_id: str, key_id: str) -> Response:
        await revoke_key(ports, tenant_id=path_id(tenant_id), key_id=path_id(key_id))
        return Response(status_code=204)

    return router
