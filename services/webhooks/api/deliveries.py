"""`/v1/helpdesk/webhooks/{id}/deliveries`: what was sent to an endpoint, attempt by attempt."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.webhooks.api.models import EventFilter, WebhookDeliveryPage, WebhookDeliveryShown, delivery_out
from services.webhooks.domain.delivery import DeliveryFilter, DeliveryStatus
from services.webhooks.usecases.event_names import all_spellings
from services.webhooks.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.door import current_caller, path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/webhooks/{endpoint_id}/deliveries"


def deliveries_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=WebhookDeliveryPage)
    async def list_deliveries(
        endpoint_id: str,
        status: DeliveryStatus | None = None,
        event: Annotated[EventFilter | None, Query()] = None,
        limit: Limit = 25,
        cursor: str | None = None,
    ) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        endpoint = await ports.endpoints.get(caller.tenant, path_id(endpoint_id))
        only = DeliveryFilter(status=status, events=all_spellings(event) if event else ())
        shown, more = await ports.deliveries.page(
            caller.tenant, endpoint.id, only=only, after=read_cursor(cursor), limit=limit
        )
        return json_answer(
            {
                "deliveries": [delivery_out(delivery) for delivery in shown],
                "next_cursor": cursor_of(shown[-1].id) if more else None,
            }
        )

    @router.get("/{delivery_id}", response_model=WebhookDeliveryShown)
    async def get_delivery(endpoint_id: str, delivery_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        delivery = await ports.deliveries.get(caller.tenant, path_id(endpoint_id), path_id(delivery_id))
        return json_answer(delivery_out(delivery))

    return router
