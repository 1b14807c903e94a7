"""POST /answers: what the customer sees after a press."""

from tests.support.fake_max.nouns import JsonObject
from tests.support.fake_max.refusals import Refusal, wrong

from .call import DONE, Call
from .messages import change


async def answer_press(call: Call) -> JsonObject:
    """At least a notification or a new message; the presses of one keyboard are answered together."""
    presses = [press for press in call.bot.presses if press.id == call.query.get("callback_id")]
    if not presses:
        raise Refusal(404, "not.found", "Callback not found")
    notification, message = call.body.get("notification"), call.body.get("message")
    if not notification and message is None:
        raise wrong("message or notification is required")
    if isinstance(message, dict):
        change(call, mid=presses[0].mid, body=message)
    for press in presses:
        press.answered = True
        press.answer_text = str(notification) if notification else press.answer_text
    return DONE
