"""The Bot API's door: /bot<token>/<method> and /file/bot<token>/<path>, in the platform's envelope."""

import asyncio
import time
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from tests.support.fake_messenger.faults import Fault, FaultKind
from tests.support.fake_messenger.journal import CallRecord

from .bot import Bot
from .delivery import Courier
from .methods import METHODS, PACED, Call, Described
from .nouns import JsonObject
from .parameters import Parameters
from .reading import read_parameters
from .refusals import METHOD_NOT_FOUND, NOT_FOUND, SERVER_ERROR, Refusal, too_many_requests
from .world import World

GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"
NOT_IN_ANSWERS = ("deletewebhook", "setwebhook", "close", "logout")


@dataclass
class BotApi:
    """Answers bots."""

    world: World
    session: aiohttp.ClientSession
    courier: Courier

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        return [
            web.route("*", "/bot{token}/{method}", self.serve),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call: recorded, faulted if the script says so, then processed."""
        record = CallRecord(request.match_info["method"], None, "", {}, request.method, request.content_type)
        self.world.journal.calls.append(record)
        try:
            bot = self.world.bot_by_token(request.match_info["token"])
            record.bot_id = bot.id
            parameters = await read_parameters(request)
            record.parameters, record.chat_id = parameters.shown(), parameters.text("chat_id")
            fault = self.world.faults.take(method=record.method, chat_id=record.chat_id, bot_id=bot.id)
            if fault is not None:
                return await self._suffer(request, fault, record=record, bot=bot, parameters=parameters)
            return _answer(record, await self.run(bot, method=record.method, parameters=parameters))
        except Refusal as refusal:
            return _refuse(record, refusal)

    async def run(self, bot: Bot, *, method: str, parameters: Parameters) -> object:
        """Process one call; method names are case-insensitive."""
        function = METHODS.get(method.lower())
        if function is None:
            raise Refusal(404, METHOD_NOT_FOUND)
        chat_id = parameters.text("chat_id")
        if self.world.rules.pacing and method.lower() in PACED and chat_id.isdecimal():
            self.world.pacing.admit(bot.id, chat_id=int(chat_id), now=time.monotonic())
        return await function(Call(self.world, bot, parameters, self.courier, self.session))

    async def run_answer(self, bot: Bot, answer: JsonObject) -> None:
        """Run the method that a webhook's answer names; its outcome is seen only in the record of calls."""
        method = str(answer.get("method"))
        if method.lower() in NOT_IN_ANSWERS or method.lower().startswith("get"):
            return
        parameters = Parameters({name: value for name, value in answer.items() if name != "method"})
        shown, chat_id = parameters.shown(), parameters.text("chat_id")
        record = CallRecord(method, bot.id, chat_id, shown, "WEBHOOK", "application/json")
        self.world.journal.calls.append(record)
        try:
            _answer(record, await self.run(bot, method=method, parameters=parameters))
        except Refusal as refusal:
            _refuse(record, refusal)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file by the path that getFile gave."""
        record = CallRecord("file", None, "", {}, request.method, request.content_type)
        try:
            file = self.world.bot_by_token(request.match_info["token"]).file_at(request.match_info["path"])
        except Refusal as refusal:
            return _refuse(record, refusal)
        if file is None:
            return _refuse(record, Refusal(404, NOT_FOUND))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _suffer(
        self, request: web.Request, fault: Fault, *, record: CallRecord, bot: Bot, parameters: Parameters
    ) -> web.StreamResponse:
        match fault.kind:
            case FaultKind.RATE_LIMITED:
                raise too_many_requests(fault.retry_after_seconds)
            case FaultKind.SERVER_ERROR:
                raise Refusal(500, SERVER_ERROR)
            case FaultKind.REFUSED:
                raise Refusal(fault.code, fault.description)
            case FaultKind.BAD_GATEWAY:
                record.status = 502
                return web.Response(status=502, text=GATEWAY_PAGE, content_type="text/html")
            case FaultKind.TIMEOUT_AFTER:
                await self.run(bot, method=record.method, parameters=parameters)
        await asyncio.sleep(fault.hold_seconds)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)


def _answer(record: CallRecord, result: object) -> web.Response:
    record.status = 200
    if isinstance(result, Described):
        return web.json_response({"ok": True, "result": result.result, "description": result.description})
    return web.json_response({"ok": True, "result": result})


def _refuse(record: CallRecord, refusal: Refusal) -> web.Response:
    record.status, record.description = refusal.code, refusal.description
    body: JsonObject = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
        headers["Retry-After"] = str(refusal.retry_after)
    return web.json_response(body, status=refusal.code, headers=headers)
