"""The client by which notifications asks tickets, against tickets itself."""

from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

import pytest
import pytest_asyncio

from services.notifications.clients.tickets import TicketsService
from services.notifications.domain.helpdesk import CustomerMessage, TicketType, Words
from shared.clock import utc_now
from shared.errors import Forbidden, Invalid, NotFound, Unavailable
from shared.http.sibling import Sibling
from shared.ids import new_id
from shared.vocabulary import AuthorType, Channel, Status
from tests.integration.tickets.desk import Desk
from tests.integration.tickets.system import TicketsSystem

CHAT = 2**52
MIB = 1024 * 1024


@pytest_asyncio.fixture(loop_scope="session")
async def client(tickets: TicketsSystem) -> AsyncIterator[TicketsService]:
    sibling = Sibling(",".join(tickets.urls), secret=tickets.secret, name="notifications")
    yield TicketsService(sibling)
    await sibling.close()


def message(desk: Desk, channel_id: UUID, text: str, *, key: str, ticket_id: UUID | None = None) -> CustomerMessage:
    return CustomerMessage(
        key=key,
        tenant_id=desk.tenant_id,
        kind=Channel.TELEGRAM,
        channel_id=channel_id,
        chat_id=CHAT,
        platform_message_id=key,
        text=text,
        written_at=utc_now(),
        first_name="Bob",
        username=None,
        ticket_id=ticket_id,
    )


async def test_a_message_is_brought_edited_and_shown(desk: Desk, client: TicketsService) -> None:
    bot = new_id()
    brought = await client.bring(message(desk, bot, "Hello", key="1"))
    assert (brought.number, brought.opened, brought.reopened) == (1, True, False)
    for message_id, there in (("1", True), ("2", False)):
        edited = await client.edit(desk.tenant_id, channel_id=bot, chat_id=CHAT, message_id=message_id, text="Hello!")
        assert edited is there
    (line,) = await client.of_chat(desk.tenant_id, kind=Channel.TELEGRAM, channel_id=bot, chat_id=CHAT)
    assert (line.id, line.subject, line.status) == (brought.ticket_id, "Hello", Status.NEW)
    show = partial(client.conversation, desk.tenant_id, kind=Channel.TELEGRAM, channel_id=bot, chat_id=CHAT)
    shown = await show(ticket_id=line.id)
    assert shown is not None
    assert [(said.author_type, said.author_name, said.text) for said in shown.said] == [
        (AuthorType.CUSTOMER, "Bob", "Hello!")
    ]
    assert await show(ticket_id=new_id()) is None


async def test_a_refusal_has_its_code(desk: Desk, client: TicketsService) -> None:
    with pytest.raises(NotFound):
        await client.bring(message(desk, new_id(), "Hello", key="1", ticket_id=new_id()))
    await desk.put("/settings", {"helpdesk_allow_create": False})
    with pytest.raises(Forbidden) as refused:
        await client.bring(message(desk, new_id(), "Hello", key="2"))
    assert refused.value.code == "create_disabled"


async def test_the_settings_as_they_are_now(desk: Desk, client: TicketsService) -> None:
    await desk.put("/settings", {"csat_enabled": True, "helpdesk_welcome_message": {"en": "Hi"}})
    kind = await desk.post("/ticket-types", {"name": "Delivery"})
    helpdesk = await client.settings(desk.tenant_id)
    assert (helpdesk.enabled, helpdesk.csat_enabled, helpdesk.email_replies) == (True, True, True)
    assert (helpdesk.welcome_message, helpdesk.close_message) == (Words(en="Hi"), Words())
    assert helpdesk.ticket_types == (TicketType(UUID(kind["id"]), "Delivery"),)


async def test_a_large_file_goes_and_comes_whole(desk: Desk, client: TicketsService) -> None:
    content = bytes(range(256)) * (3 * MIB // 256) + b"end"
    attach = partial(client.attach, desk.tenant_id, content_type="image/jpeg", content=content)
    file_id = await attach(key="1", name="Фото 1.jpg")
    assert await attach(key="1", name="Фото 1.jpg") == file_id
    assert await client.file(desk.tenant_id, attachment_id=file_id) == content
    with pytest.raises(NotFound):
        await client.file(new_id(), attachment_id=file_id)
    with pytest.raises(Invalid):
        await attach(key="2", name="setup.exe")


async def test_a_sibling_that_is_away_is_unavailable(desk: Desk) -> None:
    sibling = Sibling("http://127.0.0.1:1", secret=desk.system.secret, name="notifications")
    with pytest.raises(Unavailable):
        await TicketsService(sibling).settings(desk.tenant_id)
    await sibling.close()
