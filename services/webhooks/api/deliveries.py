"""`/v1/helpdesk/webhooks/{id}/deliveries`: what was sent to an endpoint, attempt by attempt."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from services.webhooks.api.models import EventFilter, delivery_out
from services.webhooks.domain.delivery import DeliveryFilter, DeliveryStatus
from services.webhooks.usecases.ports import Ports
from shared.http.door import current_caller, path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/webhooks/{endpoint_id}/deliveries"


def deliveries_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("")
    async def list_deliveries(
        endpoint_id: str,
        status: DeliveryStatus | None = None,
        event: Annotated[EventFilter | None, Query()] = None,
        limit: Limit = 25,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        endpoint = await ports.endpoints.get(caller.tenant, path_id(endpoint_id))
        only = DeliveryFilter(status=status, event=event)
        shown, more = await ports.deliveries.page(
            caller.tenant, endpoint.id, only=only, after=read_cursor(cursor), limit=limit
        )
        return {
            "deliveries": [delivery_out(delivery) for delivery in shown],
            "next_cursor": cursor_of(shown[-1].id) if more else None,
        }

    @router.get("/{delivery_id}")
    async def get_delivery(endpoint_id: str, delivery_id: str) -> dict[str, Any]:
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        delivery = await ports.deliveries.get(caller.tenant, path_id(endpoint_id), path_id(delivery_id))
        return delivery_out(delivery)

    return router
