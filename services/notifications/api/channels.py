"""`/v1/helpdesk/channels`: the tenant's messenger bots, which are the admins' business alone."""

from fastapi import APIRouter, Response

from services.notifications.api.models import (
    BotChannelPage,
    BotChannelShown,
    ChannelChanges,
    ChannelHealthShown,
    ChannelIn,
    channel_out,
    health_out,
)
from services.notifications.usecases.add_channel import add_channel
from services.notifications.usecases.change_channel import change_channel
from services.notifications.usecases.check_health import check_health
from services.notifications.usecases.ports import Ports
from services.notifications.usecases.remove_channel import remove_channel
from shared.http.app import json_answer
from shared.http.door import current_caller, path_id
from shared.http.paging import PAGE, Limit, cursor_of, read_cursor
from shared.identity import Caller
from shared.vocabulary import Scope

PATH = "/v1/helpdesk/channels"


def channels_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"])

    @router.get("", response_model=BotChannelPage)
    async def list_channels(limit: Limit = PAGE, cursor: str | None = None) -> Response:
        caller = _admin(Scope.READ)
        bots, more = await ports.bots.page(caller.tenant, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "channels": [channel_out(bot) for bot in bots],
                "next_cursor": cursor_of(bots[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=BotChannelShown)
    async def create_channel(body: ChannelIn) -> Response:
        caller = _admin(Scope.WRITE)
        token = body.token.get_secret_value()
        bot = await add_channel(ports, tenant_id=caller.tenant, kind=body.kind, token=token, name=body.name)
        return json_answer(channel_out(bot), status_code=201)

    @router.get("/{channel_id}", response_model=BotChannelShown)
    async def get_channel(channel_id: str) -> Response:
        caller = _admin(Scope.READ)
        return json_answer(channel_out(await ports.bots.get(caller.tenant, path_id(channel_id))))

    @router.get("/{channel_id}/health", response_model=ChannelHealthShown)
    async def get_health(channel_id: str) -> Response:
        caller = _admin(Scope.READ)
        return json_answer(
            health_out(await check_health(ports, tenant_id=caller.tenant, channel_id=path_id(channel_id)))
        )

    @router.put("/{channel_id}", response_model=BotChannelShown)
    async def put_channel(channel_id: str, body: ChannelChanges) -> Response:
        caller = _admin(Scope.WRITE)
        bot = await change_channel(ports, tenant_id=caller.tenant, channel_id=path_id(channel_id), **body.given())
        return json_answer(channel_out(bot))

    @router.delete("/{channel_id}", status_code=204)
    async def delete_channel(channel_id: str) -> Response:
        caller = _admin(Scope.WRITE)
        await remove_channel(ports, tenant_id=caller.tenant, channel_id=path_id(channel_id))
        return Response(status_code=204)

    return router


def _admin(scope: Scope) -> Caller:
    caller = current_caller()
    caller.require(scope, admin_only=True)
    return caller
