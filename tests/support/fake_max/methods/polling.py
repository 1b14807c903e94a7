"""GET /updates: the long poll of a bot without a webhook."""

import asyncio

from tests.support.fake_max.nouns import JsonObject
from tests.support.fake_max.refusals import Refusal

from .call import Call

MAX_POLL_SECONDS = 90


async def get_updates(call: Call) -> JsonObject:
    """Forget what lies before `marker`, then answer at once or wait up to `timeout` seconds for an update.

    How the platform refuses it beside a webhook is not known; here it is a 400.
    """
    if call.bot.subscriptions:
        raise Refusal(400, "subscription.active", "Updates are brought to a webhook")
    marker = _number(call, "marker", default=0)
    call.bot.waiting = [update for update in call.bot.waiting if update.number >= marker]
    if not call.bot.waiting:
        await _wait(call, seconds=min(_number(call, "timeout", default=30), MAX_POLL_SECONDS))
    kinds = call.query.get("types", "")
    batch = call.bot.waiting[: _number(call, "limit", default=100)]
    wanted = [update.body for update in batch if not kinds or update.body["update_type"] in kinds.split(",")]
    return {"updates": wanted, "marker": batch[-1].number + 1 if batch else marker or call.bot.told + 1}


async def _wait(call: Call, *, seconds: int) -> None:
    try:
        async with asyncio.timeout(seconds):
            await call.bot.arrived.wait()
    except TimeoutError:
        return


def _number(call: Call, name: str, *, default: int) -> int:
    value = call.query.get(name, "")
    return int(value) if value.isdecimal() else default
