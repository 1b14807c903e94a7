"""Webhooks' settings."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from shared.settings import PORTS, ProcessSettings


def _parts(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _networks(value: object) -> object:
    parts = _parts(value)
    return tuple(ip_network(str(part)) for part in parts) if isinstance(parts, list) else parts


Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)]
Pause = Annotated[float, Field(ge=0, le=30 * 86_400)]
Pauses = Annotated[tuple[Pause, ...], NoDecode, BeforeValidator(_parts), Field(min_length=1, max_length=50)]


class WebhooksSettings(ProcessSettings):
    webhooks_port: int = Field(PORTS["webhooks"], description="Where webhooks listens.")
    public_url: str = Field("", description="How the outside reaches the gateway; no webhook goes there.")
    webhooks_allow_cidrs: Networks = Field(
        (), description="Networks, comma-separated, that webhooks may reach although they are private."
    )
    webhooks_schedule_seconds: Pauses = Field(
        (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400),
        description="The pause before each attempt of a delivery, in seconds, comma-separated.",
    )
    webhooks_disable_after_seconds: float = Field(
        432_000.0, gt=0, description="How long every attempt must have failed for an endpoint to be disabled."
    )
    webhooks_disable_after_deliveries: int = Field(
        20, ge=1, description="Of how many deliveries at least every attempt must have failed for that."
    )
    webhooks_lease_seconds: float = Field(
        60.0, ge=2, description="How long one worker has a delivery to itself; more than twice what an attempt takes."
    )
