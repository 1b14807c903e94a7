"""/messages: send a new one, or change one that the bot sent."""

from tests.support.fake_max.bodies import read_body
from tests.support.fake_max.nouns import JsonObject
from tests.support.fake_max.refusals import Refusal, wrong
from tests.support.fake_max.shown import shown_message

from .call import DONE, Call


async def send_message(call: Call) -> JsonObject:
    """POST /messages?chat_id= or ?user_id=."""
    query = call.query
    dialog = call.world.reachable(call.bot, chat_id=query.get("chat_id"), user_id=query.get("user_id"))
    wish = read_body(call.bot, call.body, new=True)
    message = call.bot.add_message(dialog, from_bot=True, content=wish.content, keyboard=wish.keyboard)
    return {"message": shown_message(call.bot, dialog=dialog, message=message, origin=call.origin)}


async def edit_message(call: Call) -> JsonObject:
    """PUT /messages?message_id=: what the body does not name stays."""
    change(call, mid=call.query.get("message_id", ""), body=call.body)
    return DONE


def change(call: Call, *, mid: str, body: JsonObject) -> None:
    """Put a body in the place of a message of the bot's. Raises a refusal."""
    found = call.bot.message(mid)
    if found is None:
        raise Refusal(404, "not.found", f"Message {mid} not found")
    dialog, message = found
    call.world.reachable(call.bot, chat_id=str(dialog.chat_id), user_id=None)
    if not message.from_bot:
        raise Refusal(403, "access.denied", "Not an own message")
    wish = read_body(call.bot, body, new=False)
    content, keyboard = wish.over(message.content, message.keyboard)
    if not ((content.text or "").strip() or content.files):
        raise wrong("text: must not be empty")
    message.earlier.append((message.content, message.keyboard))
    message.content, message.keyboard = content, keyboard
