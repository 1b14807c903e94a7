"""Tickets' settings."""

from pydantic import Field

from shared.settings import PORTS, AttachmentSettings


class TicketsSettings(AttachmentSettings):
    tickets_port: int = Field(PORTS["tickets"], description="Where tickets listens.")
    notifications_url: str = Field(
        f"http://127.0.0.1:{PORTS['notifications']}",
        description="Where notifications is; several, comma-separated, are taken in turn.",
    )
    search_url: str = Field(
        f"http://127.0.0.1:{PORTS['search']}", description="Where search is; several, comma-separated."
    )
    sla_url: str = Field(f"http://127.0.0.1:{PORTS['sla']}", description="Where sla is; several, comma-separated.")
