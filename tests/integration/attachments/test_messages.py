"""Messages carry files: named by their ids or brought along, each of one ticket only."""

import asyncio
from base64 import b64encode
from typing import Any

import pytest

from tests.integration.attachments.house import House, Json, Party, refused

UNKNOWN = "01a00000-0000-7000-8000-000000000000"


def inline(content: bytes = b"Hello", **fields: Any) -> Json:
    return {
        "name": "a.txt",
        "content_type": "text/plain",
        "content_base64": b64encode(content).decode(),
        **fields,
    }


def shown(file: Json) -> Json:
    return {name: value for name, value in file.items() if name != "created_at"}


@pytest.mark.parametrize("internal", [False, True])
async def test_a_message_shows_its_files_in_their_order(admin: Party, internal: bool) -> None:
    ticket, one, two = await admin.open(), await admin.upload(b"1"), await admin.upload(b"22", name="b.txt")
    message = await admin.replied(ticket, {"id": two["id"]}, inline(b"333"), {"id": one["id"]}, internal=internal)
    first, brought, last = message["attachments"]
    assert (first, last) == (shown(two), shown(one))
    assert (brought["name"], brought["content_type"], brought["size"]) == ("a.txt", "text/plain", 3)
    assert (await admin.fetch(brought)).content == b"333"
    assert (await admin.messages(ticket))[-1] == message


async def test_a_message_without_files_has_none(admin: Party) -> None:
    assert (await admin.replied(await admin.open()))["attachments"] == []


async def test_ten_files_fit_and_no_more(house: House, admin: Party) -> None:
    ticket = await admin.open()
    assert len((await admin.replied(ticket, *[inline()] * 10))["attachments"]) == 10
    refused(await admin.reply(ticket, *[inline()] * 11), 422, field="attachments")
    assert (await house.kept_of(admin.tenant_id))[0] == 10


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({}, ""),
        ({"id": None}, ""),
        ({"id": "no-id"}, ".id"),
        ({"id": {"$gt": ""}}, ".id"),
        ({"id": UNKNOWN}, ".id"),
        (inline(id=UNKNOWN), ""),
        ({"name": "a.txt", "content_type": "text/plain"}, ""),
        (inline(content_base64="?"), ".content_base64"),
        (inline(content_base64="SGVsbG8"), ".content_base64"),
        (inline(content_base64=5), ".content_base64"),
        (inline(content_base64=""), ""),
        (inline(name="a.exe"), ".name"),
        (inline(name="a\nb.txt"), ".name"),
        (inline(name=""), ".name"),
        (inline(content_type="application/x-msdownload"), ".content_type"),
        (inline(content_type="text"), ".content_type"),
    ],
)
async def test_a_wrong_one_is_named_and_nothing_is_written(house: House, admin: Party, wish: Json, field: str) -> None:
    ticket, file = await admin.open(), await admin.upload()
    refused(await admin.reply(ticket, {"id": file["id"]}, inline(), wish), 422, field=f"attachments.2{field}")
    assert len(await admin.messages(ticket)) == 1
    assert (await house.kept_of(admin.tenant_id))[0] == 1
    await admin.replied(await admin.open(), {"id": file["id"]})


async def test_every_wrong_one_is_named_at_once(admin: Party) -> None:
    answer = await admin.reply(await admin.open(), {"id": UNKNOWN}, inline(name="a.exe"), inline())
    fields = [problem["field"] for problem in answer.json()["error"]["details"]]
    assert (answer.status_code, fields) == (422, ["attachments.0.id", "attachments.1.name"])


async def test_another_tenants_file_is_like_one_that_does_not_exist(house: House, admin: Party) -> None:
    theirs = await (await house.party(role="admin")).upload()
    ticket = await admin.open()
    answers = [await admin.reply(ticket, {"id": which}) for which in (theirs["id"], UNKNOWN)]
    assert answers[0].json()["error"] == answers[1].json()["error"]
    refused(answers[0], 422, field="attachments.0.id")
    reads = [await admin.ask("GET", f"/attachments/{which}") for which in (theirs["id"], UNKNOWN)]
    assert reads[0].json()["error"] == reads[1].json()["error"]
    refused(reads[0], 404)
    refused(await admin.ask("GET", "/attachments/no-id"), 404)


