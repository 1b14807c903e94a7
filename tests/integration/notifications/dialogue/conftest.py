"""One house for all conversations; each test has a tenant, a bot and a customer of its own."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from services.notifications.domain.language import Language
from services.notifications.domain.phrases import Phrase
from shared.vocabulary import Channel
from tests.integration.notifications.dialogue.customer import Customer, Messenger
from tests.integration.notifications.dialogue.house import House, answer_of, open_house
from tests.support.eventually import eventually
from tests.support.fake_max import MaxControl
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers

NUMBERS = itertools.count(7000)
PROJECT, DESCRIPTION = "Acme Cloud", "Computers that are somewhere else."


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def house(
    servers: BackingServers, telegram_url: str, max_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    directory = tmp_path_factory.mktemp("house")
    async with open_house(servers, directory=directory, telegram_url=telegram_url, max_url=max_url) as running:
        yield running


@dataclass(frozen=True)
class Place:
    """A messenger, and what it says of its customer's language."""

    kind: Channel
    messenger: Messenger
    language: Language

    def link(self, username: str, payload: str) -> str:
        site = "https://t.me" if self.kind is Channel.TELEGRAM else "https://max.ru"
        return f"{site}/{username}?start={payload}"


# Each messenger and each language, in as few conversations as may be.
@pytest.fixture(params=["telegram-en", "max-ru"])
def place(request: pytest.FixtureRequest, telegram: TelegramControl, max_api: MaxControl) -> Place:
    kind, _, language = request.param.partition("-")
    messenger = telegram if kind == Channel.TELEGRAM else max_api
    return Place(Channel(kind), messenger, Language(language))


@dataclass
class Project:
    """A tenant with a bot, and its admin's client of the messenger surface."""

    id: UUID
    admin: httpx.AsyncClient
    place: Place
    channel_id: str
    username: str

    async def ask(self, method: str, path: str, json: Any = None) -> Any:
        return await answer_of(self.admin, method, path, json=json)

    async def set(self, **settings: Any) -> None:
        await self.ask("PUT", "/settings", settings)

    async def add_type(self, name: str) -> str:
        return str((await self.ask("POST", "/ticket-types", {"name": name}))["id"])

    async def tickets(self) -> list[dict[str, Any]]:
        """Newest first, each with its messages."""
        rows: list[dict[str, Any]] = (await self.ask("GET", "/tickets"))["tickets"]
        return [await self.ask("GET", f"/tickets/{row['id']}") for row in rows]

    async def one_ticket(self) -> dict[str, Any]:
        """The tenant's only ticket, once it is there."""
        ticket: dict[str, Any]
        [ticket] = await eventually(self.tickets, what="a ticket")
        return ticket


@pytest_asyncio.fixture
async def project(house: House, place: Place) -> AsyncIterator[Project]:
    """Known by name to notifications, and with a bot whose updates come in."""
    tenant_id, key = await house.make_tenant(name=PROJECT, description=DESCRIPTION)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        base_url=f"{house.stack.base_url}/v1/helpdesk", headers=headers, timeout=15, verify=False
    ) as admin:
        token = f"{next(NUMBERS)}:AAtokenSecret{next(NUMBERS)}"
        bot = await place.messenger.register_bot(token)
        made = await answer_of(admin, "POST", "/channels", json={"kind": place.kind, "token": token})
        project = Project(UUID(tenant_id), admin, place, made["id"], bot.username)
        known = {"_id": project.id}
        await eventually(lambda: house.notifications["projects"].find_one(known), what="the project's name is known")
        yield project


@dataclass
class Words:
    """The bot's words in the customer's language."""

    language: Language

    def __call__(self, phrase: Phrase, **filled: object) -> str:
        return phrase.words(self.language, **filled)


@pytest.fixture
def words(place: Place) -> Words:
    return Words(place.language)


@pytest.fixture
def customer(project: Project) -> Customer:
    """Somebody who has never opened the bot."""
    number = next(NUMBERS)
    place = project.place
    return Customer(place.messenger, 600_000 + number, language=f"{place.language}-XX", username=f"customer{number}")


@pytest_asyncio.fixture
async def subscriber(customer: Customer, words: Words) -> Customer:
    """Somebody who has the menu before them."""
    await customer.start()
    await customer.sees_last(words(Phrase.CONSENT, project=f"{PROJECT}\n{DESCRIPTION}"))
    await customer.press(words(Phrase.SUBSCRIBE))
    await customer.sees(words(Phrase.SUBSCRIBED), words(Phrase.WELCOME), words(Phrase.MENU))
    return customer


async def open_ticket(subscriber: Customer, words: Words, *, text: str, number: int) -> None:
    """A new ticket by way of the menu, where there are no types."""
    await subscriber.open_menu(words(Phrase.MENU))
    await subscriber.press("new")
    await subscriber.sees_last(words(Phrase.WRITE_MESSAGE))
    await subscriber.write(text)
    await subscriber.sees_last(words(Phrase.TICKET_OPENED, number=number))
