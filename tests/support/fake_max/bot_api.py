"""The Bot API's door: the caller, the script of faults, the pacing, then the method."""

import asyncio
import json
import time
from dataclasses import dataclass

from aiohttp import web

from tests.support.fake_messenger.faults import Fault, FaultKind
from tests.support.fake_messenger.journal import CallRecord

from .bot import Bot
from .delivery import Courier
from .methods import METHODS, PACED, Call
from .nouns import JsonObject
from .refusals import SERVER_ERROR, Refusal, too_many_requests, wrong
from .world import World

GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"


@dataclass
class BotApi:
    """Answers bots."""

    world: World
    courier: Courier

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        return [web.route(method, path, self.serve) for method, path in METHODS]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call: recorded, faulted if the script says so, then processed."""
        name, query = f"{request.method} {request.path}", dict(request.query)
        record = CallRecord(name, None, query.get("chat_id", ""), {}, request.method, request.content_type)
        self.world.journal.calls.append(record)
        try:
            bot = self.world.bot_by_token(request.headers.get("Authorization", ""))
            record.bot_id = bot.id
            call = Call(self.world, bot, self.courier, query, await _read(request), str(request.url.origin()))
            record.parameters = {**query, **call.body}
            fault = self.world.faults.take(method=name, chat_id=record.chat_id, bot_id=bot.id)
            if fault is not None:
                return await self._suffer(request, fault, record=record, call=call)
            return _answer(record, await self._run(request, call))
        except Refusal as refusal:
            return _refuse(record, refusal)

    async def _run(self, request: web.Request, call: Call) -> JsonObject:
        if self.world.rules.pacing:
            self._pace(call.bot, name=f"{request.method} {request.path}", query=call.query)
        return await METHODS[request.method, request.path](call)

    def _pace(self, bot: Bot, *, name: str, query: dict[str, str]) -> None:
        now = time.monotonic()
        self.world.pacing.admit(bot.id, now=now)
        if name in PACED:
            place = query.get("chat_id") or query.get("callback_id") or query.get("user_id", "")
            self.world.pacing.admit(bot.id, place=f"{name} {place}", now=now)

    async def _suffer(
        self, request: web.Request, fault: Fault, *, record: CallRecord, call: Call
    ) -> web.StreamResponse:
        match fault.kind:
            case FaultKind.RATE_LIMITED:
                raise too_many_requests(fault.retry_after_seconds or None)
            case FaultKind.SERVER_ERROR:
                raise Refusal(*SERVER_ERROR)
            case FaultKind.REFUSED:
                code, _, message = fault.description.partition(": ")
                raise Refusal(fault.code, code, message)
            case FaultKind.BAD_GATEWAY:
                record.status = 502
                return web.Response(status=502, text=GATEWAY_PAGE, content_type="text/html")
            case FaultKind.TIMEOUT_AFTER:
                await self._run(request, call)
        await asyncio.sleep(fault.hold_seconds)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


async def _read(request: web.Request) -> JsonObject:
    content = await request.read()
    if not content.strip():
        return {}
    try:
        body: object = json.loads(content)
    except ValueError:
        raise wrong("the body is no JSON") from None
    if not isinstance(body, dict):
        raise wrong("the body is no object")
    return body


def _answer(record: CallRecord, answer: JsonObject) -> web.Response:
    record.status = 200
    return web.json_response(answer)


def _refuse(record: CallRecord, refusal: Refusal) -> web.Response:
    record.status, record.description = refusal.status, f"{refusal.code}: {refusal.message}"
    headers = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    return web.json_response({"code": refusal.code, "message": refusal.message}, status=refusal.status, headers=headers)
