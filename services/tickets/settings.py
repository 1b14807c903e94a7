"""Tickets' settings."""

from pydantic import Field

from shared.settings import PORTS, ProcessSettings


class TicketsSettings(ProcessSettings):
    tickets_port: int = Field(PORTS["tickets"], description="Where tickets listens.")