async def test_a_file_is_of_one_ticket_and_may_be_shown_there_again(admin: Party) -> None:
    file, ticket, other = {"id": (await admin.upload())["id"]}, await admin.open(), await admin.open()
    await admin.replied(ticket, file)
    await admin.replied(ticket, file, internal=True)
    refused(await admin.reply(other, file), 422, field="attachments.0.id")
    refused(await admin.reply(ticket, file, file), 422, field="attachments.1.id")
    [brought] = (await admin.replied(ticket, inline()))["attachments"]
    refused(await admin.reply(other, {"id": brought["id"]}), 422, field="attachments.0.id")
    assert len(await admin.messages(other)) == 1


async def test_of_two_tickets_that_want_one_file_one_gets_it(admin: Party) -> None:
    for _ in range(8):
        file, tickets = {"id": (await admin.upload())["id"]}, [await admin.open() for _ in range(4)]
        answers = await asyncio.gather(*(admin.reply(ticket, file) for ticket in tickets))
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
        for ticket, answer in zip(tickets, answers, strict=True):
            if answer.status_code == 422:
                refused(answer, 422, field="attachments.0.id")
            assert len(await admin.messages(ticket)) == (2 if answer.status_code == 201 else 1)


async def test_a_reply_to_no_ticket_takes_no_file(admin: Party) -> None:
    file = {"id": (await admin.upload())["id"]}
    refused(await admin.reply({"id": UNKNOWN}, file), 404)
    await admin.replied(await admin.open(), file)


async def test_a_customer_reads_what_their_own_tickets_say_in_public(house: House, admin: Party) -> None:
    contact, stranger = await admin.contact(), await admin.contact()
    customer = await house.party(admin.tenant_id, role="customer", contact_id=contact)
    other = await house.party(admin.tenant_id, role="customer", contact_id=stranger)
    ticket, file, note = await admin.open(contact_id=contact), await admin.upload(), await admin.upload()
    for unused in (file, note):
        refused(await customer.fetch(unused), 404)
    await admin.replied(ticket, {"id": file["id"]})
    await admin.replied(ticket, {"id": note["id"]}, internal=True)
    assert (await customer.fetch(file)).content == b"Hello"
    refused(await customer.fetch(note), 404)
    refused(await other.fetch(file), 404)
    await admin.replied(ticket, {"id": note["id"]})
    assert (await customer.fetch(note)).status_code == 200


async def test_a_customer_reads_their_own_upload_until_it_is_used(house: House, admin: Party) -> None:
    contact = await admin.contact()
    customer, again = [await house.party(admin.tenant_id, role="customer", contact_id=contact) for _ in range(2)]
    file, ticket = await customer.upload(), await admin.open()
    assert (await customer.fetch(file)).status_code == 200
    assert (await admin.fetch(file)).status_code == 200
    refused(await again.fetch(file), 404)
    await admin.replied(ticket, {"id": file["id"]}, internal=True)
    refused(await customer.fetch(file), 404)


async def test_a_customer_replies_with_what_the_same_key_uploaded_alone(house: House, admin: Party) -> None:
    contact, agents = await admin.contact(), await admin.upload()
    customer, other = [await house.party(admin.tenant_id, role="customer", contact_id=contact) for _ in range(2)]
    ticket, foreign, file = await admin.open(contact_id=contact), await admin.open(), await customer.upload()
    for wish in ({"id": agents["id"]}, {"id": (await other.upload())["id"]}):
        refused(await customer.reply(ticket, wish), 422, field="attachments.0.id")
    refused(await customer.reply(foreign, {"id": file["id"]}), 404)
    message = await customer.replied(ticket, {"id": file["id"]}, inline())
    assert message["attachments"][0] == shown(file)
    for reader in (customer, other, admin):
        assert (await reader.fetch(message["attachments"][1])).content == b"Hello"
    await admin.ask("PUT", "/settings", json={"helpdesk_allow_view": False})
    refused(await customer.fetch(file), 403)


async def test_a_key_that_only_reads_uploads_nothing(house: House, admin: Party) -> None:
    file = await admin.upload()
    reader = await house.party(admin.tenant_id, role="agent", scopes=["read:helpdesk"])
    refused(await reader.send(b"Hello"), 403)
    assert (await reader.fetch(file)).content == b"Hello"
    nobody = Party(house, tenant_id=admin.tenant_id, key="hd_live_no")
    refused(await nobody.send(b"Hello"), 401)
    refused(await nobody.fetch(file), 401)
