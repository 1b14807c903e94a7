"""The index follows what tickets tells, survives its process, and comes back when it is lost."""

import time
from dataclasses import replace

import httpx
import pytest

from shared.ids import new_id
from shared.vocabulary import Role, Scope
from tests.integration.search.system import TICKETS, Json, SearchSystem, somebody
from tests.support.eventually import eventually

PATIENCE_SECONDS = 5.0


async def test_the_index_follows_a_ticket_from_its_opening_to_its_end(system: SearchSystem) -> None:
    ada = somebody()
    ticket = await system.write("POST", "", {"subject": "Broken lamp", "text": "It flickers."}, caller=ada)
    await system.has(ticket["id"], text="KEN LAM", caller=ada)
    await system.has(ticket["id"], text="flickers", caller=ada, **{"in": "messages"})
    await system.write("PATCH", f"/{ticket['id']}", {"subject": "Mended lamp"}, caller=ada)
    await system.has(ticket["id"], text="mended", caller=ada)
    await system.has(text="broken", caller=ada)
    await system.write("POST", f"/{ticket['id']}/reply", {"text": "A new bulb helps"}, caller=ada)
    await system.write("POST", f"/{ticket['id']}/reply", {"text": "grumpy person", "internal": True}, caller=ada)
    for word in ("bulb", "grumpy"):
        await system.has(ticket["id"], text=word, caller=ada, **{"in": "messages"})
    await system.write("DELETE", f"/{ticket['id']}", caller=ada)
    for word in ("lamp", "flickers", "bulb"):
        await system.has(text=word, caller=ada, **{"in": "messages"})


async def test_a_write_is_found_within_a_second_and_lists_show_it(system: SearchSystem) -> None:
    ada = somebody()
    ticket = await system.write("POST", "", {"text": "Sesquipedalian"}, caller=ada)
    written = time.monotonic()

    async def listed() -> bool:
        return await system.listed(caller=ada, search="sesqui") == [ticket["id"]]

    await eventually(listed, what="the list shows it")
    assert time.monotonic() - written <= 1.0


async def test_notes_are_never_found_for_a_customer(system: SearchSystem) -> None:
    ada = somebody()
    contact_id = new_id()
    customer = somebody(tenant_id=ada.tenant, role=Role.CUSTOMER, contact_id=contact_id)
    ticket = await system.write("POST", "", {"text": "Hello there"}, caller=ada)
    await system.write("POST", f"/{ticket['id']}/reply", {"text": "suspicious", "internal": True}, caller=ada)
    await system.has(ticket["id"], text="suspicious", caller=ada, **{"in": "messages"})
    await system.has(text="suspicious", caller=ada, notes="false", **{"in": "messages"})
    assert await system.indexed("suspicious", caller=customer, **{"in": "messages"}) == []
    assert await system.indexed("hello", caller=customer, **{"in": "messages"}) == [ticket["id"]]


@pytest.mark.parametrize("path", ["/internal/search?q=order", "/internal/tickets", "/internal/tenants"])
async def test_only_siblings_may_ask(system: SearchSystem, path: str) -> None:
    service = "search" if "search" in path else "tickets"
    assert (await system.ask(service, "GET", path, caller=somebody(via=None))).status_code == 403
    assert (await system.ask(service, "GET", path, caller=somebody())).status_code == 200
    no_scopes = replace(somebody(), scopes=(Scope.WRITE,))
    assert (await system.ask(service, "GET", path, caller=no_scopes)).status_code == 403


async def test_only_one_who_may_administer_may_want_a_rebuild(system: SearchSystem) -> None:
    for caller, status in ((somebody(), 202), (somebody(via=None), 403), (somebody(role=Role.AGENT), 403)):
        body = {"tenant_id": caller.tenant_id}
        answer = await system.ask("search", "POST", "/internal/rebuild", caller=caller, json=body)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "query",
    [
        {"q": ""},
        {"q": "   "},
        {"q": "x" * 256},
        {"q": "x" * 10_000},
        {"q": "a\0b"},
        {},
        {"q": "x", "limit": 0},
        {"q": "x", "limit": 1001},
        {"q": "x", "after": "yesterday"},
        {"q": "x", "in": "everything"},
    ],
)
async def test_what_cannot_be_looked_for_is_refused(system: SearchSystem, query: Json) -> None:
    answer = await system.ask("search", "GET", "/internal/search", caller=somebody(), params=query)
    assert answer.status_code == 422, answer.text


async def test_a_lost_index_comes_back_as_events_had_made_it(system: SearchSystem) -> None:
    ada, bob = somebody(), somebody()
    opened = [await system.write("POST", "", {"text": f"Parcel {n}"}, caller=ada) for n in range(120)]
    await system.write("POST", f"/{opened[3]['id']}/reply", {"text": "A zebra brought it"}, caller=ada)
    await system.write("POST", f"/{opened[4]['id']}/reply", {"text": "okapi", "internal": True}, caller=ada)
    await system.write("PATCH", f"/{opened[5]['id']}", {"subject": "Renamed"}, caller=ada)
    await system.write("DELETE", f"/{opened[6]['id']}", caller=ada)
    other = await system.write("POST", "", {"text": "Parcel of Bob's"}, caller=bob)
    questions: list[Json] = [
        {"text": text, "in": where, "limit": 1000}
        for text in ("parcel", "zebra", "okapi", "renamed", "cel 1", "7")
        for where in ("subject", "messages")
    ]
    await system.has(opened[5]["id"], text="renamed", caller=ada)
    await system.has(other["id"], text="parcel", caller=bob)

    async def answers() -> list[list[str]]:
        return [await system.indexed(caller=ada, **question) for question in questions]

    async def settled() -> bool:
        return len(await system.indexed("parcel", caller=ada, limit=1000)) == 118

    await eventually(settled, what="all are indexed")
    before = await answers()
    assert [len(each) for each in before][:4] == [118, 119, 0, 1]
    await system.lose_index()
    late = await system.write("POST", "", {"text": "Written meanwhile"}, caller=ada)
    await system.serving()
    assert await answers() == before
    await system.has(late["id"], text="meanwhile", caller=ada)
    await system.has(other["id"], text="parcel", caller=bob)
    await system.stack.kill("search")
    await system.stack.restart("search")
    await system.serving()
    assert await answers() == before


@pytest.mark.parametrize("how", ["killed", "frozen"])
async def test_without_search_its_lists_say_so_in_time_and_others_go_on(system: SearchSystem, how: str) -> None:
    ada = somebody()
    ticket = await system.write("POST", "", {"text": "Patience"}, caller=ada)
    await system.has(ticket["id"], text="patience", caller=ada)
    await (system.stack.kill("search") if how == "killed" else system.stack.pause("search"))
    started = time.monotonic()
    answer: httpx.Response = await system.ask("tickets", "GET", f"{TICKETS}?search=patience", caller=ada)
    assert time.monotonic() - started <= PATIENCE_SECONDS
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert await system.listed(caller=ada) == [ticket["id"]]
    await (system.stack.restart("search") if how == "killed" else system.stack.resume("search"))
    await system.serving()

    async def works() -> bool:
        return await system.listed(caller=ada, search="patience") == [ticket["id"]]

    await eventually(works, what="search answers again")
