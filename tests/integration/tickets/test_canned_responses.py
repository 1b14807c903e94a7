"""Canned responses: agents keep them, and a shortcut stands for one of them."""

import pytest

from tests.integration.tickets.desk import Desk, Json, error_form, rows_of

LATE: Json = {"title": "Late parcel", "text": "We are sorry.\n\tIt is on its way.", "shortcut": "/late"}


async def test_agents_add_read_change_and_delete_responses(desk: Desk) -> None:
    agent = desk.as_agent()
    late = await agent.post("/canned-responses", LATE)
    assert set(late) == {"id", "created_at", "updated_at", *LATE}
    assert {name: late[name] for name in LATE} == LATE
    bare = await agent.post("/canned-responses", {"title": "Thanks", "text": "Thank you!"})
    assert bare["shortcut"] is None
    assert await agent.get(f"/canned-responses/{late['id']}") == late
    assert await rows_of(agent, "/canned-responses", "canned_responses") == [late, bare]
    changed = await agent.put(f"/canned-responses/{late['id']}", {"text": "Sorry."})
    assert changed | {"updated_at": None} == late | {"text": "Sorry.", "updated_at": None}
    assert (await agent.put(f"/canned-responses/{late['id']}", {"shortcut": None}))["shortcut"] is None
    await agent.delete(f"/canned-responses/{late['id']}")
    assert await rows_of(agent, "/canned-responses", "canned_responses") == [bare]
    assert (await agent.ask("DELETE", f"/canned-responses/{late['id']}")).status_code == 404


async def test_a_shortcut_is_one_responses(desk: Desk) -> None:
    late = await desk.post("/canned-responses", LATE)
    error_form(await desk.ask("POST", "/canned-responses", json=LATE), status=409, code="shortcut_taken")
    other = await desk.post("/canned-responses", LATE | {"shortcut": None})
    taken = await desk.ask("PUT", f"/canned-responses/{other['id']}", json={"shortcut": "/late"})
    error_form(taken, status=409, code="shortcut_taken")
    await desk.delete(f"/canned-responses/{late['id']}")
    assert (await desk.put(f"/canned-responses/{other['id']}", {"shortcut": "/late"}))["shortcut"] == "/late"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": None}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 65_537}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"shortcut": ""}, "shortcut"),
        ({"shortcut": "x" * 65}, "shortcut"),
        ({"shortcut": 7}, "shortcut"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(desk: Desk, wrong: Json, field: str) -> None:
    late = await desk.post("/canned-responses", LATE)
    for method, path in [("POST", "/canned-responses"), ("PUT", f"/canned-responses/{late['id']}")]:
        answer = await desk.ask(method, path, json=LATE | {"shortcut": "/other"} | wrong)
        error_form(answer, status=422, code="validation_error")
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
    assert await rows_of(desk, "/canned-responses", "canned_responses") == [late]


@pytest.mark.parametrize("missing", ["title", "text"])
async def test_a_response_needs_a_title_and_a_text(desk: Desk, missing: str) -> None:
    answer = await desk.ask("POST", "/canned-responses", json={k: v for k, v in LATE.items() if k != missing})
    error_form(answer, status=422, code="validation_error")
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [missing]
