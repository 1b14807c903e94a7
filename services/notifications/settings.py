"""Notifications' settings."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from services.notifications.domain.mail_server import mail_server_at, mailbox_of
from shared.settings import PORTS, AttachmentSettings


class NotificationsSettings(AttachmentSettings):
    notifications_port: int = Field(PORTS["notifications"], description="Where notifications listens.")
    notifications_lease_seconds: float = Field(
        60.0,
        ge=2,
        description="How long one process has a chat to itself; more than the 45 seconds for which it tries to store "
        "what it did. A killed one's chats are taken up after that.",
    )
    notifications_webhook_check_seconds: float = Field(
        600.0,
        ge=1,
        description="How often each bot's webhook is looked at, and set again where its platform has lost it.",
    )
    request_ttl_seconds: int = Field(
        900, ge=1, description="For how long a support request can be accepted, in seconds."
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
    max_api_base: str = Field("https://platform-api2.max.ru", description="MAX's Bot API.")
    max_ca_file: str = Field(
        "",
        description="A file of certificates (PEM) that are trusted beside the usual ones when MAX is called: its own "
        "come from the Russian Trusted Root CA, which most systems do not know.",
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
            mail_server_at(url)
            mailbox_of(self.smtp_from)
        return self
