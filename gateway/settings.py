"""The gateway's settings, and those of its command line."""

import re

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import PORTS, AttachmentSettings, BrokerSettings, ProcessSettings

SHORTEST_TOKEN = 16
FEWEST_DIFFERENT_CHARACTERS = 6
PLACEHOLDERS = ("changeme", "default", "example", "operatortoken", "placeholder")
SEVERAL = "several, comma-separated, are taken in turn."


def _url(service: str) -> str:
    return f"http://127.0.0.1:{PORTS[service]}"


class GatewaySettings(AttachmentSettings):
    gateway_port: int = Field(PORTS["gateway"], description="Where the gateway listens.")
    operator_token: SecretStr = Field(description="Opens `/admin`; 16 characters or more, and no placeholder.")
    rate_limit_per_minute: int = Field(
        6000, ge=0, description="Requests a minute for each key; 0: as many as it likes."
    )
    tenant_rate_limit_per_minute: int = Field(
        30_000,
        ge=0,
        description="Requests a minute for all keys of a tenant together; 0, or no limit for each key: as many as they "
        "like.",
    )
    address_rate_limit_per_minute: int = Field(
        0,
        ge=0,
        description="Requests a minute for each address that connects, with a key or without; 0: as many as it likes. "
        "Behind a proxy of your own all callers have its address.",
    )
    arrival_seconds: float = Field(
        30.0, gt=0, description="How long a request's head may take to arrive, and its body; a file's next piece."
    )
    wrong_keys_per_minute: int = Field(
        30, ge=0, description="Different wrong keys a minute that an address may try at one gateway; 0: any number."
    )
    tickets_url: str = Field(_url("tickets"), description=f"Where tickets is; {SEVERAL}")
    routing_url: str = Field(_url("routing"), description=f"Where routing is; {SEVERAL}")
    sla_url: str = Field(_url("sla"), description=f"Where sla is; {SEVERAL}")
    webhooks_url: str = Field(_url("webhooks"), description=f"Where webhooks is; {SEVERAL}")
    notifications_url: str = Field(_url("notifications"), description=f"Where notifications is; {SEVERAL}")
    search_url: str = Field(_url("search"), description=f"Where search is; {SEVERAL}")

    @field_validator("operator_token")
    @classmethod
    def _hard_to_guess(cls, secret: SecretStr) -> SecretStr:
        token = secret.get_secret_value()
        letters = re.sub(r"[^a-z0-9]", "", token.lower())
        if len(token) < SHORTEST_TOKEN:
            raise ValueError(f"must have at least {SHORTEST_TOKEN} characters")
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise ValueError("must consist of visible ASCII characters: it travels in a header")
        if len(set(token)) < FEWEST_DIFFERENT_CHARACTERS or any(word in letters for word in PLACEHOLDERS):
            raise ValueError("must be a random text of your own, not a placeholder")
        return secret

    @property
    def tenant_limit(self) -> int:
        """Requests a minute for a tenant; 0: none, which is so too where requests are not limited for its keys."""
        return self.tenant_rate_limit_per_minute if self.rate_limit_per_minute else 0

    def services(self) -> dict[str, tuple[str, ...]]:
        """The addresses of each service, in the order in which they are taken."""
        listed = {
            "tickets": self.tickets_url,
            "routing": self.routing_url,
            "sla": self.sla_url,
            "webhooks": self.webhooks_url,
            "notifications": self.notifications_url,
            "search": self.search_url,
        }
        return {service: tuple(url.strip().rstrip("/") for url in urls.split(",")) for service, urls in listed.items()}


class ServerSettings(BrokerSettings):
    """What a command needs that asks both servers themselves."""

    mongo_url: str = ProcessSettings.model_fields["mongo_url"].default


class CliSettings(BaseSettings):
    """What the command line needs: where the gateway is, and the operator's token."""

    model_config = SettingsConfigDict(env_prefix="HELPDESK_", frozen=True, extra="ignore")

    gateway_port: int = Field(PORTS["gateway"], description="Where the gateway listens.")
    public_url: str = Field("", description="How the outside reaches the gateway; empty: the port, on this machine.")
    operator_token: SecretStr = Field(description="Opens `/admin`.")

    @property
    def base_url(self) -> str:
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.gateway_port}"
