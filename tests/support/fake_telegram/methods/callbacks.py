"""answerCallbackQuery: the end of the spinner on a pressed button."""

import time

from tests.support.fake_telegram.refusals import QUERY_TOO_OLD, bad_request
from tests.support.fake_telegram.rules import MAX_CALLBACK_ANSWER

from .call import Call


async def answer_callback_query(call: Call) -> object:
    """Answer a press once and in time; what the customer is shown stays with the press."""
    press = call.bot.presses.get(call.parameters.text("callback_query_id"))
    if press is None or press.answered or time.monotonic() > press.expires:
        raise bad_request(QUERY_TOO_OLD)
    text = call.parameters.text("text")
    if len(text) > MAX_CALLBACK_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answered = True
    press.answer_text = text or None
    press.show_alert = call.parameters.flag("show_alert")
    return True
