"""Who may read and write contacts, custom fields, canned responses and views; who may not leaves nothing behind."""

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json, error_form

BODIES: dict[str, Json] = {
    "contacts": {"name": "Eve"},
    "custom-fields": {"name": "Order", "type": "text"},
    "canned-responses": {"title": "Hello", "text": "Hello"},
    "saved-views": {"name": "Late", "filter": {"tag": "late"}},
}
WRITES = [(method, path) for path in BODIES for method in ("POST", "PUT", "DELETE")]
READS = [f"/{path}{row}" for path in BODIES for row in ("", "/{id}")]


def of(desk: Desk, role: str) -> Desk:
    return {"agent": desk.as_agent(), "reader": desk.as_reader(), "customer": desk.as_customer()}[role]


async def refused(desk: Desk, role: str, method: str, path: str, *, code: str) -> None:
    """Hold an attempt on a row that is there to its refusal."""
    row = await desk.post(f"/{path}", BODIES[path])
    before = await desk.stored()
    place = f"/{path}" if method == "POST" else f"/{path}/{row['id']}"
    answer = await of(desk, role).ask(method, place, json=BODIES[path])
    error_form(answer, status=403, code=code)
    assert await desk.stored() == before


@pytest.mark.parametrize(("method", "path"), WRITES)
async def test_a_customer_writes_nothing_of_it(desk: Desk, method: str, path: str) -> None:
    await refused(desk, "customer", method, path, code="missing_role")


@pytest.mark.parametrize(("method", "path"), WRITES)
async def test_a_key_that_only_reads_writes_nothing_of_it(desk: Desk, method: str, path: str) -> None:
    await refused(desk, "reader", method, path, code="missing_scope")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_only_an_admin_writes_custom_fields(desk: Desk, method: str) -> None:
    await refused(desk, "agent", method, "custom-fields", code="missing_role")


@pytest.mark.parametrize("path", READS)
async def test_agents_and_keys_that_only_read_do_read(desk: Desk, path: str) -> None:
    name = path.split("/")[1]
    row = await desk.post(f"/{name}", BODIES[name] | ({"shared": True} if name == "saved-views" else {}))
    for role in ("agent", "reader"):
        assert (await of(desk, role).ask("GET", path.format(**row))).status_code == 200


@pytest.mark.parametrize("path", [*READS, "/tickets?view={id}"])
async def test_a_customer_reads_none_of_it(desk: Desk, path: str) -> None:
    answer = await of(desk, "customer").ask("GET", path.format(id=new_id()))
    error_form(answer, status=403, code="missing_role")
