"""A tenant's bot on each messenger, and its customers' chats as agents and platforms see them."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from shared.vocabulary import Channel
from tests.support.eventually import eventually
from tests.support.fake_max import MaxControl
from tests.support.fake_telegram import TelegramControl

NUMBERS = itertools.count(31_000)
WITHIN = 15.0


@dataclass
class Line:
    """A bot of the tenant's: `sends` is how its platform calls the sending of a message."""

    kind: Channel
    platform: TelegramControl | MaxControl
    admin: httpx.AsyncClient
    channel_id: str
    sends: str

    async def open(self, *, known: bool = True) -> "Case":
        """A ticket of a customer to whom the bot may write, unless it is not `known` to them."""
        chat_id = next(NUMBERS)
        if known:
            await self.platform.knows(chat_id)
        ticket = await self.post("/tickets", channel=self.kind.value, chat_id=chat_id, subject="Help", text="Hi")
        return Case(self, str(ticket["id"]), chat_id)

    async def returns(self, chat_id: int) -> None:
        """A customer who had blocked the bot takes its messages again."""
        if isinstance(self.platform, TelegramControl):
            await self.platform.unblock(chat_id)
        else:
            await self.platform.start(chat_id)

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.admin.post(path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


@dataclass
class Case:
    """A ticket and its customer's chat."""

    line: Line
    ticket_id: str
    chat_id: int

    async def reply(self, text: str, **more: Any) -> str:
        """An agent's public reply; the message's id."""
        return str((await self.line.post(f"/tickets/{self.ticket_id}/reply", text=text, **more))["id"])

    async def settled(self, message_id: str) -> tuple[str, str | None]:
        """What the ticket shows of the message's delivery, once that is no longer pending."""

        async def shown() -> dict[str, Any] | None:
            answer = await self.line.admin.get(f"/tickets/{self.ticket_id}/messages")
            [message] = [each for each in answer.json()["messages"] if each["id"] == message_id]
            delivery: dict[str, Any] = message["delivery"]
            return delivery if delivery["status"] != "pending" else None

        delivery = await eventually(shown, within=WITHIN, what="the outcome shows on the ticket")
        return delivery["status"], delivery.get("error")

    async def close(self) -> None:
        answer = await self.line.admin.patch(f"/tickets/{self.ticket_id}/status", json={"status": "closed"})
        assert answer.status_code == 200, answer.text

    async def says(self) -> list[str]:
        """What the bot has said in the customer's chat."""
        return await self.line.platform.texts(self.chat_id)

    async def comes_to_say(self, *texts: str) -> None:
        """The bot says these there, and nothing else."""

        async def said() -> bool:
            assert await self.says() == list(texts)
            return True

        await eventually(said, within=WITHIN)


@pytest.fixture(params=[Channel.TELEGRAM, Channel.MAX], ids=["telegram", "max"])
def kind(request: pytest.FixtureRequest) -> Channel:
    chosen: Channel = request.param
    return chosen


@pytest_asyncio.fixture
async def line(
    kind: Channel, admin: httpx.AsyncClient, telegram: TelegramControl, max_api: MaxControl
) -> AsyncIterator[Line]:
    number = next(NUMBERS)
    token = f"{number}:AAtoken" if kind is Channel.TELEGRAM else f"max-token-{number}"
    platform = telegram if kind is Channel.TELEGRAM else max_api
    await platform.register_bot(token)
    sends = "sendMessage" if kind is Channel.TELEGRAM else "POST /messages"
    line = Line(kind, platform, admin, channel_id="", sends=sends)
    line.channel_id = (await line.post("/channels", kind=kind.value, token=token))["id"]
    yield line
