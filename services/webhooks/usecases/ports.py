"""What the use-cases of webhooks need from the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from services.webhooks.domain.delivery import Delivery, DeliveryFilter, DeliveryStatus, Due, Span
from services.webhooks.domain.endpoint import Endpoint
from services.webhooks.domain.failing import Failing, Patience
from services.webhooks.domain.kept_event import KeptEvent
from services.webhooks.domain.outcome import Answer
from services.webhooks.domain.schedule import Schedule
from services.webhooks.domain.target import Target
from shared.clock import Clock


class Endpoints(Protocol):
    async def find(self, tenant_id: UUID, row_id: UUID) -> Endpoint | None: ...

    async def get(self, tenant_id: UUID, row_id: UUID) -> Endpoint: ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[Endpoint], bool]: ...

    async def count(self, tenant_id: UUID) -> int: ...

    async def enabled(self, tenant_id: UUID) -> Sequence[Endpoint]:
        """The tenant's endpoints that are enabled at this moment."""

    async def of_ids(self, ids: Sequence[UUID]) -> Mapping[UUID, Endpoint]:
        """Those of these endpoints that there are, whosever they are."""

    async def add(self, row: Endpoint) -> Endpoint:
        """The endpoint as it is stored: an earlier run's of the same request, where there is one."""
        ...

    async def save(self, row: Endpoint) -> None:
        """Keep all but the secrets; of failures only that there are none."""

    async def save_secrets(self, endpoint: Endpoint, *, before: Endpoint) -> bool:
        """Keep the secrets; False where they are no longer those of `before`."""

    async def disable(self, endpoint: Endpoint, *, reason: str, at: datetime, still: Failing | None = None) -> bool:
        """Turn it off, whatever else has changed; False where it is off, or does not fail any more as `still` says."""

    async def note_failure(self, endpoint: Endpoint, *, at: datetime) -> None:
        """One more delivery has failed; it fails since then, if not for longer."""

    async def note_success(self, endpoint: Endpoint) -> None:
        """It fails no longer."""

    async def remove(self, tenant_id: UUID, row_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Deliveries(Protocol):
    async def add(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Store them; those that had been stored before are left out of the answer."""

    async def record(self, delivery: Delivery) -> None:
        """Keep the newest attempt and what followed from it, unless the claim has passed to another meanwhile."""

    async def due(self, *, at: datetime) -> list[Due]:
        """The endpoints that have deliveries due by then, the longest-waiting first."""

    async def claim(self, shares: Mapping[UUID, int], *, holder: UUID, at: datetime, until: datetime) -> list[Delivery]:
        """Take up to so many due deliveries of each endpoint; nobody else has them before `until`."""

    async def give_back(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        """Let another take these up at once."""

    async def drop(self, deliveries: Sequence[Delivery]) -> None:
        """Delete deliveries of endpoints that are gone."""

    async def fail(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        """End these without another attempt."""

    async def again(
        self, tenant_id: UUID, endpoint_id: UUID, delivery_ids: Sequence[UUID], *, mark: UUID, at: datetime
    ) -> int:
        """Make these due at once, their schedule begun anew, and leave the mark; how many that were.

        What bears the mark is left alone, and so is what is being sent at this moment.
        """
        ...

    async def marked(self, tenant_id: UUID, endpoint_id: UUID, *, span: Span, mark: UUID) -> int:
        """How many in the span bear the mark."""
        ...

    async def count(
        self, tenant_id: UUID, endpoint_id: UUID, *, span: Span, status: DeliveryStatus | None, most: int
    ) -> int:
        """How many there are in the span, of this status or any; `most` where there are more."""
        ...

    async def ids(
        self,
        tenant_id: UUID,
        endpoint_id: UUID,
        *,
        span: Span,
        status: DeliveryStatus | None,
        after: UUID | None,
        limit: int,
    ) -> list[UUID]:
        """The first ids in the span, or the first after that one."""
        ...

    async def get(self, tenant_id: UUID, endpoint_id: UUID, delivery_id: UUID) -> Delivery: ...

    async def page(
        self, tenant_id: UUID, endpoint_id: UUID, *, only: DeliveryFilter, after: UUID | None, limit: int
    ) -> tuple[list[Delivery], bool]:
        """Deliveries of an endpoint without their bodies, newest first; and whether there are more."""

    async def forget_endpoint(self, tenant_id: UUID, endpoint_id: UUID) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Events(Protocol):
    """The events of the last 30 days, in the order in which they arrived here."""

    async def keep(self, event: KeptEvent) -> None:
        """Store it unless it is there already."""

    async def page(
        self, tenant_id: UUID, *, after: UUID | None, types: frozenset[str], limit: int
    ) -> tuple[list[KeptEvent], UUID | None]:
        """Up to `limit` events of these types, or of any where none is named, that arrived after the one with the id.

        And the event after which the next page begins, None where there is none yet. Raises Invalid for an unknown id.
        """
        ...

    async def forget_tenant(self, tenant_id: UUID) -> None: ...


class Addresses(Protocol):
    async def check(self, target: Target) -> None:
        """Raises BadUrl where the host has no address, or one that must not be reached."""


class Receivers(Protocol):
    async def post(self, endpoint: Endpoint, *, webhook_id: str, body: bytes, at: datetime) -> Answer:
        """Sign and send, and wait up to 15 seconds for the answer; whatever goes wrong is an answer too."""


@dataclass(frozen=True, slots=True)
class Ports:
    endpoints: Endpoints
    deliveries: Deliveries
    events: Events
    addresses: Addresses
    receivers: Receivers
    schedule: Schedule
    patience: Patience
    lease: timedelta
    clock: Clock
