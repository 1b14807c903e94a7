"""Notifications' settings."""

from pydantic import Field, SecretStr, field_validator

from shared.crypto import Sealer
from shared.settings import PORTS, ProcessSettings


class NotificationsSettings(ProcessSettings):
    notifications_port: int = Field(PORTS["notifications"], description="Where notifications listens.")
    encryption_key: SecretStr = Field(
        description="Seals bot tokens and webhook secrets: the url-safe base64 of 32 random bytes."
    )
    public_url: str = Field(
        f"http://127.0.0.1:{PORTS['gateway']}",
        description="How the outside reaches the gateway; messengers call their webhooks there.",
    )
    telegram_api_base: str = Field(
        "https://api.telegram.org", description="Telegram's Bot API, or a Bot API server of your own."
    )

    @field_validator("encryption_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr) -> SecretStr:
        try:
            Sealer(key.get_secret_value())
        except ValueError:
            raise ValueError("must be the url-safe base64 of 32 random bytes") from None
        return key
