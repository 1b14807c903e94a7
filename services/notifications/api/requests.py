"""`/v1/helpdesk/request`: the way into the bot for a customer who is not subscribed yet."""

from typing import Any

from fastapi import APIRouter, Response

from services.notifications.api.request_models import RequestIn, RequestShown, RequestStateShown
from services.notifications.domain.request import SupportRequest
from services.notifications.usecases.make_request import make_request
from services.notifications.usecases.ports import Ports
from shared.errors import NotFound
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.documented import refuses
from shared.http.door import current_caller, path_id
from shared.identity import Caller
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/request"
NO_CHANNEL = refuses(409, "no_channel", "The tenant has no active channel for this request.")


def requests_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.post("", status_code=201, response_model=RequestShown, responses=NO_CHANNEL)
    async def create_request(body: RequestIn | None = None) -> Response:
        caller = _staff(Scope.WRITE)
        wanted = body or RequestIn()
        made = await make_request(
            ports, tenant_id=caller.tenant, channel=wanted.channel, ticket_type_id=wanted.ticket_type_id
        )
        links = {kind.value: link for kind, link in made.links.items()}
        return json_answer({**_shown(ports, made.request), "deeplinks": links}, status_code=201)

    @router.get("/{request_id}/status", response_model=RequestStateShown)
    async def get_request_status(request_id: str) -> Response:
        caller = _staff(Scope.READ)
        request = await ports.requests.find(caller.tenant, path_id(request_id))
        if request is None:
            raise NotFound("There is no support request with this id.")
        accepted = {} if request.subscriber_id is None else {"subscriber_id": str(request.subscriber_id)}
        return json_answer({**_shown(ports, request), **accepted})

    return router


def _shown(ports: Ports, request: SupportRequest) -> dict[str, Any]:
    """How it stands now; whoever has this id can be subscribed by it, once."""
    return {
        "request_id": str(request.code),
        "status": request.status(ports.clock()).value,
        "expires_at": rfc3339(request.expires_at),
    }


def _staff(scope: Scope) -> Caller:
    caller = current_caller()
    caller.require(scope, agent_only=True)
    return caller
