"""SLA's settings."""

from datetime import timedelta

from pydantic import Field

from shared.settings import PORTS, ProcessSettings


class SlaSettings(ProcessSettings):
    sla_port: int = Field(PORTS["sla"], description="Where SLA listens.")
    tickets_url: str = Field(
        f"http://127.0.0.1:{PORTS['tickets']}", description="Where tickets is; several, comma-separated."
    )
    sla_seconds_per_hour: float = Field(
        3600,
        gt=0,
        description="How long an hour of an SLA or of the unanswered threshold lasts: for tests and demonstrations.",
    )
    sla_lease_seconds: float = Field(
        60.0, ge=2, description="How long one process has a due timer to itself; a killed one's are fired after that."
    )

    @property
    def hour(self) -> timedelta:
        """In whole milliseconds, like every time that is stored."""
        return timedelta(milliseconds=round(self.sla_seconds_per_hour * 1000))
