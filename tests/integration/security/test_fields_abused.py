"""No field of any route takes what it should not: an operator of the database's, half a character, the end of a text.

Each leaf of each sample in turn, through the gateway. That a query never holds an object of a client's follows from it.
"""

import json
from typing import Any

import pytest

from tests.integration.security.abuse import at, leaves, spoilt
from tests.integration.security.house import House
from tests.integration.security.requests import request_of
from tests.integration.security.routes import INTERNAL, OPERATOR, Operation, operations
from tests.integration.security.samples import samples_of
from tests.integration.security.walls import System
from tests.integration.security.who_may import who_may_do

JSON = {"Content-Type": "application/json"}
OPERATORS = ({"$gt": ""}, {"$ne": None}, [{"$where": "1"}])
# Written as JSON escapes them.
HALF_AND_END = ("a\ud800b", "a\x00b")
TENANTS = [each for each in operations() if each.surface not in {INTERNAL, OPERATOR}]
WITH_BODY = [each for each in TENANTS if each.body]
WITH_QUERY = [each for each in TENANTS if each.parameters("query")]
LISTS = [each for each in WITH_QUERY if each.parameters("query").keys() & {"limit", "page_size"}]
CURSORS = {"cursor", "after"}
PAGED = [each for each in LISTS if each.parameters("query").keys() & CURSORS]


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
async def test_no_field_takes_an_operator_or_what_is_no_text(system: System, ours: House, operation: Operation) -> None:
    request = await request_of(operation, samples_of(operation)[0], house=ours)
    before = system.stored([ours.tenant_id])
    for way in leaves(request.options["json"]):
        usual = at(request.options["json"], way)
        for value in (*OPERATORS, *(HALF_AND_END if isinstance(usual, str) else ())):
            body = json.dumps(spoilt(request.options["json"], way, value)).encode("ascii")
            answer = await ours.knock(who_may_do(operation), operation, request.path, content=body, headers=JSON)
            assert answer.status_code == 422, (way, value, answer.text)
    assert system.stored([ours.tenant_id]) == before


@pytest.mark.parametrize("operation", WITH_QUERY, ids=str)
async def test_no_parameter_takes_an_operator(ours: House, operation: Operation) -> None:
    request = await request_of(operation, samples_of(operation)[0], house=ours)
    usual = (await ours.knock("admin", operation, request.path)).json()
    for name in operation.parameters("query"):
        for spelling in (f"{name}[$ne]", f"{name}[]", f"${name}"):
            answer = await ours.knock("admin", operation, request.path, params={spelling: "x"})
            assert _without_id(answer.json()) == _without_id(usual), spelling
        for value in ('{"$gt": ""}', "a\x00b", "\x1b[31m", "x" * 10_000):
            answer = await ours.knock("admin", operation, request.path, params={name: value})
            assert answer.status_code in {200, 422}, (name, value, answer.text)
            assert answer.status_code == 422 or not any(_rows(answer.json())), (name, value, answer.text)


@pytest.mark.parametrize("operation", LISTS, ids=str)
@pytest.mark.parametrize("limit", ["1000000000", "-1", "0", "1e3", "", "ten", "9" * 400])
async def test_a_page_has_a_size_that_a_page_may_have(ours: House, operation: Operation, limit: str) -> None:
    name = "page_size" if "page_size" in operation.parameters("query") else "limit"
    request = await request_of(operation, samples_of(operation)[0], house=ours)
    answer = await ours.knock("admin", operation, request.path, params={name: limit})
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("operation", PAGED, ids=str)
@pytest.mark.parametrize(
    "cursor", ["!", "AAAA", "null", "0", "ы", "a" * 5_000, "AAAAAAAAAAAAAAAAAAAAAA==", '{"$gt":""}']
)
async def test_a_cursor_is_one_that_a_list_has_given(ours: House, operation: Operation, cursor: str) -> None:
    (name,) = operation.parameters("query").keys() & CURSORS
    request = await request_of(operation, samples_of(operation)[0], house=ours)
    answer = await ours.knock("admin", operation, request.path, params={name: cursor})
    assert answer.status_code == 422, answer.text


def _rows(body: Any) -> list[Any]:
    if isinstance(body, list):
        return body
    return next((value for value in body.values() if isinstance(value, list)), [])


def _without_id(body: Any) -> Any:
    return {name: value for name, value in body.items() if name != "request_id"} if isinstance(body, dict) else body
