"""How a bot stands with its platform."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from services.notifications.domain.bot import Bot, WebhookState


@dataclass(frozen=True, slots=True)
class Health:
    """`problem` says what is wrong, in words for an admin; `webhook` is None where the platform did not say."""

    bot: Bot
    webhook: WebhookState | None
    sends: bool
    receives: bool
    problem: str | None


def webhook_problem(bot: Bot, webhook: WebhookState, *, url: str | None) -> str | None:
    """What keeps the platform from bringing updates to `url`, or where that is None from being asked for them.

    Of a foreign webhook only the host is told: its address may hold a secret. An error is past once something has come
    in after it.
    """
    if webhook.url != url:
        if webhook.url is None:
            return "The webhook is not set."
        return f"The webhook leads elsewhere, to {urlsplit(webhook.url).hostname}."
    past = (
        webhook.last_error_at is not None
        and bot.last_inbound_at is not None
        and bot.last_inbound_at > webhook.last_error_at
    )
    return None if past or url is None else webhook.last_error
