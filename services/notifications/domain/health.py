"""How a bot stands with its platform."""

from dataclasses import dataclass

from services.notifications.domain.bot import Bot, WebhookState


@dataclass(frozen=True, slots=True)
class Health:
    """`problem` says what is wrong, in words for an admin; `webhook` is None where the platform did not say."""

    bot: Bot
    webhook: WebhookState | None
    sends: bool
    receives: bool
    problem: str | None
