"""A POST with an `Idempotency-Key` is done once, and its first answer is the answer to every repeat."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from shared.clock import utc_now
from shared.events.tenant import TenantData, TenantDeleted
from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json, error_form

REPLAYED = "Idempotent-Replayed"
UNKNOWN = "019f0000-0000-7000-8000-000000000000"


async def post(desk: Desk, path: str, body: Any, *, key: str, **request: Any) -> httpx.Response:
    return await desk.ask("POST", path, json=body, headers={"Idempotency-Key": key}, **request)


async def tickets_of(desk: Desk) -> list[Json]:
    shown: list[Json] = (await desk.get("/tickets", limit=100))["tickets"]
    return shown


def same(first: httpx.Response, repeat: httpx.Response) -> None:
    """Hold a repeat to the first answer, byte for byte."""
    assert REPLAYED not in first.headers
    assert repeat.headers[REPLAYED] == "true"
    assert (repeat.status_code, repeat.content) == (first.status_code, first.content)
    assert repeat.headers["content-type"] == first.headers["content-type"]
    assert repeat.headers.get("etag") == first.headers.get("etag")


async def test_a_repeat_is_answered_as_the_first_time_and_does_nothing(desk: Desk) -> None:
    first = await post(desk, "/tickets", {"text": "Wo ist es? 👋"}, key="one")
    assert first.status_code == 201
    same(first, await post(desk, "/tickets", {"text": "Wo ist es? 👋"}, key="one"))
    assert [ticket["id"] for ticket in await tickets_of(desk)] == [first.json()["id"]]
    assert await desk.told(first.json(), upto=1) == ["ticket.created"]
    assert (await post(desk, "/tickets", {"text": "Wo ist es? 👋"}, key="two")).json()["number"] == 2


async def test_a_reply_is_written_once_even_after_the_ticket_moved_on(desk: Desk) -> None:
    ticket = await desk.open()
    path = f"/tickets/{ticket['id']}"
    first = await post(desk, f"{path}/reply", {"text": "Hello"}, key="k")
    await desk.patch(f"{path}/status", {"status": "closed"})
    same(first, await post(desk, f"{path}/reply", {"text": "Hello"}, key="k"))
    assert [message["text"] for message in (await desk.get(path))["messages"]] == ["Where is my order?", "Hello"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/tickets", {"text": ""}, 422),
        ("/tickets", ["no object"], 400),
        (f"/tickets/{UNKNOWN}/reply", {"text": "Hello"}, 404),
        ("/agents", {"name": "Ada", "email": "no address"}, 422),
    ],
)
async def test_a_refusal_is_kept_too(desk: Desk, path: str, body: Any, status: int) -> None:
    first = await post(desk, path, body, key="k")
    assert first.status_code == status
    same(first, await post(desk, path, body, key="k"))


async def test_another_body_or_query_with_the_same_key_is_refused(desk: Desk) -> None:
    await post(desk, "/tickets", {"text": "One"}, key="k")
    for repeat in (
        await post(desk, "/tickets", {"text": "Two"}, key="k"),
        await post(desk, "/tickets", {"text": "One"}, key="k", params={"x": "1"}),
        await post(desk.as_agent(), "/tickets", {"text": "One"}, key="k"),
    ):
        error_form(repeat, status=422, code="idempotency_key_reused")
        assert repeat.json()["error"]["details"][0]["field"] == "Idempotency-Key"
    assert len(await tickets_of(desk)) == 1


@pytest.mark.parametrize(
    "headers", [[("Idempotency-Key", "")], [("Idempotency-Key", "x" * 256)], [("Idempotency-Key", "x")] * 2]
)
async def test_a_key_that_is_none_is_refused(desk: Desk, headers: list[tuple[str, str]]) -> None:
    identity = [("X-Helpdesk-Identity", desk.identity())]
    url = f"{desk.system.urls[0]}/v1/helpdesk/tickets"
    answer = await desk.system.http.post(url, json={"text": "x"}, headers=[*identity, *headers])
    error_form(answer, status=422, code="validation_error")
    assert await tickets_of(desk) == []


async def test_the_longest_key_is_taken(desk: Desk) -> None:
    first = await post(desk, "/tickets", {"text": "x"}, key="x" * 255)
    same(first, await post(desk, "/tickets", {"text": "x"}, key="x" * 255))


async def test_each_tenant_and_each_address_has_keys_of_its_own(desk: Desk) -> None:
    neighbour = Desk(desk.system)
    ids = {(await post(each, "/tickets", {"text": "x"}, key="k")).json()["id"] for each in (desk, neighbour)}
    assert len(ids) == 2
    opened = [await desk.open(), await desk.open()]
    for ticket in opened:
        assert (await post(desk, f"/tickets/{ticket['id']}/reply", {"text": "x"}, key="k")).status_code == 201


async def test_twins_at_the_same_moment_have_one_effect(desk: Desk) -> None:
    answers = await asyncio.gather(*(post(desk, "/tickets", {"text": "x"}, key="k") for _ in range(20)))
    assert len(await tickets_of(desk)) == 1
    counted = Counter(answer.status_code for answer in answers)
    assert set(counted) <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    for refused in (answer for answer in answers if answer.status_code == 409):
        error_form(refused, status=409, code="request_running")
        assert int(refused.headers["Retry-After"]) >= 1
    assert sum(REPLAYED not in answer.headers for answer in answers if answer.status_code == 201) == 1


async def test_only_a_post_looks_at_the_key(desk: Desk) -> None:
    ticket = await desk.open()
    for priority in ("high", "low"):
        answer = await desk.ask(
            "PATCH",
            f"/tickets/{ticket['id']}/priority",
            json={"priority": priority},
            headers={"Idempotency-Key": "k"},
        )
        assert (answer.status_code, answer.json()["priority"]) == (200, priority)


async def test_a_form_that_is_sent_again_with_another_boundary_is_the_same_request(desk: Desk) -> None:
    answers = [
        await desk.ask("POST", "/tickets", files={"file": ("a.txt", b"abc")}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    same(*answers)


async def test_a_body_too_large_to_be_held_is_told_apart_too(desk: Desk) -> None:
    large = {"text": "x", "more": "y" * 3_000_000}
    first = await post(desk, "/tickets", large, key="k")
    same(first, await post(desk, "/tickets", large, key="k"))
    other = await post(desk, "/tickets", {**large, "more": "z" * 3_000_000}, key="k")
    error_form(other, status=422, code="idempotency_key_reused")


@pytest.mark.parametrize("size", [1_000, 3_000_000])
async def test_a_file_that_is_sent_again_is_the_same_file(desk: Desk, size: int) -> None:
    file = {"file": ("a.bin", b"abc\0" * (size // 4))}
    answers = [await desk.ask("POST", "/attachments", files=file, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].status_code == 201
    same(*answers)
    other = await desk.ask("POST", "/attachments", files={"file": ("b.bin", b"b")}, headers={"Idempotency-Key": "k"})
    error_form(other, status=422, code="idempotency_key_reused")


async def test_what_is_kept_is_sealed_and_goes_after_a_day(desk: Desk) -> None:
    await post(desk, "/tickets", {"text": "A very secret text"}, key="a-very-secret-key")
    records = desk.system.database["idempotency"]
    record = await records.find_one({"_id.tenant_id": desk.tenant_id})
    assert record is not None
    assert list(record["_id"]) == ["tenant_id", "request"]
    assert "secret" not in repr({**record, "answer": ""})
    assert "secret" not in record["answer"]
    indexes = await records.index_information()
    assert indexes["expiry"]["key"] == [("created_at", 1)]
    assert indexes["expiry"]["expireAfterSeconds"] == 86_400


async def test_a_run_that_broke_off_is_taken_up_once_its_lease_is_over(desk: Desk) -> None:
    """Its record as a process leaves it that was killed before it had done anything."""
    first = await post(desk, "/tickets", {"text": "x"}, key="k")
    ticket_id = UUID(first.json()["id"])
    records, key = desk.system.database["idempotency"], {"_id.tenant_id": desk.tenant_id}
    await desk.system.database["tickets"].delete_one({"_id": ticket_id})
    unfinished: Json = {"state": "running", "runner": new_id(), "lease_until": utc_now() + timedelta(seconds=60)}
    await records.update_one(key, {"$set": unfinished, "$unset": {"answer": ""}})
    error_form(await post(desk, "/tickets", {"text": "x"}, key="k"), status=409, code="request_running")
    error_form(await post(desk, "/tickets", {"text": "y"}, key="k"), status=422, code="idempotency_key_reused")
    await records.update_one(key, {"$set": {"lease_until": utc_now() - timedelta(seconds=1)}})
    answers = await asyncio.gather(*(post(desk, "/tickets", {"text": "x"}, key="k") for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    again = await post(desk, "/tickets", {"text": "x"}, key="k")
    assert (again.status_code, again.json()["id"]) == (201, str(ticket_id))
    assert again.json()["created_at"] == first.json()["created_at"]


async def test_an_error_of_ours_frees_the_key_for_any_request(desk: Desk) -> None:
    records, key = desk.system.database["idempotency"], {"_id.tenant_id": desk.tenant_id}
    first = await post(desk, "/tickets", {"text": "x"}, key="k")
    await records.update_one(key, {"$set": {"state": "free"}, "$unset": {"answer": ""}})
    again = await post(desk, "/tickets", {"text": "x"}, key="k")
    assert again.json()["id"] == first.json()["id"]
    await records.update_one(key, {"$set": {"state": "free"}, "$unset": {"answer": ""}})
    other = await post(desk, "/tickets", {"text": "y"}, key="k")
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]


async def test_what_is_kept_of_a_tenant_goes_with_it_and_a_neighbours_stays(desk: Desk) -> None:
    neighbour = Desk(desk.system)
    for each in (desk, neighbour):
        for key in ("one", "two"):
            await post(each, "/tickets", {"text": "x"}, key=key)
    deleted = TenantData(id=desk.tenant_id, name="Acme", description=None)
    await desk.system.publish(TenantDeleted(subject=str(desk.tenant_id), tenantid=desk.tenant_id, data=deleted))
    records = desk.system.database["idempotency"]
    assert await records.count_documents({"_id.tenant_id": desk.tenant_id}) == 0
    assert await records.count_documents({"_id.tenant_id": neighbour.tenant_id}) == 2
