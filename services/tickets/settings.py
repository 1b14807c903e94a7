"""Tickets' settings."""

from pydantic import Field

from shared.settings import PORTS, AttachmentSettings


class TicketsSettings(AttachmentSettings):
    tickets_port: int = Field(PORTS["tickets"], description="Where tickets listens.")
