"""Contacts: agents keep them, an address or a chat is one contact's, and who has tickets stays."""

import asyncio
from uuid import UUID

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from services.tickets.domain.contact import Contact
from services.tickets.store.contacts import MongoContacts
from shared.clock import utc_now
from shared.errors import Conflict
from shared.ids import new_id
from shared.mongo.client import CODEC
from tests.integration.tickets.desk import Desk, Json, error_form, rows_of
from tests.support.servers import BackingServers

ADA: Json = {"name": "Ada", "email": "Ada@Example.com", "telegram_chat_id": 7, "max_chat_id": -(2**63)}


def contact(desk: Desk, *, email: str | None = "grace@example.com", chat: int | None = None) -> Contact:
    now = utc_now()
    return Contact(new_id(), desk.tenant_id, "Grace", email, chat, None, now, now)


async def test_agents_add_read_change_and_delete_contacts(desk: Desk) -> None:
    agent = desk.as_agent()
    ada = await agent.post("/contacts", ADA)
    assert set(ada) == {"id", "created_at", "updated_at", *ADA}
    assert {name: ada[name] for name in ADA} == ADA
    assert await agent.get(f"/contacts/{ada['id']}") == ada
    renamed = await agent.put(f"/contacts/{ada['id']}", {"name": "Ada L.", "email": "ada@example.com"})
    assert renamed | {"updated_at": None} == ada | {"name": "Ada L.", "email": "ada@example.com", "updated_at": None}
    bare = await agent.put(f"/contacts/{ada['id']}", dict.fromkeys(("email", "telegram_chat_id", "max_chat_id")))
    assert (bare["name"], bare["email"], bare["telegram_chat_id"], bare["max_chat_id"]) == ("Ada L.", None, None, None)
    assert await agent.get(f"/contacts/{ada['id']}") == bare
    await agent.delete(f"/contacts/{ada['id']}")
    assert (await agent.ask("GET", f"/contacts/{ada['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("same", "code"),
    [
        ({"email": "ADA@example.COM"}, "email_taken"),
        ({"telegram_chat_id": 7}, "telegram_chat_taken"),
        ({"max_chat_id": -(2**63)}, "max_chat_taken"),
    ],
)
async def test_an_address_or_a_chat_is_one_contacts(desk: Desk, same: Json, code: str) -> None:
    ada = await desk.post("/contacts", ADA)
    error_form(await desk.ask("POST", "/contacts", json={"name": "Eve", **same}), status=409, code=code)
    eve = await desk.post("/contacts", {"name": "Eve"})
    error_form(await desk.ask("PUT", f"/contacts/{eve['id']}", json=same), status=409, code=code)
    assert await desk.get(f"/contacts/{eve['id']}") == eve
    await desk.put(f"/contacts/{ada['id']}", dict.fromkeys(same))
    assert (await desk.put(f"/contacts/{eve['id']}", same))["id"] == eve["id"]


async def test_many_contacts_may_have_neither_an_address_nor_a_chat(desk: Desk) -> None:
    added = [await desk.post("/contacts", {"name": "Somebody", "email": None}) for _ in range(3)]
    assert await rows_of(desk, "/contacts", "contacts") == added


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": None}, "name"),
        ({"name": " "}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"email": "ada"}, "email"),
        ({"email": "a\x00@example.com"}, "email"),
        ({"email": "a" * 250 + "@example.com"}, "email"),
        ({"telegram_chat_id": "7"}, "telegram_chat_id"),
        ({"telegram_chat_id": 2**63}, "telegram_chat_id"),
        ({"max_chat_id": 7.5}, "max_chat_id"),
        ({"max_chat_id": True}, "max_chat_id"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(desk: Desk, wrong: Json, field: str) -> None:
    ada = await desk.post("/contacts", ADA)
    for method, path in [("POST", "/contacts"), ("PUT", f"/contacts/{ada['id']}")]:
        answer = await desk.ask(method, path, json={"name": "Eve", **wrong})
        error_form(answer, status=422, code="validation_error")
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
    assert await rows_of(desk, "/contacts", "contacts") == [ada]


async def test_contacts_are_found_by_their_address_and_by_how_name_or_address_begin(desk: Desk) -> None:
    people = {"Ada Lovelace": "countess@example.com", "Adam": None, "Eve": "ADAM.wife@example.com", "Bob": "b@b.b"}
    added = {name: await desk.post("/contacts", {"name": name, "email": email}) for name, email in people.items()}

    async def found(**query: str) -> list[str]:
        return [row["name"] for row in await rows_of(desk, "/contacts", "contacts", **query)]

    assert await found(email="COUNTESS@example.com") == ["Ada Lovelace"]
    assert await found(email="nobody@example.com") == []
    assert await found(search="aDa") == ["Ada Lovelace", "Adam", "Eve"]
    assert await found(search="adam") == ["Adam", "Eve"]
    assert await found(search="lovelace") == []
    assert await found(search="b") == ["Bob"]
    assert await found(search=".*") == []
    await desk.put(f"/contacts/{added['Adam']['id']}", {"name": "Seth"})
    assert await found(search="adam") == ["Eve"]
    assert await found(search="adam", email="adam.wife@example.com") == ["Eve"]


@pytest.mark.parametrize("query", ["email=ada", "search=", "search=a%00", "limit=0", "limit=101", "cursor=x"])
async def test_a_bad_parameter_is_named(desk: Desk, query: str) -> None:
    answer = await desk.ask("GET", f"/contacts?{query}")
    error_form(answer, status=422, code="validation_error")
    assert [detail["field"] for detail in answer.json()["error"]["details"]] == [query.split("=")[0]]


async def test_a_search_looks_at_no_more_contacts_than_it_finds(desk: Desk, servers: BackingServers) -> None:
    for number in range(30):
        await desk.post("/contacts", {"name": f"Somebody {number}"})
    await desk.post("/contacts", {"name": "Ada", "email": "ada@example.com"})
    asked = Asked()
    client: AsyncIOMotorClient[Json] = AsyncIOMotorClient(servers.mongo.url, event_listeners=[asked])
    database = client.get_database(desk.system.database.name, codec_options=CODEC)
    contacts, more = await MongoContacts(database).matching(
        desk.tenant_id, email=None, search="ada", after=None, limit=25
    )
    assert ([each.name for each in contacts], more) == (["Ada"], False)
    (find,) = asked.finds
    plan = await database.command("explain", find, verbosity="executionStats", codec_options=CODEC)
    client.close()
    assert plan["executionStats"]["totalDocsExamined"] == 1
    assert plan["executionStats"]["totalKeysExamined"] <= 4


class Asked(CommandListener):
    """Hears which rows a store asks for."""

    def __init__(self) -> None:
        self.finds: list[Json] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "find":
            kept = ("find", "filter", "sort", "limit", "hint")
            self.finds.append({name: event.command[name] for name in kept if name in event.command})

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """What came back is of no interest here."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nor is what did not."""


async def test_a_contact_with_tickets_is_not_deleted(desk: Desk) -> None:
    ada, ticket = await desk.post("/contacts", ADA), await desk.open()
    told = {"$set": {"requester.contact_id": UUID(ada["id"])}}
    await desk.system.database["tickets"].update_one({"_id": UUID(ticket["id"])}, told)
    error_form(await desk.ask("DELETE", f"/contacts/{ada['id']}"), status=409, code="in_use")
    await desk.delete(f"/tickets/{ticket['id']}")
    await desk.delete(f"/contacts/{ada['id']}")


async def test_of_many_who_ensure_one_address_at_once_all_get_the_same_contact(desk: Desk) -> None:
    stores = [MongoContacts(desk.system.database) for _ in range(3)]
    for round_of in range(5):
        spellings = [f"Grace{round_of}@example.com", f"grace{round_of}@EXAMPLE.com"] * 6
        ensured = await asyncio.gather(
            *(stores[place % 3].ensure(contact(desk, email=email)) for place, email in enumerate(spellings))
        )
        assert len({each.id for each in ensured}) == 1
        assert await stores[0].by_email(desk.tenant_id, spellings[1]) == ensured[0]
    assert len(await rows_of(desk, "/contacts", "contacts")) == 5


async def test_ensuring_an_address_takes_no_chat_from_another_contact(desk: Desk) -> None:
    store = MongoContacts(desk.system.database)
    ada = await desk.post("/contacts", ADA)
    with pytest.raises(Conflict) as refused:
        await store.ensure(contact(desk, chat=7))
    assert refused.value.code == "telegram_chat_taken"
    assert await store.by_email(desk.tenant_id, "grace@example.com") is None
    known = await store.ensure(contact(desk, email="ada@example.com", chat=8))
    assert (str(known.id), known.telegram_chat_id) == (ada["id"], 7)
