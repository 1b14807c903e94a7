"""getUpdates: the long poll of a bot without a webhook."""

import asyncio

from tests.support.fake_telegram.nouns import JsonObject
from tests.support.fake_telegram.refusals import OTHER_POLLER, WEBHOOK_IS_ACTIVE, Refusal

from .call import Call
from .webhook import read_allowed_updates

MAX_POLL_SECONDS = 50


async def get_updates(call: Call) -> object:
    """Confirm what lies before `offset`, then answer at once or wait up to `timeout` seconds for an update.

    A webhook makes it a 409; so does, for the older call, a second call that comes while one waits.
    """
    _refuse_with_webhook(call)
    read_allowed_updates(call)
    call.bot.queue.confirm(offset=call.parameters.integer("offset"))
    limit = min(max(call.parameters.integer("limit", default=100), 1), 100)
    if not call.bot.queue.waiting:
        await _wait(call, seconds=min(max(call.parameters.integer("timeout"), 0), MAX_POLL_SECONDS))
        _refuse_with_webhook(call)
    batch: list[JsonObject] = [update.shown() for update in call.bot.queue.waiting[:limit]]
    return batch


async def _wait(call: Call, *, seconds: int) -> None:
    if call.bot.poller is not None:
        call.bot.poller.set()
    terminated = call.bot.poller = asyncio.Event()
    tasks = [asyncio.create_task(event.wait()) for event in (call.bot.queue.arrived, terminated)]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        if call.bot.poller is terminated:
            call.bot.poller = None
    if terminated.is_set():
        raise Refusal(409, OTHER_POLLER)


def _refuse_with_webhook(call: Call) -> None:
    if call.bot.webhook is not None:
        raise Refusal(409, WEBHOOK_IS_ACTIVE)
