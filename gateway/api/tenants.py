"""`/admin/tenants`, for the operator."""

from fastapi import APIRouter, Response

from gateway.api.models import TenantChanges, TenantIn, TenantPage, TenantShown, tenant_out
from gateway.usecases.change_tenant import change_tenant
from gateway.usecases.create_tenant import create_tenant
from gateway.usecases.delete_tenant import delete_tenant
from gateway.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.door import path_id
from shared.http.paging import Limit, cursor_of, read_cursor


def tenants_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/admin/tenants", tags=["admin"])

    @router.post("", status_code=201, response_model=TenantShown)
    async def post_tenant(body: TenantIn) -> Response:
        return json_answer(
            tenant_out(await create_tenant(ports, name=body.name, description=body.description)), status_code=201
        )

    @router.get("", response_model=TenantPage)
    async def list_tenants(limit: Limit = 25, cursor: str | None = None) -> Response:
        tenants, more = await ports.tenants.page(after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "tenants": [tenant_out(tenant) for tenant in tenants],
                "next_cursor": cursor_of(tenants[-1].id) if more else None,
            }
        )

    @router.get("/{tenant_id}", response_model=TenantShown)
    async def get_tenant(tenant_id: str) -> Response:
        return json_answer(tenant_out(await ports.tenants.get(path_id(tenant_id))))

    @router.patch("/{tenant_id}", response_model=TenantShown)
    async def patch_tenant(tenant_id: str, body: TenantChanges) -> Response:
        tenant = await change_tenant(
            ports,
            tenant_id=path_id(tenant_id),
            name=body.name,
            description=body.description,
            keep_description="description" not in body.model_fields_set,
        )
        return json_answer(tenant_out(tenant))

    @router.delete("/{tenant_id}", status_code=204)
    async def remove_tenant(tenant_id: str) -> Response:
        await delete_tenant(ports, tenant_id=path_id(tenant_id))
        return Response(status_code=204)

    return router
