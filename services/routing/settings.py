"""Routing's settings."""

from pydantic import Field

from shared.settings import PORTS, ProcessSettings


class RoutingSettings(ProcessSettings):
    routing_port: int = Field(PORTS["routing"], description="Where routing listens.")
    tickets_url: str = Field(
        f"http://127.0.0.1:{PORTS['tickets']}", description="Where tickets is; several, comma-separated."
    )
