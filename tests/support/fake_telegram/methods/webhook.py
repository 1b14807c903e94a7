"""Methods that set, remove and describe the webhook."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from tests.support.fake_telegram.nouns import JsonObject, Webhook
from tests.support.fake_telegram.refusals import bad_request
from tests.support.fake_telegram.rules import WEBHOOK_PORTS

from .call import Call, Described

SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def set_webhook(call: Call) -> object:
    """setWebhook: an unset allowed_updates keeps the kinds chosen before, an unset secret_token means none."""
    parameters = call.parameters
    url = parameters.text("url").strip()
    if not url:
        return await delete_webhook(call)
    secret = parameters.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _check_url(url, local=call.world.rules.local)
    read_allowed_updates(call)
    connections = min(max(parameters.integer("max_connections", default=40), 1), 100)
    webhook = Webhook(url, secret or None, connections, parameters.text("ip_address") or None)
    _drop_pending_if_asked(call)
    if webhook == call.bot.webhook:
        return Described(True, "Webhook is already set")
    call.bot.webhook = webhook
    call.bot.last_error = None
    call.courier.restart(call.bot)
    return Described(True, "Webhook was set")


async def delete_webhook(call: Call) -> object:
    """deleteWebhook: updates wait for getUpdates again."""
    _drop_pending_if_asked(call)
    if call.bot.webhook is None:
        return Described(True, "Webhook is already deleted")
    call.bot.webhook = None
    call.courier.restart(call.bot)
    return Described(True, "Webhook was deleted")


async def get_webhook_info(call: Call) -> object:
    """getWebhookInfo: where updates go, how many wait and what went wrong last."""
    bot, webhook = call.bot, call.bot.webhook
    info: JsonObject = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.queue.waiting),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        if webhook.ip_address:
            info["ip_address"] = webhook.ip_address
        if bot.last_error is not None:
            info["last_error_date"], info["last_error_message"] = bot.last_error
    if bot.queue.allowed is not None:
        info["allowed_updates"] = list(bot.queue.allowed)
    return info


def read_allowed_updates(call: Call) -> None:
    """Take the wanted kinds from the call, if it names any."""
    kinds = call.parameters.nested("allowed_updates", what="allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    call.bot.queue.allow(kinds)


def _drop_pending_if_asked(call: Call) -> None:
    if call.parameters.flag("drop_pending_updates"):
        call.bot.queue.waiting.clear()
        call.courier.restart(call.bot)


def _check_url(url: str, *, local: bool) -> None:
    bad = "bad webhook: "
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if local:
        return
    if parts.scheme != "https":
        raise bad_request(bad + "An HTTPS URL must be provided for webhook")
    if (port or 443) not in WEBHOOK_PORTS:
        raise bad_request(bad + "Webhook can be set up only on ports 80, 88, 443 or 8443")
    if _is_reserved(parts):
        raise bad_request(bad + f"IP address {parts.hostname} is reserved")


def _is_reserved(parts: SplitResult) -> bool:
    if parts.hostname == "localhost":
        return True
    try:
        return not ipaddress.ip_address(parts.hostname or "").is_global
    except ValueError:
        return False
