"""Saved views: one's own and shared ones are seen, their owner and admins change them, and lists look through them."""

from dataclasses import replace
from uuid import UUID

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json, error_form, rows_of
from tests.support.unknown import UNKNOWN_ID

URGENT: Json = {"name": "Urgent", "filter": {"priority": "urgent", "status": "new"}}
EVERY_WORD: Json = {
    "status": "waiting",
    "priority": "low",
    "channel": "telegram",
    "assigned_to": str(new_id()),
    "team_id": str(new_id()),
    "ticket_type_id": str(new_id()),
    "tag": "late",
    "created_from": "2026-01-01T00:00:00.000Z",
    "created_to": "2026-12-31T23:59:59.999Z",
}


@pytest.fixture
def ada(desk: Desk) -> Desk:
    return replace(desk.as_agent(), key_id=new_id())


@pytest.fixture
def bob(desk: Desk) -> Desk:
    return replace(desk.as_agent(), key_id=new_id())


async def seen(desk: Desk) -> list[str]:
    return [view["name"] for view in await rows_of(desk, "/saved-views", "saved_views")]


async def test_an_agent_keeps_changes_and_deletes_views(ada: Desk) -> None:
    view = await ada.post("/saved-views", URGENT)
    assert set(view) == {"id", "name", "filter", "shared", "owner_id", "created_at", "updated_at"}
    assert (view["filter"], view["shared"], view["owner_id"]) == (URGENT["filter"], False, str(ada.key_id))
    assert await ada.get(f"/saved-views/{view['id']}") == view
    renamed = await ada.put(f"/saved-views/{view['id']}", {"name": "Burning"})
    assert renamed | {"updated_at": None} == view | {"name": "Burning", "updated_at": None}
    refiltered = await ada.put(f"/saved-views/{view['id']}", {"filter": {"tag": "late", "status": None}})
    assert (refiltered["name"], refiltered["filter"]) == ("Burning", {"tag": "late"})
    await ada.delete(f"/saved-views/{view['id']}")
    assert await seen(ada) == []


async def test_every_word_of_the_list_may_be_kept(ada: Desk) -> None:
    view = await ada.post("/saved-views", {"name": "All of it", "filter": EVERY_WORD})
    assert view["filter"] == EVERY_WORD
    assert await ada.get("/tickets", view=view["id"]) == {"tickets": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"filter": "new"}, "filter"),
        ({"filter": {"colour": "red"}}, "filter.colour"),
        ({"filter": {"limit": 5}}, "filter.limit"),
        ({"filter": {"cursor": "x"}}, "filter.cursor"),
        ({"filter": {"view": str(new_id())}}, "filter.view"),
        ({"filter": {"$where": "1"}}, "filter.$where"),
        ({"filter": {"status": "pending"}}, "filter.status"),
        ({"filter": {"status": {"$ne": "new"}}}, "filter.status"),
        ({"filter": {"priority": "medium"}}, "filter.priority"),
        ({"filter": {"assigned_to": "ada"}}, "filter.assigned_to"),
        ({"filter": {"created_from": "yesterday"}}, "filter.created_from"),
        ({"shared": "yes"}, "shared"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(ada: Desk, wrong: Json, field: str) -> None:
    view = await ada.post("/saved-views", URGENT)
    for method, path in [("POST", "/saved-views"), ("PUT", f"/saved-views/{view['id']}")]:
        answer = await ada.ask(method, path, json=URGENT | wrong)
        error_form(answer, status=422, code="validation_error")
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
    assert await rows_of(ada, "/saved-views", "saved_views") == [view]


async def test_a_view_is_its_owners_alone_until_it_is_shared(ada: Desk, bob: Desk) -> None:
    view = await ada.post("/saved-views", URGENT)
    path = f"/saved-views/{view['id']}"
    assert (await seen(ada), await seen(bob)) == (["Urgent"], [])
    for method, body in [("GET", None), ("PUT", {"name": "Mine"}), ("DELETE", None)]:
        error_form(await bob.ask(method, path, json=body), status=404, code="not_found")
    error_form(await bob.ask("GET", "/tickets", params={"view": view["id"]}), status=422, code="validation_error")
    shared = await ada.put(path, {"shared": True})
    own = await bob.post("/saved-views", {"name": "Bob's", "filter": {}})
    assert (await seen(ada), await seen(bob)) == (["Urgent"], ["Urgent", own["name"]])
    assert await bob.get(path) == shared
    for method in ("PUT", "DELETE"):
        error_form(await bob.ask(method, path, json={"shared": False}), status=403, code="not_owner")
    assert await ada.get(path) == shared


async def test_an_admin_changes_and_deletes_anybodys_view(desk: Desk, ada: Desk) -> None:
    view = await ada.post("/saved-views", URGENT)
    assert await seen(desk) == []
    changed = await desk.put(f"/saved-views/{view['id']}", {"name": "Tidied"})
    assert (changed["name"], changed["owner_id"]) == ("Tidied", view["owner_id"])
    await desk.delete(f"/saved-views/{view['id']}")
    assert await seen(ada) == []


async def test_a_view_is_the_agents_whichever_of_their_keys_asks(desk: Desk, ada: Desk) -> None:
    agent_id = UUID((await desk.agent())["id"])
    first, second = replace(ada, agent_id=agent_id), replace(ada, agent_id=agent_id, key_id=new_id())
    view = await first.post("/saved-views", URGENT)
    assert view["owner_id"] == str(agent_id)
    assert await seen(second) == ["Urgent"]
    assert await seen(ada) == []
    await second.delete(f"/saved-views/{view['id']}")


async def test_a_list_through_a_view_shows_what_the_view_asks_for(ada: Desk) -> None:
    urgent = [await ada.open(priority="urgent") for _ in range(2)]
    low = await ada.open(priority="low")
    closed = await ada.open(priority="urgent")
    await ada.patch(f"/tickets/{closed['id']}/status", {"status": "closed"})
    view = (await ada.post("/saved-views", URGENT))["id"]

    async def shown(**query: str) -> list[str]:
        return [ticket["id"] for ticket in await rows_of(ada, "/tickets", "tickets", view=view, **query)]

    newest_first = [ticket["id"] for ticket in reversed(urgent)]
    assert await shown() == newest_first
    assert await shown(priority="low") == [low["id"]]
    assert await shown(status="closed") == [closed["id"]]
    assert await shown(created_to=urgent[0]["created_at"], status="new") == newest_first[1:]


@pytest.mark.parametrize("view", ["mine", "", UNKNOWN_ID])
async def test_a_list_through_no_view_is_refused(ada: Desk, view: str) -> None:
    answer = await ada.ask("GET", f"/tickets?view={view}")
    error_form(answer, status=422, code="validation_error")
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == ["view"]
