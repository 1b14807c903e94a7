"""Every route for every role: who may do it can, and who may not is told so and leaves nothing behind.

The gateway's side of it, with real keys, is in tests/integration/gateway/test_admission.py, test_keys.py and below.
"""

from collections.abc import Mapping
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from shared.vocabulary import Surface
from tests.integration.security.conftest import new_house
from tests.integration.security.house import House
from tests.integration.security.requests import request_of
from tests.integration.security.routes import READING, Json, Operation, operations
from tests.integration.security.samples import Sample, samples_of
from tests.integration.security.walls import System
from tests.integration.security.who_may import CUSTOMERS_FIELDS, OK, TOGETHER, WHO_MAY, outcomes

CUSTOMERS = {"customer", "another"}
NAMES = {operation.name for operation in operations()}
SERVED = [each for each in operations() if any(status == OK for status in WHO_MAY.get(each.name, ()))]
# A few of every service's, and of every sort of row in the table.
AT_THE_GATEWAY = [each for each in operations() if each.path in {
    "/v1/helpdesk/tickets", "/v1/helpdesk/tickets/{ticket_id}", "/v1/helpdesk/agents", "/v1/helpdesk/contacts",
    "/v1/helpdesk/routing-rules", "/v1/helpdesk/webhooks", "/v1/helpdesk/channels", "/v1/helpdesk/keys",
    "/v1/helpdesk/events", "/v1/helpdesk/audit-log", "/api/helpdesk/sla", "/api/v1/tickets/{ticket_id}",
    "/admin/tenants",
}]  # fmt: skip
CODES = {
    403: {"missing_role", "missing_scope", "not_owner", "forbidden", "FORBIDDEN"},
    404: {"not_found", "NOT_FOUND"},
}
CUSTOMERS_WRITES = [each for each in operations() if each.name in CUSTOMERS_FIELDS]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def busy(system: System) -> House:
    """A house in which things may change."""
    return await new_house(system)


def test_the_table_names_every_route_and_no_other() -> None:
    assert WHO_MAY.keys() == NAMES
    writes = {each.name for each in operations() if each.body and outcomes(each)["customer"] == OK}
    assert writes == CUSTOMERS_FIELDS.keys()


@pytest.mark.parametrize("operation", operations(), ids=str)
async def test_who_may_not_is_refused_and_leaves_nothing_behind(
    system: System, ours: House, operation: Operation
) -> None:
    before = system.stored([ours.tenant_id]) if operation.method not in READING else {}
    for sample in samples_of(operation):
        for role, status in outcomes(operation).items():
            if status == OK:
                continue
            asked = _as_customer(operation, sample, role=role) if role in CUSTOMERS else sample
            request = await request_of(operation, asked, house=ours)
            answer = await ours.ask(role, operation, request.path, **request.options)
            assert answer.status_code == status, (role, answer.text)
            _says_so(operation, answer, status=status)
    assert operation.method in READING or system.stored([ours.tenant_id]) == before


@pytest.mark.parametrize("operation", SERVED, ids=str)
async def test_who_may_can(busy: House, operation: Operation) -> None:
    for sample in samples_of(operation):
        for role, status in outcomes(operation).items():
            if status != OK:
                continue
            asked = _as_customer(operation, sample, role=role) if role in CUSTOMERS else sample
            answer = await _asked(busy, role, operation, asked)
            assert answer.is_success, (role, answer.text)
            if role in CUSTOMERS:
                assert f"note of {busy.mark}" not in answer.text
            if role == "another":
                ticket_id = busy.rows["ticket"]
                assert ticket_id not in answer.text
                assert UUID(ticket_id).hex not in answer.text


@pytest.mark.parametrize("operation", CUSTOMERS_WRITES, ids=str)
async def test_a_customer_says_what_is_theirs_to_say_and_nothing_else(busy: House, operation: Operation) -> None:
    may, whole = CUSTOMERS_FIELDS[operation.name], _inner(samples_of(operation)[0].body or {})
    schema = _schema(operation)
    fields, required = schema["properties"].keys(), schema.get("required", [])
    assert may.keys() <= fields <= whole.keys() | may.keys(), "a field without a sample"
    needed = {name: value for name, value in may.items() if name in required}
    for name in fields:
        body = {**needed, **TOGETHER.get(name, {}), name: may.get(name, whole.get(name))}
        sample = _sample(operation, body, path=samples_of(operation)[0].path)
        request = await request_of(operation, sample, house=busy, fresh=name in may)
        answer = await busy.ask("customer", operation, request.path, **request.options)
        assert answer.is_success if name in may else answer.status_code == 403, (name, answer.text)


@pytest.mark.parametrize("operation", AT_THE_GATEWAY, ids=str)
async def test_the_gateway_lets_through_and_refuses_the_same(busy: House, operation: Operation) -> None:
    for role, status in outcomes(operation).items():
        sample = samples_of(operation)[0]
        asked = _as_customer(operation, sample, role=role) if role in CUSTOMERS else sample
        request = await request_of(operation, asked, house=busy, fresh=operation.method not in READING)
        answer = await busy.knock(role, operation, request.path, **request.options)
        assert answer.is_success if status == OK else answer.status_code == status, (role, answer.text)


async def _asked(house: House, role: str, operation: Operation, sample: Sample) -> httpx.Response:
    """The answer about a row that nothing else knows of, where the route writes."""
    request = await request_of(operation, sample, house=house, fresh=operation.method not in READING)
    return await house.ask(role, operation, request.path, **request.options)


def _as_customer(operation: Operation, sample: Sample, *, role: str) -> Sample:
    """The sample without what only an agent may say, where there is more to the route than that."""
    fields = CUSTOMERS_FIELDS.get(operation.name)
    if fields is None:
        return sample
    own = {"{contact}": "{another_contact}"} if role == "another" else {}
    said = {name: own.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}
    return _sample(operation, said, path=sample.path)


def _sample(operation: Operation, body: Json, *, path: Mapping[str, str] | None = None) -> Sample:
    return Sample({"ticket": body} if operation.surface == Surface.ENVELOPE else body, path=path or {})


def _inner(body: Json) -> Json:
    return dict(body.get("ticket", body))


def _schema(operation: Operation) -> Json:
    """Of the body's object, without its envelope."""
    schema = operation.body or {}
    schema = next((one for one in schema.get("anyOf", ()) if "properties" in one), schema)
    return _inner(schema["properties"]) if "ticket" in schema["properties"] else schema


def _says_so(operation: Operation, answer: httpx.Response, *, status: int) -> None:
    """In the surface's own form; nobody knows which surface somebody asks whom nobody knows."""
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"
    elif operation.method != "HEAD":
        error = answer.json()["error"]
        assert isinstance(error, str if operation.surface == Surface.ENTITY else dict)
        assert isinstance(error, str) or error["code"] in CODES[status], error
