"""What a request says is read as the framework would read it, and refused for the same reasons."""

import json
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Body, Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from shared.errors import UnsupportedType
from shared.http.app import json_answer
from shared.http.asked import AskedRoute
from shared.http.parameters import parameters_of


class Colour(StrEnum):
    RED, BLUE = "red", "blue"


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    limit: Annotated[int, Field(ge=1, le=100)] = 25
    colours: list[Colour] | None = None
    owner: Annotated[UUID | None, Field(alias="ownerId")] = None
    overdue: bool = False
    text: str = "nothing"


class Part(BaseModel):
    colour: Colour
    size: Annotated[float, Field(gt=0)] = 1


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    owner: UUID | None = None
    parts: Annotated[list[Part], Field(max_length=2)] = []
    strict: Annotated[int, Field(strict=True)] = 0


def app(route_class: type[Any]) -> FastAPI:
    router, whole = APIRouter(route_class=route_class), FastAPI()

    @router.get("/things/{thing_id}")
    async def get_thing(thing_id: str, query: Annotated[Wanted, Query()]) -> Response:
        return json_answer({"id": thing_id, **query.model_dump(mode="json")})

    @router.post("/things/{thing_id}")
    async def post_thing(thing_id: str, body: Given) -> Response:
        return json_answer({"id": thing_id, **body.model_dump(mode="json")})

    async def refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return json_answer([{"loc": each["loc"], "type": each["type"]} for each in error.errors()], status_code=422)

    whole.router.routes.extend(router.routes)
    whole.add_exception_handler(RequestValidationError, refused)
    return whole


OURS, THEIRS = app(AskedRoute), app(APIRoute)
NAMES = st.sampled_from(["limit", "colours", "ownerId", "owner", "overdue", "text", "other", "limit[]", ""])
VALUES = st.sampled_from(["", "1", "1000", "x", "red", "green", "true", "0", str(UUID(int=7)), "a b&c=d", "é", "\x00"])


SCALARS = st.sampled_from([None, True, 0, 1, 2.5, -1, "", "red", "1", str(UUID(int=7)), "é\ud800", 10**30])
PARTS = st.fixed_dictionaries({}, optional={"colour": SCALARS, "size": SCALARS, "other": SCALARS})
ANYTHING = st.one_of(SCALARS, PARTS, st.lists(st.one_of(SCALARS, PARTS), max_size=3))
BODIES = st.one_of(
    ANYTHING,
    st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "owner", "parts", "strict", "other"), ANYTHING)),
)


async def ask(
    target: FastAPI, address: str, *, body: str | None = None, kind: str = "application/json"
) -> tuple[int, Any]:
    headers = {"Content-Type": kind}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(target), base_url="http://x") as client:
        if body is not None:
            answer = await client.post(address, content=body.encode("utf-8", "surrogatepass"), headers=headers)
        else:
            answer = await client.get(address)
        return answer.status_code, answer.json()


@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=4))
@settings(max_examples=150, deadline=None, derandomize=True)
async def test_any_query_is_what_it_is_to_the_framework(pairs: list[tuple[str, str]]) -> None:
    address = f"/things/a%20b?{urlencode(pairs)}"
    assert await ask(OURS, address) == await ask(THEIRS, address)


@given(body=BODIES)
@settings(max_examples=300, deadline=None, derandomize=True)
async def test_any_body_is_what_it_is_to_the_framework(body: Any) -> None:
    said = json.dumps(body)
    assert await ask(OURS, "/things/1", body=said) == await ask(THEIRS, "/things/1", body=said)


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON ; charset=utf-8", "application/vnd.x+json"])
async def test_json_goes_by_many_names(kind: str) -> None:
    assert (await ask(OURS, "/things/1", body='{"name": "x"}', kind=kind))[0] == 200


@pytest.mark.parametrize("kind", ["text/json", "application/jsonp", "text/plain", "application/json5", ""])
async def test_what_is_said_to_be_anything_else_is_not_read(kind: str) -> None:
    with pytest.raises(UnsupportedType):
        await ask(OURS, "/things/1", body='{"name": "x"}', kind=kind)


async def test_so_is_none() -> None:
    assert await ask(OURS, "/things/1", body="") == await ask(THEIRS, "/things/1", body="")


ODD = ("limit", "limit=", "=1", "%ff=1", "text=%ff", "a;b", "text=1+1", "&&", "colours=red&colours")


@pytest.mark.parametrize("query", ODD)
async def test_so_is_one_that_is_oddly_written(query: str) -> None:
    assert await ask(OURS, f"/things/1?{query}") == await ask(THEIRS, f"/things/1?{query}")


async def test_what_needs_more_is_left_to_the_framework() -> None:
    async def with_header(thing_id: str, x: Annotated[str, Header()]) -> None: ...
    async def with_body(thing_id: str, body: Annotated[Wanted, Body()]) -> None: ...
    async def with_or_without_body(body: Wanted | None = None) -> None: ...
    async def with_body_and_query(body: Wanted, query: Annotated[Wanted, Query()]) -> None: ...
    async def with_request(request: Request) -> None: ...
    async def with_dependency(x: Annotated[str, Depends(str)]) -> None: ...
    async def with_number(thing_id: int) -> None: ...
    async def with_two(thing_id: str, one: Annotated[Wanted, Query()], two: int = 1) -> None: ...
    async def with_path(thing_id: str) -> None: ...

    for endpoint in (
        with_header,
        with_body,
        with_or_without_body,
        with_body_and_query,
        with_request,
        with_dependency,
        with_number,
        with_two,
    ):
        assert parameters_of(endpoint, path={"thing_id"} & endpoint.__annotations__.keys()) is None
    assert parameters_of(with_path, path={"thing_id"}) is not None
