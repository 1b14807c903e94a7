"""`/v1/helpdesk/webhooks`: the admin's, for reading too."""

from fastapi import APIRouter, Response

from services.webhooks.api.models import (
    EndpointChanges,
    EndpointIn,
    NewWebhookShown,
    SecretShown,
    WebhookPage,
    WebhookShown,
    endpoint_out,
    unique,
)
from services.webhooks.usecases.add_endpoint import add_endpoint
from services.webhooks.usecases.change_endpoint import change_endpoint
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.remove_endpoint import remove_endpoint
from services.webhooks.usecases.rotate_secret import rotate_secret
from shared.http.app import json_answer
from shared.http.documented import refuses
from shared.http.door import current_caller, path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/webhooks"
TOO_MANY = refuses(409, "too_many", "Ten secrets of the webhook are live already.")


def endpoints_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=WebhookPage)
    async def list_webhooks(limit: Limit = 25, cursor: str | None = None) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        shown, more = await ports.endpoints.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "webhooks": [endpoint_out(endpoint) for endpoint in shown],
                "next_cursor": cursor_of(shown[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=NewWebhookShown)
    async def create_webhook(body: EndpointIn) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        endpoint = await add_endpoint(
            ports,
            tenant_id=caller.tenant,
            url=body.url,
            events=unique(body.events),
            format=body.format,
            description=body.description or "",
            enabled=body.enabled,
        )
        return json_answer({**endpoint_out(endpoint), "secret": endpoint.secrets[0].text}, status_code=201)

    @router.get("/{endpoint_id}", response_model=WebhookShown)
    async def get_webhook(endpoint_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.READ, admin_only=True)
        return json_answer(endpoint_out(await ports.endpoints.get(caller.tenant, path_id(endpoint_id))))

    @router.put("/{endpoint_id}", response_model=WebhookShown)
    async def put_webhook(endpoint_id: str, body: EndpointChanges) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        endpoint = await change_endpoint(
            ports,
            tenant_id=caller.tenant,
            endpoint_id=path_id(endpoint_id),
            **body.given(),
        )
        return json_answer(endpoint_out(endpoint))

    @router.delete("/{endpoint_id}", status_code=204)
    async def delete_webhook(endpoint_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        await remove_endpoint(ports, tenant_id=caller.tenant, endpoint_id=path_id(endpoint_id))
        return Response(status_code=204)

    @router.post("/{endpoint_id}/rotate-secret", response_model=SecretShown, responses=TOO_MANY)
    async def rotate_webhook_secret(endpoint_id: str) -> Response:
        caller = current_caller()
        caller.require(Scope.WRITE, admin_only=True)
        secret = await rotate_secret(ports, tenant_id=caller.tenant, endpoint_id=path_id(endpoint_id))
        return json_answer({"secret": secret.text})

    return router
