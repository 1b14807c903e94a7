"""Custom fields: admins make them, the type stays, and there are never more than fifty."""

import asyncio

import pytest

from tests.integration.tickets.desk import Desk, Json, error_form, rows_of

SIZE: Json = {"name": "Size", "type": "select", "options": ["S", "M", "L"], "required": True}
TYPES = ["text", "number", "boolean", "date"]


async def test_admins_add_change_and_delete_fields_and_agents_read_them(desk: Desk) -> None:
    size = await desk.post("/custom-fields", SIZE)
    assert set(size) == {"id", "created_at", "updated_at", *SIZE}
    assert {name: size[name] for name in SIZE} == SIZE
    plain = [await desk.post("/custom-fields", {"name": kind, "type": kind}) for kind in TYPES]
    assert [(field["type"], field["options"], field["required"]) for field in plain] == [
        (kind, [], False) for kind in TYPES
    ]
    assert await rows_of(desk.as_agent(), "/custom-fields", "custom_fields") == [size, *plain]
    assert await desk.as_agent().get(f"/custom-fields/{size['id']}") == size
    changed = await desk.put(f"/custom-fields/{size['id']}", {"options": ["XS", "S"], "type": "select"})
    assert changed | {"updated_at": None} == size | {"options": ["XS", "S"], "updated_at": None}
    optional = await desk.put(f"/custom-fields/{size['id']}", {"name": "Fit", "required": False})
    assert (optional["name"], optional["required"], optional["options"]) == ("Fit", False, ["XS", "S"])
    await desk.delete(f"/custom-fields/{size['id']}")
    assert (await desk.ask("GET", f"/custom-fields/{size['id']}")).status_code == 404
    assert await rows_of(desk, "/custom-fields", "custom_fields") == plain


async def test_what_a_field_was_answered_with_may_be_given_back(desk: Desk) -> None:
    for body in (SIZE, {"name": "Order", "type": "text"}):
        field = await desk.post("/custom-fields", body)
        again = await desk.put(f"/custom-fields/{field['id']}", field)
        assert again | {"updated_at": None} == field | {"updated_at": None}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
        ({"type": "money"}, "type"),
        ({"type": None}, "type"),
        ({"options": None}, "options"),
        ({"options": []}, "options"),
        ({"options": ["S", "S "]}, "options"),
        ({"options": [str(number) for number in range(101)]}, "options"),
        ({"options": ["S", ""]}, "options.1"),
        ({"options": "S"}, "options"),
        ({"type": "text"}, "options"),
        ({"required": "yes"}, "required"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(desk: Desk, wrong: Json, field: str) -> None:
    answer = await desk.ask("POST", "/custom-fields", json=SIZE | wrong)
    error_form(answer, status=422, code="validation_error")
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
    assert await rows_of(desk, "/custom-fields", "custom_fields") == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"type": "text"}, "type"),
        ({"options": []}, "options"),
        ({"options": ["S", "S"]}, "options"),
        ({"name": ""}, "name"),
        ({"required": 1}, "required"),
    ],
)
async def test_a_wrong_change_is_named_and_changes_nothing(desk: Desk, wrong: Json, field: str) -> None:
    size = await desk.post("/custom-fields", SIZE)
    answer = await desk.ask("PUT", f"/custom-fields/{size['id']}", json={"name": "Other", **wrong})
    error_form(answer, status=422, code="validation_error")
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
    assert await desk.get(f"/custom-fields/{size['id']}") == size


async def test_a_name_is_one_fields(desk: Desk) -> None:
    size = await desk.post("/custom-fields", SIZE)
    taken = await desk.ask("POST", "/custom-fields", json={"name": " Size ", "type": "text"})
    error_form(taken, status=409, code="name_taken")
    other = await desk.post("/custom-fields", {"name": "Order", "type": "text"})
    renamed = await desk.ask("PUT", f"/custom-fields/{other['id']}", json={"name": "Size"})
    error_form(renamed, status=409, code="name_taken")
    assert await rows_of(desk, "/custom-fields", "custom_fields") == [size, other]


async def test_however_many_are_added_at_once_a_tenant_gets_fifty(desk: Desk) -> None:
    bodies = [{"name": f"Field {number}", "type": "text"} for number in range(55)]
    answers = await asyncio.gather(*(desk.ask("POST", "/custom-fields", json=body) for body in bodies))
    refused = [answer for answer in answers if answer.status_code != 201]
    assert len(refused) == 5
    for answer in refused:
        error_form(answer, status=409, code="too_many")
    fields = (await desk.get("/custom-fields", limit=100))["custom_fields"]
    assert len(fields) == 50
    await desk.put(f"/custom-fields/{fields[7]['id']}", {"name": "Renamed"})
    error_form(await desk.ask("POST", "/custom-fields", json=SIZE), status=409, code="too_many")
    await desk.delete(f"/custom-fields/{fields[7]['id']}")
    assert (await desk.post("/custom-fields", SIZE))["name"] == "Size"


async def test_a_field_that_a_ticket_uses_is_not_deleted(desk: Desk) -> None:
    size = await desk.post("/custom-fields", SIZE)
    ticket = await desk.open(custom_fields=[{"id": size["id"], "value": "M"}])
    error_form(await desk.ask("DELETE", f"/custom-fields/{size['id']}"), status=409, code="in_use")
    await desk.delete(f"/tickets/{ticket['id']}")
    await desk.delete(f"/custom-fields/{size['id']}")
