"""Another tenant's id is exactly like one that does not exist, in every place of every route that takes an id.

What two tenants may both have, and what crosses in lists of many, is in tests/integration/tickets/test_tenants.py.
"""

import json
from typing import Any, NamedTuple
from uuid import UUID

import pytest
import pytest_asyncio

from shared.http.paging import cursor_of
from tests.integration.security.house import SIBLING, House
from tests.integration.security.kinds import CURSORS
from tests.integration.security.positions import ITEMS, Place, fillings, id_places
from tests.integration.security.requests import places_of, request_of
from tests.integration.security.routes import INTERNAL, OPERATOR, READING, Operation, operations
from tests.integration.security.samples import SAMPLES, Sample, samples_of
from tests.integration.security.walls import System
from tests.integration.security.who_may import CUSTOMERS_ALONE
from tests.support.eventually import eventually

# Who calls these is no tenant: the operator, and siblings that keep a copy of everybody's tickets.
ABOVE_TENANTS = {"internal GET /internal/tenants", "internal POST /internal/rebuild"}
# A filter that is kept instead of asked finds nothing, like one that names what does not exist.
KEPT_FILTERS = {"messenger POST /saved-views": 201, "messenger PUT /saved-views/{view_id}": 200}
# A sibling asks about a ticket by its id; what it is refused leaves its key, its chat and the customer behind.
BRINGING = "internal POST /internal/customer-messages"
# Each of these has an outcome of its own, and the answer is 200 whatever they are.
ITEMS_OF_MANY = {"ticket_ids", "value"}
# What a query names instead of filtering by it.
NAMED_ROWS = {
    ("messenger GET /tickets", "view"),
    ("messenger GET /stats", "teamId"),
    ("workflow GET /stats", "teamId"),
    ("messenger GET /events", "after"),
}
# An error calls it by the newer name.
NEWER_NAMES = {"user_id": "assigned_to"}
# What differs from one answer to the next.
OF_THE_REQUEST = {"request_id", "id", "created_at", "updated_at"}
TENANTS_ROUTES = [each for each in operations() if each.surface != OPERATOR and each.name not in ABOVE_TENANTS]
WITH_IDS = [each for each in TENANTS_ROUTES if id_places(each)]


class Said(NamedTuple):
    """An answer without the request's id, `<id>` in the place of the id that it was asked about."""

    status: int
    body: Any


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told_before(ours: House, theirs: House) -> dict[str, int]:
    """How many events were told of each, once everything that their furnishing caused has come to rest."""
    await ours.system.settled(ours.tenant_id, theirs.tenant_id)
    return {house.tenant_id: len(house.system.told[house.tenant_id]) for house in (ours, theirs)}


@pytest.mark.parametrize("operation", TENANTS_ROUTES, ids=str)
def test_every_id_that_a_route_takes_has_a_sample(operation: Operation) -> None:
    samples = samples_of(operation)
    assert operation.body is None or any(sample.body for sample in samples), "no sample of its body"
    filled = {Place("body", at) for sample in samples for at, _ in fillings(sample.body)}
    assert id_places(operation) <= filled.union(*(places_of(operation, sample) for sample in samples))


def test_no_sample_is_of_a_route_that_is_not_there() -> None:
    assert SAMPLES.keys() <= {operation.name for operation in operations()}


@pytest.mark.parametrize("operation", WITH_IDS, ids=str)
async def test_a_neighbours_id_is_like_one_that_does_not_exist(
    system: System, ours: House, theirs: House, told_before: dict[str, int], operation: Operation
) -> None:
    tenants = [theirs.tenant_id] + ([] if operation.name in {*KEPT_FILTERS, BRINGING} else [ours.tenant_id])
    before = system.stored(tenants) if operation.method not in READING else {}
    for sample in samples_of(operation):
        for place, kind in places_of(operation, sample).items():
            foreign = await theirs.row(kind)
            said = await _said(ours, operation, sample, place=place, row_id=foreign)
            assert said == await _said(ours, operation, sample, place=place, row_id=_nobodys(foreign)), place
            assert theirs.mark not in str(said.body), place
            _is_refused(operation, place, said)
    assert operation.method in READING or system.stored(tenants) == before


async def test_what_a_house_has_is_seen_in_what_is_stored(system: System, theirs: House) -> None:
    """Without which the comparisons above would hold of anything."""
    stored = str(system.stored([theirs.tenant_id]))
    assert [kind for kind, row_id in theirs.rows.items() if row_id not in stored] == []


async def test_nothing_of_it_was_told(system: System, ours: House, theirs: House, told_before: dict[str, int]) -> None:
    last = await House(system, (await system.operator("POST", "/tenants", {"name": "Last"}))["id"]).open()
    await last.row("ticket")
    await eventually(lambda: any(event.type == "ticket.replied" for event in system.told[last.tenant_id]), within=15)
    await system.settled(ours.tenant_id, theirs.tenant_id)
    since = [event.type for house in told_before for event in system.told[house][told_before[house] :]]
    assert since == []


async def _said(house: House, operation: Operation, sample: Sample, *, place: Place, row_id: str) -> Said:
    request = await request_of(operation, sample, house=house, swapped={place: row_id})
    who = SIBLING if operation.surface == INTERNAL else "admin"
    answer = await house.ask(who, operation, request.path, **request.options)
    text = answer.text
    for spelling in (row_id, UUID(row_id).hex, cursor_of(UUID(row_id))):
        text = text.replace(spelling, "<id>")
    body = json.loads(text) if text else None
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in OF_THE_REQUEST}
    return Said(answer.status_code, body)


def _is_refused(operation: Operation, place: Place, said: Said) -> None:
    """404 in a path, 422 in a body and there by its name, an empty list for a filter; a cursor is only a place."""
    match place.where, place.at[0]:
        case "path", _ if operation.name == CUSTOMERS_ALONE:
            assert said.status == 403, (place, said)
        case "path", _:
            assert said.status == 404, (place, said)
        case "query", name if (operation.name, name) in NAMED_ROWS:
            assert said.status == 422, (place, said)
        case "query", name if name in CURSORS:
            assert said.status == 200, (place, said)
        case "query", _:
            assert (said.status, _rows(said.body)) == (200, []), (place, said)
        case "body", name if name in ITEMS_OF_MANY:
            assert [result["ok"] for result in said.body["results"]] == [False], (place, said)
        case _, "ticket_id" if operation.name == BRINGING:
            assert said.status == 404, (place, said)
        case _, _ if operation.name in KEPT_FILTERS:
            assert said.status == KEPT_FILTERS[operation.name], (place, said)
        case _, _:
            names = [NEWER_NAMES.get(part, part) for part in place.at if part not in {ITEMS, "id", "ticket"}]
            assert said.status == 422, (place, said)
            assert any(name in str(said.body) for name in names), (place, said)


def _rows(body: Any) -> list[Any]:
    """What a list shows; figures show nothing."""
    if isinstance(body, list):
        return body
    return next((value for value in body.values() if isinstance(value, list)), [])


def _nobodys(row_id: str) -> str:
    """An id that nobody has, next to this one in every order."""
    return str(UUID(int=UUID(row_id).int ^ 1))
