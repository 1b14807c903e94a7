"""Bad parameters of a list are named, and without a valid identity no door opens."""

import pytest

from shared.identity import HEADER, Caller, sign
from tests.integration.tickets.desk import Desk, error_form


@pytest.mark.parametrize("query", [
    "status=open", "status=pending", "priority=medium", "channel=fax", "assigned_to=ada", "team_id=crew",
    "limit=0", "limit=101", "limit=x", "cursor=x", "cursor=", "created_from=yesterday", "created_to=2026-13-01",
    "created_from=0001-01-01T00:00:00%2B05:00", "created_to=9999-12-31T23:59:59-05:00", "tag=", "tag=a%00b",
])  # fmt: skip
async def test_a_known_parameter_with_a_bad_value_is_named(desk: Desk, query: str) -> None:
    answer = await desk.ask("GET", f"/tickets?{query}")
    error_form(answer, status=422, code="validation_error")
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [query.split("=")[0]]


async def test_unknown_parameters_are_ignored(desk: Desk) -> None:
    ticket = await desk.open()
    page = await desk.get("/tickets", colour="red", page=7)
    assert [found["id"] for found in page["tickets"]] == [ticket["id"]]


@pytest.mark.parametrize("which", ["none", "empty", "rubbish", "forged", "another secret's"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/tickets"), ("POST", "/tickets"), ("GET", "/nothing")])
async def test_without_a_valid_identity_every_door_is_shut(desk: Desk, which: str, method: str, path: str) -> None:
    whole = desk.identity()
    forged = sign(Caller(str(desk.tenant_id), "admin", ("read:helpdesk",), "Eve", "messenger", "r"), secret="x" * 32)
    headers = {"empty": "", "rubbish": "rubbish", "forged": whole[:-4] + "AAAA", "another secret's": forged}
    url = f"{desk.system.urls[0]}/v1/helpdesk{path}"
    sent = {HEADER: headers[which]} if which in headers else {}
    answer = await desk.system.http.request(method, url, headers=sent, json={"text": "Hello"})
    error_form(answer, status=401, code="unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert (await desk.get("/tickets"))["tickets"] == []
