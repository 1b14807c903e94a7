"""The part of a control door that all messengers have: faults are scripted here, and records read."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Protocol, TypeVar

from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

from .faults import Fault, Faults
from .journal import Journal
from .shapes import CallView, DeliveryView, FaultShape

Body = TypeVar("Body", bound=BaseModel)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Impossible(Exception):
    """The customer cannot do that: there is no such chat, message or button, or the bot is blocked."""


class Recorded(Protocol):
    """The state of an imitation."""

    faults: Faults
    journal: Journal


@web.middleware
async def explain_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a wrong body with 422 and an impossible act with 409, both as {"problem": text}."""
    try:
        return await handler(request)
    except ValidationError as error:
        return web.json_response({"problem": str(error)}, status=422)
    except Impossible as error:
        return web.json_response({"problem": str(error)}, status=409)


@dataclass
class RecordsApi:
    """What is asked of `world`, whichever messenger it imitates."""

    recorded: Recorded

    def routes(self) -> list[web.RouteDef]:
        """The routes of this part."""
        return [
            web.post("/control/faults", self.add_fault),
            web.delete("/control/faults", self.clear_faults),
            web.get("/control/calls", self.calls),
            web.get("/control/deliveries", self.deliveries),
        ]

    async def add_fault(self, request: web.Request) -> web.Response:
        """Add a fault to the script."""
        shape = await read_body(request, FaultShape)
        self.recorded.faults.script.append(Fault(**shape.model_dump()))
        return web.Response(status=204)

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Forget the script."""
        self.recorded.faults.script.clear()
        return web.Response(status=204)

    async def calls(self, request: web.Request) -> web.Response:
        """All calls of bots, oldest first; the query may name method and chat_id."""
        method, chat_id = request.query.get("method", "").lower(), request.query.get("chat_id", "")
        records = [
            CallView.model_validate(asdict(record))
            for record in self.recorded.journal.calls
            if method in ("", record.method.lower()) and chat_id in ("", record.chat_id)
        ]
        return json_list(list[CallView], records)

    async def deliveries(self, request: web.Request) -> web.Response:
        """All webhook attempts, oldest first."""
        records = [DeliveryView.model_validate(asdict(record)) for record in self.recorded.journal.deliveries]
        return json_list(list[DeliveryView], records)


async def read_body(request: web.Request, shape: type[Body]) -> Body:
    """The JSON body as `shape`; an empty body counts as {}."""
    return shape.model_validate_json(await request.read() or b"{}")


def json_list(shape: type[list[Body]], items: list[Body]) -> web.Response:
    """A JSON array of models."""
    return web.Response(body=TypeAdapter(shape).dump_json(items), content_type="application/json")
