"""`search` on the messenger's list, through the gateway and the whole product."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from deploy.local.processes import ROOT
from services.search.store.schema import FORMAT
from tests.support.eventually import eventually
from tests.support.stack import Stack

TICKETS = "/v1/helpdesk/tickets"
SOME = 60


class Desk:
    """One tenant's admin at the gateway."""

    def __init__(self, stack: Stack, *, tenant_id: str, key: str) -> None:
        self.tenant_id = tenant_id
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx.AsyncClient(
            base_url=stack.base_url, headers=headers, timeout=15.0, trust_env=False, verify=False
        )

    async def open(self, text: str, **body: Any) -> str:
        answer = await self.http.post(TICKETS, json={"text": text, **body})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def page(self, **query: Any) -> tuple[list[str], str | None]:
        answer = await self.http.get(TICKETS, params=query)
        assert answer.status_code == 200, answer.text
        return [ticket["id"] for ticket in answer.json()["tickets"]], answer.json()["next_cursor"]

    async def every(self, **query: Any) -> list[list[str]]:
        """All pages of a list, each with its ids."""
        pages, cursor = [], None
        while True:
            page, cursor = await self.page(**query, **({"cursor": cursor} if cursor else {}))
            pages.append(page)
            if cursor is None:
                return pages

    async def shows(self, *ids: str, **query: Any) -> None:
        """Return once exactly these are listed."""

        async def listed() -> bool:
            return (await self.page(**query))[0] == list(ids)

        await eventually(listed, what=f"{query} lists {ids}")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(stack: Stack) -> AsyncIterator[Desk]:
    tenant = await stack.make_tenant("Search")
    desk = Desk(stack, tenant_id=tenant.id, key=tenant.admin)
    yield desk
    await desk.http.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def other(stack: Stack) -> AsyncIterator[Desk]:
    tenant = await stack.make_tenant("Other")
    desk = Desk(stack, tenant_id=tenant.id, key=tenant.agent)
    yield desk
    await desk.http.aclose()


async def test_subjects_and_words_of_messages_are_found(desk: Desk) -> None:
    lamp = await desk.open("It flickers since Monday", subject="Broken LAMP")
    chair = await desk.open("A chair with three legs", subject="Chair")
    await desk.shows(lamp, search="ken lam")
    await desk.shows(chair, search="Three LEGS")
    await desk.shows(search="flick")
    await desk.shows(chair, lamp, search=" ")
    answer = await desk.http.post(f"{TICKETS}/{lamp}/reply", json={"text": "Try another bulb"})
    assert answer.status_code == 201
    await desk.shows(lamp, search="bulb")
    assert (await desk.http.delete(f"{TICKETS}/{lamp}")).status_code == 204
    await desk.shows(search="bulb")


async def test_filters_combine_and_pages_keep_their_size(desk: Desk) -> None:
    opened = [
        await desk.open(f"Parcel {n}", priority="high" if n % 3 == 0 else "low", tags=["late"] if n % 2 else [])
        for n in range(SOME)
    ]
    newest_first = opened[::-1]

    async def indexed() -> bool:
        return [each for page in await desk.every(search="parcel") for each in page] == newest_first

    await eventually(indexed, what="all are found")
    high = [each for n, each in enumerate(opened) if n % 3 == 0][::-1]
    high_and_late = [each for n, each in enumerate(opened) if n % 3 == 0 and n % 2][::-1]
    for query, expected in (
        ({"priority": "high"}, high),
        ({"priority": "high", "tag": "late"}, high_and_late),
        ({"status": "closed"}, []),
        ({"status": "new", "channel": "virtual"}, newest_first),
        ({"created_from": "2020-01-01T00:00:00Z", "created_to": "2099-01-01T00:00:00Z"}, newest_first),
        ({"created_to": "2020-01-01T00:00:00Z"}, []),
        ({"created_from": "2099-01-01T00:00:00Z"}, []),
    ):
        pages = await desk.every(search="PARCEL", limit=7, **query)
        assert [each for page in pages for each in page] == expected, query
        assert all(len(page) == 7 for page in pages[:-1]), query


async def test_a_filter_holds_for_what_the_index_does_not_know_yet(desk: Desk) -> None:
    ticket = await desk.open("Parcel")
    await desk.shows(ticket, search="parcel", status="new")
    answer = await desk.http.patch(f"{TICKETS}/{ticket}/status", json={"status": "closed"})
    assert answer.status_code == 200
    assert await desk.page(search="parcel", status="new") == ([], None)
    assert await desk.page(search="parcel", status="closed") == ([ticket], None)


