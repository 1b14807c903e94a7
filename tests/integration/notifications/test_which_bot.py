"""A reply goes through the bot that its ticket names or stays with, and through no other tenant's."""

from uuid import UUID

from shared.ids import new_id
from shared.vocabulary import Channel
from tests.integration.notifications.conftest import Conversation, Texts
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.tickets import TicketBuilder
from tests.support.fake_telegram import TelegramControl


async def test_a_tenant_without_a_bot_is_told_so(desk: Desk, tenant_id: UUID, chat_id: int) -> None:
    for channel in (Channel.TELEGRAM, Channel.MAX):
        ticket = TicketBuilder(tenant_id, chat_id, channel=channel)
        reply = ticket.replied("Anybody there?")
        await desk.publish(ticket.created(), reply)
        [report] = await desk.reported(reply.data.message.id, "failed")
        assert (report.channel, report.error) == (channel, "no_channel")


async def test_a_ticket_may_name_its_bot(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, chat_id: int
) -> None:
    second = await telegram.register_bot("42:AAsecond")
    channel = await desk.add_channel(conversation.ticket.tenant_id, second.token)
    await telegram.start(chat_id, bot=second)
    ticket = TicketBuilder(conversation.ticket.tenant_id, chat_id, channel_id=UUID(channel["id"]))
    reply = ticket.replied("From the second")
    await desk.publish(ticket.created(), reply)
    await desk.reported(reply.data.message.id, "pending", "sent")
    assert await telegram.texts(chat_id, bot=second) == ["From the second"]


async def test_another_tenants_bot_is_never_used(desk: Desk, conversation: Conversation, texts: Texts) -> None:
    thief = TicketBuilder(new_id(), conversation.chat_id, channel_id=conversation.channel_id)
    reply = thief.replied("Stolen words")
    await desk.publish(thief.created(), reply)
    [report] = await desk.reported(reply.data.message.id, "failed")
    assert report.error == "no_channel"
    assert await texts() == []


async def test_a_ticket_stays_with_its_bot_when_an_older_one_works_again(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, chat_id: int
) -> None:
    tenant_id, older = conversation.ticket.tenant_id, f"/{conversation.channel_id}"
    second = await telegram.register_bot("43:AAsecond")
    await desk.add_channel(tenant_id, second.token)
    await telegram.start(chat_id, bot=second)
    await desk.ask("PUT", older, tenant_id=tenant_id, json={"status": "disabled"})
    ticket = TicketBuilder(tenant_id, chat_id)
    replies = [ticket.replied("One"), ticket.replied("Two")]
    await desk.publish(ticket.created(), replies[0])
    await desk.reported(replies[0].data.message.id, "pending", "sent")
    await desk.ask("PUT", older, tenant_id=tenant_id, json={"status": "active"})
    await desk.publish(replies[1])
    await desk.reported(replies[1].data.message.id, "pending", "sent")
    assert await telegram.texts(chat_id, bot=second) == ["One", "Two"]


async def test_what_is_sent_through_a_removed_channel_fails(desk: Desk, conversation: Conversation) -> None:
    await desk.ask("DELETE", f"/{conversation.channel_id}", tenant_id=conversation.ticket.tenant_id)
    reply = conversation.ticket.replied("Too late")
    await desk.publish(reply)
    [report] = await desk.reported(reply.data.message.id, "failed")
    assert report.error == "no_channel"
