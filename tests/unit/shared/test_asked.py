"""Who asks is found out first: who may not is refused whatever was sent, and no caller can say who they are."""

from contextvars import ContextVar
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from shared.errors import Forbidden, HelpdeskError
from shared.http.app import answer_errors, json_answer
from shared.http.asked import Asked, AskedRoute

who: ContextVar[str | None] = ContextVar("who")


def somebody() -> str:
    name = who.get()
    if name is None:
        raise Forbidden("Nobody may not.")
    return name


Somebody = Annotated[str, Asked(somebody)]


class Body(BaseModel):
    number: int


def app(route_class: type[Any]) -> FastAPI:
    router = APIRouter(prefix="/things", route_class=route_class)

    @router.post("/{thing_id}")
    async def post_thing(actor: Somebody, thing_id: str, body: Body, limit: int = 1) -> Response:
        """What it does."""
        return json_answer({"actor": actor, "thing_id": thing_id, "number": body.number, "limit": limit})

    @router.get("")
    async def get_open() -> Response:
        return json_answer({})

    outer, whole = APIRouter(), FastAPI()
    outer.include_router(router, prefix="/v1")
    whole.include_router(outer)

    def answer(_request: object, error: HelpdeskError) -> Response:
        return json_answer({"code": error.code}, status_code=403 if isinstance(error, Forbidden) else 422)

    answer_errors(whole, answer=answer)
    return whole


async def post(target: FastAPI, path: str, **request: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(target), base_url="http://x") as client:
        return await client.post(f"/v1/things{path}", **request)


@pytest.mark.parametrize("route_class", [AskedRoute, APIRoute])
async def test_who_asks_is_handed_to_the_route_whatever_the_request_says(route_class: type[Any]) -> None:
    who.set("ada")
    answer = await post(app(route_class), "/7?actor=bob&limit=3", json={"number": 5, "actor": "bob"})
    assert answer.json() == {"actor": "ada", "thing_id": "7", "number": 5, "limit": 3}
    assert (await post(app(route_class), "/7", json={})).status_code == 422


@pytest.mark.parametrize(
    "request_", [{"json": {}}, {"content": b"{"}, {"json": {"number": 1}}, {"params": {"limit": "x"}}]
)
async def test_who_may_not_is_refused_whatever_was_sent(request_: dict[str, Any]) -> None:
    who.set(None)
    assert (await post(app(AskedRoute), "/7", **request_)).status_code == 403


def test_the_document_says_what_the_route_takes_and_not_who_asks() -> None:
    operation = app(AskedRoute).openapi()["paths"]["/v1/things/{thing_id}"]["post"]
    assert [each["name"] for each in operation["parameters"]] == ["thing_id", "limit"]
    assert operation["description"] == "What it does."
    assert "Body" in str(operation["requestBody"])
