"""An agent's public reply reaches the ticket's chat once and in order; nothing else ever does."""

from shared.events.tenant import TenantData, TenantDeleted
from shared.vocabulary import AuthorType, Channel
from tests.integration.notifications.conftest import Conversation, Texts
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.tickets import TicketBuilder
from tests.support.eventually import eventually
from tests.support.fake_telegram import TelegramControl
from tests.support.fake_telegram.shapes import RuleChanges


async def test_a_reply_arrives_as_plain_text_and_is_reported(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    words = "Have you <b>tried</b> *turning* it off & _on_? [see](http://x)"
    reply = conversation.ticket.replied(words)
    await desk.publish(reply)
    sent = await desk.reported(reply.data.message.id, "pending", "sent")
    assert await texts() == [words]
    assert {(report.ticket_id, report.channel, report.error) for report in sent} == {
        (conversation.ticket.id, Channel.TELEGRAM, None)
    }
    [call] = await telegram.calls("sendMessage")
    assert "parse_mode" not in call.parameters
    document = await desk.database["outgoing"].find_one({"_id": reply.data.message.id})
    [message] = [each for each in await telegram.transcript(conversation.chat_id) if each.author == "bot"]
    assert document
    assert document["platform_ids"] == [str(message.message_id)]


async def test_a_note_a_customer_and_the_system_are_never_sent(
    desk: Desk, conversation: Conversation, texts: Texts
) -> None:
    ticket = conversation.ticket
    said = ticket.replied("Sent")
    await desk.publish(
        ticket.noted("A note"),
        ticket.replied("A note in disguise", internal=True),
        ticket.replied("The customer's own words", author=AuthorType.CUSTOMER),
        ticket.replied("An automatic word", author=AuthorType.SYSTEM),
        said,
    )
    await desk.reported(said.data.message.id, "pending", "sent")
    assert await texts() == ["Sent"]
    assert await desk.database["outgoing"].count_documents({"ticket_id": ticket.id}) == 1


async def test_replies_keep_their_order(desk: Desk, conversation: Conversation, texts: Texts) -> None:
    replies = [conversation.ticket.replied(f"Reply {number}") for number in range(5)]
    await desk.publish(*replies)
    for reply in replies:
        await desk.reported(reply.data.message.id, "pending", "sent")
    assert await texts() == [f"Reply {number}" for number in range(5)]


async def test_a_repeated_event_sends_once(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    reply, last = conversation.ticket.replied("Once"), conversation.ticket.replied("Last")
    await desk.publish(*[reply] * 5)
    await desk.reported(reply.data.message.id, "pending", "sent")
    await desk.publish(*[reply] * 5, last)
    await desk.reported(last.data.message.id, "pending", "sent")
    assert await texts() == ["Once", "Last"]
    assert len(await telegram.calls("sendMessage")) == 2


async def test_a_long_reply_comes_in_parts(desk: Desk, conversation: Conversation, texts: Texts) -> None:
    paragraphs = [letter * 3000 for letter in "abc"]
    reply = conversation.ticket.replied("\n\n".join(paragraphs))
    await desk.publish(reply)
    await desk.reported(reply.data.message.id, "pending", "sent")
    assert await texts() == paragraphs


async def test_a_reply_of_white_space_fails_and_lets_the_next_pass(
    desk: Desk, conversation: Conversation, texts: Texts
) -> None:
    empty, next_one = conversation.ticket.replied(" \n"), conversation.ticket.replied("Words")
    await desk.publish(empty, next_one)
    failed = await desk.reported(empty.data.message.id, "pending", "failed")
    await desk.reported(next_one.data.message.id, "pending", "sent")
    assert failed[-1].error == "empty_text"
    assert await texts() == ["Words"]


async def test_a_ticket_whose_creation_was_not_seen_yet_is_served_all_the_same(
    desk: Desk, conversation: Conversation, texts: Texts
) -> None:
    reply = TicketBuilder(conversation.ticket.tenant_id, conversation.chat_id).replied("First")
    await desk.publish(reply)
    await desk.reported(reply.data.message.id, "pending", "sent")
    assert await texts() == ["First"]


async def test_a_ticket_without_a_chat_is_told_so(desk: Desk, conversation: Conversation) -> None:
    reply = TicketBuilder(conversation.ticket.tenant_id, None).replied("Anybody there?")
    await desk.publish(reply)
    [report] = await desk.reported(reply.data.message.id, "failed")
    assert report.error == "no_chat"


async def test_tickets_of_other_channels_are_none_of_its_business(
    desk: Desk, conversation: Conversation, texts: Texts
) -> None:
    virtual = TicketBuilder(conversation.ticket.tenant_id, conversation.chat_id, channel=Channel.VIRTUAL)
    last = conversation.ticket.replied("Last")
    await desk.publish(virtual.created(), virtual.replied("On the screen"), last)
    await desk.reported(last.data.message.id, "pending", "sent")
    assert await texts() == ["Last"]
    assert await desk.database["outgoing"].count_documents({"ticket_id": virtual.id}) == 0


async def test_a_platform_that_paces_bots_gets_every_message_in_order(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    await telegram.change_rules(RuleChanges(pacing=True))
    replies = [conversation.ticket.replied(f"Reply {number}") for number in range(7)]
    await desk.publish(*replies)
    await desk.reported(replies[-1].data.message.id, "pending", "sent", within=20)
    assert await texts() == [f"Reply {number}" for number in range(7)]


async def test_a_deleted_ticket_leaves_nothing(desk: Desk, conversation: Conversation) -> None:
    reply = conversation.ticket.replied("Hello")
    await desk.publish(reply)
    await desk.reported(reply.data.message.id, "pending", "sent")
    await desk.publish(conversation.ticket.deleted())

    async def gone() -> bool:
        ticket_id = conversation.ticket.id
        rows = await desk.database["outgoing"].count_documents({"ticket_id": ticket_id})
        return rows == 0 == await desk.database["chats"].count_documents({"ticket_ids": ticket_id})

    await eventually(gone, what="the ticket is forgotten")


async def test_a_deleted_tenant_leaves_nothing_and_no_webhook(
    desk: Desk, telegram: TelegramControl, conversation: Conversation
) -> None:
    tenant_id = conversation.ticket.tenant_id
    reply = conversation.ticket.replied("Hello")
    await desk.publish(reply)
    await desk.reported(reply.data.message.id, "pending", "sent")
    await desk.publish(
        TenantDeleted(subject=str(tenant_id), tenantid=tenant_id, data=TenantData(id=tenant_id, name="Acme"))
    )

    async def gone() -> bool:
        names = ("bots", "chats", "outgoing")
        return not any([await desk.database[name].count_documents({"tenant_id": tenant_id}) for name in names])

    await eventually(gone, what="the tenant is forgotten")
    assert len(await telegram.calls("deleteWebhook")) == 1
