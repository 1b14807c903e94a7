"""Whatever Telegram does to a message, its ticket hears of it, and nothing is sent twice."""

from datetime import timedelta

import pytest

from shared.clock import utc_now
from tests.integration.notifications.conftest import Conversation, Texts
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.tickets import TicketBuilder
from tests.support.eventually import eventually
from tests.support.fake_telegram import FaultKind, TelegramControl
from tests.support.fake_telegram.shapes import FaultShape


async def test_a_pause_that_telegram_asks_for_is_kept(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    await telegram.fail_next(kind=FaultKind.RATE_LIMITED, method="sendMessage", retry_after_seconds=2)
    replies = [conversation.ticket.replied("One"), conversation.ticket.replied("Two")]
    await desk.publish(replies[0])
    await eventually(lambda: telegram.calls("sendMessage"), what="the first attempt")
    await desk.publish(replies[1])
    for reply in replies:
        await desk.reported(reply.data.message.id, "pending", "sent")
    refused, *good = await telegram.calls("sendMessage")
    assert (refused.status, [call.status for call in good]) == (429, [200, 200])
    assert good[0].at - refused.at >= 2
    assert await texts() == ["One", "Two"]


async def test_one_chats_pause_is_not_anothers(
    desk: Desk, telegram: TelegramControl, conversation: Conversation
) -> None:
    other_chat = conversation.chat_id + 1_000_000
    await telegram.start(other_chat)
    await telegram.fail_next(
        kind=FaultKind.RATE_LIMITED, method="sendMessage", chat_id=conversation.chat_id, retry_after_seconds=3600
    )
    other = TicketBuilder(conversation.ticket.tenant_id, other_chat).replied("Through")
    await desk.publish(conversation.ticket.replied("Waits"), other)
    await desk.reported(other.data.message.id, "pending", "sent")
    assert await telegram.texts(other_chat) == ["Through"]


@pytest.mark.parametrize("kind", [FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY])
async def test_telegrams_own_trouble_is_waited_out(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts, kind: FaultKind
) -> None:
    await telegram.fail_next(kind=kind, method="sendMessage")
    reply = conversation.ticket.replied("Again")
    await desk.publish(reply)
    await desk.reported(reply.data.message.id, "pending", "sent")
    assert await texts() == ["Again"]


async def test_a_customer_who_blocked_the_bot_is_marked_until_they_are_back(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    await telegram.block(conversation.chat_id)
    lost = conversation.ticket.replied("Lost")
    await desk.publish(lost)
    reports = await desk.reported(lost.data.message.id, "pending", "failed")
    assert reports[-1].error == "blocked"
    await eventually(lambda: blocked(desk, conversation), what="the chat is marked")
    await telegram.unblock(conversation.chat_id)
    await let_an_hour_pass(desk, conversation)
    heard = conversation.ticket.replied("Welcome back")
    await desk.publish(heard)
    await desk.reported(heard.data.message.id, "pending", "sent")
    await eventually(lambda: not_blocked(desk, conversation), what="the mark is gone")
    assert await texts() == ["Welcome back"]


async def test_a_chat_that_never_started_the_bot_is_said_to_be_missing(
    desk: Desk, conversation: Conversation, chat_id: int
) -> None:
    ticket = TicketBuilder(conversation.ticket.tenant_id, chat_id + 2_000_000)
    reply = ticket.replied("Hello?")
    await desk.publish(ticket.created(), reply)
    reports = await desk.reported(reply.data.message.id, "pending", "failed")
    assert reports[-1].error == "chat_not_found"


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_telegram_revoked_disables_the_channel(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, code: int
) -> None:
    words = {401: "Unauthorized", 404: "Not Found"}[code]
    await telegram.script(FaultShape(kind=FaultKind.REFUSED, code=code, description=words, method="sendMessage"))
    replies = [conversation.ticket.replied("One"), conversation.ticket.replied("Two")]
    await desk.publish(*replies)
    for reply in replies:
        reports = await desk.reported(reply.data.message.id, "pending", "failed")
        assert reports[-1].error == "channel_disabled"
    path = f"/{conversation.channel_id}"
    channel = (await desk.ask("GET", path, tenant_id=conversation.ticket.tenant_id)).json()
    assert (channel["status"], channel["last_error"]) == ("disabled", words)
    assert len(await telegram.calls("sendMessage")) == 1


async def test_a_message_that_telegram_will_never_take_says_why(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    words = "Bad Request: some new rule"
    await telegram.script(FaultShape(kind=FaultKind.REFUSED, code=400, description=words, method="sendMessage"))
    replies = [conversation.ticket.replied("One"), conversation.ticket.replied("Two")]
    await desk.publish(*replies)
    reports = await desk.reported(replies[0].data.message.id, "pending", "failed")
    await desk.reported(replies[1].data.message.id, "pending", "sent")
    assert reports[-1].error == f"rejected: {words}"
    assert await texts() == ["Two"]


@pytest.mark.parametrize(
    ("kind", "arrived"), [(FaultKind.TIMEOUT_AFTER, ["One", "Two"]), (FaultKind.TIMEOUT_BEFORE, ["Two"])]
)
async def test_a_message_whose_answer_was_not_seen_is_marked_and_not_sent_again(
    desk: Desk,
    telegram: TelegramControl,
    conversation: Conversation,
    texts: Texts,
    kind: FaultKind,
    arrived: list[str],
) -> None:
    await telegram.fail_next(kind=kind, method="sendMessage")
    replies = [conversation.ticket.replied("One"), conversation.ticket.replied("Two")]
    await desk.publish(*replies)
    reports = await desk.reported(replies[0].data.message.id, "pending", "failed")
    await desk.reported(replies[1].data.message.id, "pending", "sent")
    assert reports[-1].error == "unknown_if_sent"
    assert await texts() == arrived
    assert len(await telegram.calls("sendMessage")) == 2


async def test_a_long_reply_goes_on_where_it_was_interrupted(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    first, second = "a" * 4000, "b" * 4000
    await telegram.fail_next(4, kind=FaultKind.RATE_LIMITED, method="sendMessage", retry_after_seconds=1)
    reply = conversation.ticket.replied(f"{first}\n\n{second}")
    await desk.publish(reply)
    await desk.reported(reply.data.message.id, "pending", "sent", within=20)
    assert await texts() == [first, second]


async def test_a_killed_process_leaves_no_message_twice_and_none_unsent(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    await telegram.fail_next(kind=FaultKind.TIMEOUT_AFTER, method="sendMessage", hold_seconds=30)
    replies = [conversation.ticket.replied("One"), conversation.ticket.replied("Two")]
    await desk.publish(*replies)
    await eventually(texts, what="the first is on its way")
    await eventually(lambda: stored(desk, replies[1].data.message.id), what="the second waits")
    await desk.stack.kill("notifications")
    await desk.stack.start()
    await desk.ready()
    assert await texts() == ["One"]
    await let_claims_lapse(desk)
    reports = await desk.reported(replies[0].data.message.id, "pending", "failed")
    await desk.reported(replies[1].data.message.id, "pending", "sent")
    assert reports[-1].error == "unknown_if_sent"
    assert await texts() == ["One", "Two"]


async def test_a_stopped_process_finishes_what_it_is_sending(
    desk: Desk, telegram: TelegramControl, conversation: Conversation, texts: Texts
) -> None:
    replies = [conversation.ticket.replied(f"Reply {number}") for number in range(4)]
    await desk.publish(*replies)
    await eventually(texts, what="the first has arrived")
    await desk.stack.terminate("notifications")
    await desk.stack.start()
    await desk.ready()
    await desk.reported(replies[-1].data.message.id, "pending", "sent", within=20)
    assert await texts() == [f"Reply {number}" for number in range(4)]
    assert len(await telegram.calls("sendMessage")) == 4


async def let_an_hour_pass(desk: Desk, conversation: Conversation) -> None:
    """Nobody has told us that the customer is back, as where no webhook can be set."""
    change = {"$set": {"blocked_at": utc_now() - timedelta(hours=1)}}
    await desk.database["chats"].update_one({"chat_id": conversation.chat_id}, change)


async def blocked(desk: Desk, conversation: Conversation) -> bool:
    query = {"chat_id": conversation.chat_id, "blocked_at": {"$ne": None}}
    return await desk.database["chats"].count_documents(query) == 1


async def not_blocked(desk: Desk, conversation: Conversation) -> bool:
    return not await blocked(desk, conversation)


async def stored(desk: Desk, message_id: object) -> bool:
    return await desk.database["outgoing"].count_documents({"_id": message_id}) == 1


async def let_claims_lapse(desk: Desk) -> None:
    """What a minute would do."""
    past = utc_now() - timedelta(seconds=1)
    held = {"claim": {"$exists": True}}
    assert (await desk.database["chats"].update_many(held, {"$set": {"due_at": past}})).modified_count == 1
