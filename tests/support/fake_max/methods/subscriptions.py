"""/subscriptions: where updates go. A bot may have several."""

import re

from tests.support.fake_max.nouns import JsonObject, Subscription
from tests.support.fake_max.refusals import wrong

from .call import DONE, Call

SECRET = re.compile(r"[A-Za-z0-9_-]{5,256}")


async def get_subscriptions(call: Call) -> JsonObject:
    """All of them, without their secrets."""
    shown = [
        {"url": one.url, "time": one.time, "update_types": list(one.update_types) or None, "version": "0.0.1"}
        for one in call.bot.subscriptions.values()
    ]
    return {"subscriptions": shown}


async def subscribe(call: Call) -> JsonObject:
    """One more, or another secret for one that is there."""
    url, secret, kinds = call.body.get("url"), call.body.get("secret"), call.body.get("update_types")
    if not isinstance(url, str) or not url.startswith("https://" if not call.world.rules.local else "http"):
        raise wrong("url: must be an https address")
    if secret is not None and not SECRET.fullmatch(str(secret)):
        raise wrong("secret: must match ^[A-Za-z0-9_-]{5,256}$")
    named = tuple(str(kind) for kind in kinds) if isinstance(kinds, list) else ()
    call.bot.subscriptions[url] = Subscription(url, str(secret) if secret else None, named)
    call.courier.restart(call.bot)
    return DONE


async def unsubscribe(call: Call) -> JsonObject:
    """The one of this address."""
    if call.bot.subscriptions.pop(call.query.get("url", ""), None) is None:
        return {"success": False, "message": "No such subscription"}
    call.courier.restart(call.bot)
    return DONE
