"""`/v1/helpdesk/webhooks/{id}`: what its owner asks to be sent: a test, or something once more."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from services.webhooks.api.models import DeliveryQueuedShown, ReplayQueuedShown
from services.webhooks.usecases.ports import Ports
from services.webhooks.usecases.replay import replay
from services.webhooks.usecases.resend import resend
from services.webhooks.usecases.send_test import send_test
from shared.dialects.fields import At
from shared.http.app import json_answer
from shared.http.asked import Asked, AskedRoute
from shared.http.documented import refuses
from shared.http.door import current_caller, path_id
from shared.identity import Caller
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/webhooks/{endpoint_id}"
DISABLED = refuses(409, "webhook_disabled", "The webhook is disabled.")


def _admin() -> Caller:
    """Who asks. Raises Forbidden for all but admins who may write."""
    caller = current_caller()
    caller.require(Scope.WRITE, admin_only=True)
    return caller


Admin = Annotated[Caller, Asked(_admin)]


class ReplayIn(BaseModel):
    """Both ends belong to the span; without `to` it reaches until now."""

    from_: At = Field(alias="from")
    to: At | None = None
    only_failed: Annotated[bool, Field(strict=True)] = False


def sending_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.post("/test", status_code=202, response_model=DeliveryQueuedShown, responses=DISABLED)
    async def send_webhook_test(endpoint_id: str, caller: Admin) -> Response:
        sent = await send_test(ports, tenant_id=caller.tenant, endpoint_id=path_id(endpoint_id))
        return json_answer({"delivery_id": str(sent)}, status_code=202)

    @router.post(
        "/deliveries/{delivery_id}/resend", status_code=202, response_model=DeliveryQueuedShown, responses=DISABLED
    )
    async def resend_delivery(endpoint_id: str, delivery_id: str, caller: Admin) -> Response:
        asked = path_id(delivery_id)
        await resend(ports, tenant_id=caller.tenant, endpoint_id=path_id(endpoint_id), delivery_id=asked)
        return json_answer({"delivery_id": str(asked)}, status_code=202)

    @router.post("/replay", status_code=202, response_model=ReplayQueuedShown, responses=DISABLED)
    async def replay_deliveries(endpoint_id: str, body: ReplayIn, caller: Admin) -> Response:
        queued = await replay(
            ports,
            tenant_id=caller.tenant,
            endpoint_id=path_id(endpoint_id),
            start=body.from_,
            end=body.to,
            only_failed=body.only_failed,
        )
        return json_answer({"queued": queued}, status_code=202)

    return router
