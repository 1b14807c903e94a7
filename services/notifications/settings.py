"""Notifications' settings."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from services.notifications.domain.mail_server import mail_server, sender
from shared.settings import PORTS, ProcessSettings


class NotificationsSettings(ProcessSettings):
    notifications_port: int = Field(PORTS["notifications"], description="Where notifications listens.")
    notifications_lease_seconds: float = Field(
        60.0,
        ge=2,
        description="How long one process has a chat to itself; more than the 45 seconds for which it tries to store "
        "what it did. A killed one's chats are taken up after that.",
    )
    tickets_url: str = Field(
        f"http://127.0.0.1:{PORTS['tickets']}",
        description="Where tickets is; several, comma-separated, are taken in turn.",
    )
    public_url: str = Field(
        f"http://127.0.0.1:{PORTS['gateway']}",
        description="How the outside reaches the gateway; messengers call their webhooks there.",
    )
    telegram_api_base: str = Field(
        "https://api.telegram.org", description="Telegram's Bot API, or a Bot API server of your own."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="The mail server: `smtp://user:password@host:port` (changed to TLS where the server can, and "
        "always before a password; not on this machine) or `smtps://…`. Empty: e-mails are logged as not sent.",
    )
    smtp_from: str = Field(
        "", description="Whom e-mails are from: `Acme <help@acme.example>`; required where there is a mail server."
    )

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        if url := self.smtp_url.get_secret_value():
            mail_server(url)
            sender(self.smtp_from)
        return self
