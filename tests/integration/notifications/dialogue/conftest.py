"""One house for all conversations; each test has a tenant, a bot and a customer of its own."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from services.notifications.domain.language import Language
from services.notifications.domain.phrases import Phrase
from tests.integration.notifications.dialogue.customer import Customer
from tests.integration.notifications.dialogue.house import House, answer_of, open_house
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.servers import BackingServers

NUMBERS = itertools.count(7000)
PROJECT, DESCRIPTION = "Acme Cloud", "Computers that are somewhere else."


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def house(
    servers: BackingServers, telegram_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    async with open_house(servers, directory=tmp_path_factory.mktemp("house"), telegram_url=telegram_url) as running:
        yield running


@dataclass
class Project:
    """A tenant with a bot, and its admin's client of the messenger surface."""

    id: UUID
    admin: httpx.AsyncClient
    channel_id: str = ""
    username: str = ""
    types: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, json: Any = None) -> Any:
        return await answer_of(self.admin, method, path, json=json)

    async def set(self, **settings: Any) -> None:
        await self.ask("PUT", "/settings", settings)

    async def add_type(self, name: str) -> str:
        made = await self.ask("POST", "/ticket-types", {"name": name})
        self.types[name] = made["id"]
        return str(made["id"])

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
async def project(house: House, telegram: TelegramControl) -> AsyncIterator[Project]:
    """Known by name to notifications, and with a bot whose updates come in."""
    tenant_id, key = await house.make_tenant(name=PROJECT, description=DESCRIPTION)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        base_url=f"{house.stack.base_url}/v1/helpdesk", headers=headers, timeout=15, verify=False
    ) as admin:
        token = f"{next(NUMBERS)}:AAtokenSecret{next(NUMBERS)}"
        bot = await telegram.register_bot(token)
        project = Project(UUID(tenant_id), admin, username=bot.username)
        made = await project.ask("POST", "/channels", {"kind": "telegram", "token": token})
        project.channel_id = made["id"]
        known = {"_id": project.id}
        await eventually(lambda: house.notifications["projects"].find_one(known), what="the project's name is known")
        yield project


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@dataclass
class Words:
    """The bot's words in the customer's language."""

    language: Language

    def __call__(self, phrase: Phrase, **filled: object) -> str:
        return phrase.words(self.language, **filled)


@pytest.fixture
def words(language: Language) -> Words:
    return Words(language)


@pytest.fixture
def customer(telegram: TelegramControl, project: Project, language: Language) -> Customer:
    """Somebody who has never opened the bot."""
    number = next(NUMBERS)
    return Customer(telegram, 600_000 + number, language=f"{language}-XX", username=f"customer{number}")


@pytest_asyncio.fixture
async def subscriber(customer: Customer, words: Words) -> Customer:
    """Somebody who has the menu before them."""
    await customer.start()
    await customer.sees_last(words(Phrase.CONSENT, project=f"{PROJECT}\n{DESCRIPTION}"))
    await customer.press(words(Phrase.SUBSCRIBE))
    await customer.sees(words(Phrase.SUBSCRIBED), words(Phrase.WELCOME), words(Phrase.MENU))
    return customer
