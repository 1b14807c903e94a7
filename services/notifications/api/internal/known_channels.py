"""`/internal/channels`: whether the tenant has a bot, for siblings that are told of one by its id."""

from fastapi import APIRouter, Response

from services.notifications.usecases.ports import Ports
from shared.http.app import json_answer
from shared.http.door import path_id, sibling_caller
from shared.vocabulary import Scope


def known_channels_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix="/internal/channels", tags=["internal"])

    @router.get("/{channel_id}")
    async def known_channel(channel_id: str) -> Response:
        """The id again with the bot's messenger, where the caller's tenant has such a one."""
        caller = sibling_caller()
        caller.require(Scope.READ)
        bot = await ports.bots.get(caller.tenant, path_id(channel_id))
        return json_answer({"id": bot.id, "kind": bot.kind})

    return router