async def test_a_saved_view_may_search(desk: Desk) -> None:
    ticket, _ = await desk.open("Parcel"), await desk.open("Letter")
    answer = await desk.http.post("/v1/helpdesk/saved-views", json={"name": "Parcels", "filter": {"search": "PARC"}})
    assert answer.status_code == 201, answer.text
    await desk.shows(ticket, view=answer.json()["id"])
    await desk.shows(view=answer.json()["id"], search="letter", status="closed")


async def test_one_tenant_finds_nothing_of_anothers(desk: Desk, other: Desk) -> None:
    mine, theirs = await desk.open("Parcel of ours"), await other.open("Parcel of theirs")
    await desk.shows(mine, search="parcel")
    await other.shows(theirs, search="parcel")
    assert await other.page(search="of ours") == ([], None)
    _, cursor = await desk.page(search="parcel", limit=1)
    assert cursor is None


@pytest.mark.parametrize(
    "text", ["%", "_", "*", '"', "' OR 1=1 --", 'a" OR "b', "NEAR(a b)", "a AND b", "a NOT b", "("]
)
async def test_what_looks_like_a_query_is_plain_text(desk: Desk, text: str) -> None:
    await desk.open("nothing to see a b")
    hit = await desk.open("x", subject=f"odd {text} subject")
    await desk.shows(hit, search=text)


@pytest.mark.parametrize("text", ["x" * 256, "x" * 10_000, "a\0b", "a\x1bb"])
async def test_what_cannot_be_looked_for_is_refused(desk: Desk, text: str) -> None:
    answer = await desk.http.get(TICKETS, params={"search": text})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["error"]["details"]] == ["search"]


@pytest.mark.parametrize("path", ["/internal/search?q=parcel", "/internal/rebuild", "/internal/tickets"])
async def test_the_gateway_leads_nobody_inside(desk: Desk, path: str) -> None:
    assert (await desk.http.get(path)).status_code == 404


async def test_what_was_written_in_a_merged_ticket_is_found_in_its_target_also_in_an_index_made_anew(
    stack: Stack, desk: Desk
) -> None:
    source, target = [await desk.open(word, subject="Help") for word in ("elephant", "giraffe")]
    note = {"text": "a secret zebra", "internal": True}
    assert (await desk.http.post(f"{TICKETS}/{source}/reply", json=note)).status_code == 201
    assert (await desk.http.post(f"{TICKETS}/{source}/merge", json={"into": target})).status_code == 200
    for word in ("elephant", "zebra", "giraffe"):
        await desk.shows(target, search=word)
    build = first_build(stack, desk)
    await _helpdesk(stack, "search", "rebuild", "--tenant", desk.tenant_id)
    await eventually(lambda: not build.exists(), what="the first build gives way")
    for word in ("elephant", "zebra", "giraffe"):
        await desk.shows(target, search=word)
    assert (await desk.http.post(f"{TICKETS}/{source}/unmerge")).status_code == 200
    for word in ("elephant", "zebra"):
        await desk.shows(source, search=word)


async def test_the_operator_has_the_index_made_anew(stack: Stack, desk: Desk) -> None:
    ticket = await desk.open("Parcel")
    await desk.shows(ticket, search="parcel")
    build = first_build(stack, desk)
    assert await asyncio.to_thread(build.exists)
    answer = await _helpdesk(stack, "search", "rebuild", "--tenant", desk.tenant_id)
    assert answer == (0, {"rebuilding": desk.tenant_id})
    await eventually(lambda: not build.exists(), what="the first build gives way")
    await desk.shows(ticket, search="parcel")
    assert await _helpdesk(stack, "search", "rebuild") == (0, {"rebuilding": "all"})
    assert (await _helpdesk(stack, "search", "rebuild", "--tenant", "01a1fd99-486f-71d1-b074-0f5f39ee8e86"))[0] == 1


def first_build(stack: Stack, desk: Desk) -> Path:
    return Path(stack.settings["HELPDESK_SEARCH_DIR"], f"format-{FORMAT}", f"{UUID(desk.tenant_id).hex}.1.db")


async def _helpdesk(stack: Stack, *arguments: str) -> tuple[int, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", *arguments),
        cwd=ROOT,
        env={"HELPDESK_PUBLIC_URL": stack.base_url, "HELPDESK_OPERATOR_TOKEN": stack.operator_token},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 20.0)
    assert process.returncode is not None
    return process.returncode, json.loads(out) if out else None
