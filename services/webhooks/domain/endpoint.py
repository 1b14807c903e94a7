"""A tenant's endpoint: where its events go, which of them, and in whose words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

EVERYTHING = "*"
# Internal notes leave only for who asks for them by name.
ONLY_BY_NAME = frozenset({"ticket.noted"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`secrets` sign every attempt, one signature each, the newest first; they are shown once and never logged."""

    id: UUID
    tenant_id: UUID
    url: str
    events: tuple[str, ...]
    format: str
    description: str
    enabled: bool
    secrets: tuple[str, ...] = field(repr=False)
    created_at: datetime
    updated_at: datetime
    disabled_reason: str | None = None

    def wants(self, event_type: str) -> bool:
        return self.enabled and (
            event_type in self.events or (EVERYTHING in self.events and event_type not in ONLY_BY_NAME)
        )

    def switched(self, enabled: bool) -> "Endpoint":
        """Turned on or off by its owner; turning it on forgets why it was off."""
        return replace(self, enabled=enabled, disabled_reason=None if enabled else self.disabled_reason)


def wanting(endpoints: Iterable[Endpoint], event_type: str) -> list[Endpoint]:
    """The endpoints to which an event of this type goes."""
    return [endpoint for endpoint in endpoints if endpoint.wants(event_type)]
