"""`/admin/tenants`, for the operator."""

from typing import Any

from fastapi import APIRouter, Response

from gateway.api.models import TenantChanges, TenantIn, tenant_out
from gateway.usecases.change_tenant import change_tenant
from gateway.usecases.create_tenant import create_tenant
from gateway.usecases.delete_tenant import delete_tenant
from gateway.usecases.ports import Ports
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor


def tenants_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/admin/tenants", tags=["admin"])

    @router.post("", status_code=201)
    async def create(body: TenantIn) -> dict[str, Any]:
        return tenant_out(await create_tenant(ports, name=body.name, description=body.description))

    @router.get("")
    async def list_tenants(limit: Limit = 25, cursor: str | None = None) -> dict[str, Any]:
        tenants, more = await ports.tenants.page(after=read_cursor(cursor), limit=limit)
        return {
            "tenants": [tenant_out(tenant) for tenant in tenants],
            "next_cursor": cursor_of(tenants[-1].id) if more else None,
        }

    @router.get("/{tenant_id}")
    async def get(tenant_id: str) -> dict[str, Any]:
        return tenant_out(await ports.tenants.get(path_id(tenant_id)))

    @router.patch("/{tenant_id}")
    async def patch(tenant_id: str, body: TenantChanges) -> dict[str, Any]:
        tenant = await change_tenant(
            ports,
            tenant_id=path_id(tenant_id),
            name=body.name,
            description=body.description,
            keep_description="description" not in body.model_fields_set,
        )
        return tenant_out(tenant)

    @router.delete("/{tenant_id}")
    async def delete(tenant_id: str) -> Response:
        await delete_tenant(ports, tenant_id=path_id(tenant_id))
        return Response(status_code=204)

    return router
