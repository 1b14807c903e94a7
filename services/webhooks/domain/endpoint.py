"""A tenant's endpoint: where its events go, which of them, and in whose words."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.webhooks.domain.failing import Failing
from services.webhooks.domain.secret import Secret

EVERYTHING = "*"
# Internal notes and configuration leave only for who asks for them by name.
ONLY_BY_NAME = ("ticket.noted", "settings.", "directory.")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`events` are names as its owner spells them, `secrets` the newest first; `failing` is None while it is well."""

    id: UUID
    tenant_id: UUID
    url: str
    events: tuple[str, ...]
    format: str
    description: str
    enabled: bool
    secrets: tuple[Secret, ...]
    created_at: datetime
    updated_at: datetime
    disabled_reason: str | None = None
    failing: Failing | None = None

    def wants(self, event_type: str, *, spelt: str) -> bool:
        """Whether the event goes here, of which `spelt` is the name in the endpoint's format."""
        named = event_type in self.events or spelt in self.events
        return self.enabled and (named or (EVERYTHING in self.events and not event_type.startswith(ONLY_BY_NAME)))

    def signing(self, at: datetime) -> tuple[str, ...]:
        """The secrets that sign an attempt made then, the newest first."""
        return tuple(secret.text for secret in self.secrets if secret.live(at))

    def switched(self, enabled: bool) -> "Endpoint":
        """Turned on or off by its owner; turning it on forgets why it was off, and every failure."""
        if not enabled:
            return replace(self, enabled=False)
        return replace(self, enabled=True, disabled_reason=None, failing=None)

    def moved(self, url: str) -> "Endpoint":
        """At another address, which has not failed yet."""
        return self if url == self.url else replace(self, url=url, failing=None)
