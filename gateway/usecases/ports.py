"""What the gateway's use-cases need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from gateway.domain.budget import Holder, Standing
from gateway.domain.exchange import Answer, Onward
from gateway.domain.key import ApiKey, Digester
from gateway.domain.principal import Principal
from gateway.domain.tenant import Tenant
from shared.clock import Clock
from shared.events.envelope import Event


class Tenants(Protocol):
    async def add(self, tenant: Tenant, *, events: Sequence[Event]) -> Tenant:
        """The tenant as it is stored: an earlier run's of the same request, where there is one."""
        ...

    async def get(self, tenant_id: UUID) -> Tenant:
        """Raises NotFound."""
        ...

    async def page(self, *, after: UUID | None, limit: int) -> tuple[list[Tenant], bool]: ...

    async def save(self, tenant: Tenant, *, before: Tenant, events: Sequence[Event]) -> None:
        """Raises Conflict where the tenant is no longer what it was `before`."""
        ...

    async def delete(self, tenant_id: UUID, *, events: Sequence[Event]) -> None:
        """The tenant and all its keys at once. Raises NotFound."""
        ...


class Keys(Protocol):
    async def issue(self, key: ApiKey) -> None:
        """Keep a new key, in place of the one that an earlier run of the same request kept.

        Raises NotFound where the tenant, or that one, is gone.
        """
        ...

    async def page(self, tenant_id: UUID, *, after: UUID | None, limit: int) -> tuple[list[ApiKey], bool]: ...

    async def get(self, tenant_id: UUID, key_id: UUID) -> ApiKey:
        """Raises NotFound."""
        ...

    async def revoke(self, tenant_id: UUID, key_id: UUID, *, at: datetime) -> None:
        """Revoke the key; one that is revoked already, or gone, stays so."""
        ...

    async def another_admin(self, tenant_id: UUID, *, than: UUID, at: datetime) -> bool:
        """Whether the tenant has another key, good at this time, that may administer its keys."""
        ...


class Principals(Protocol):
    async def find(self, digest: bytes) -> Principal | None:
        """Who has the key with this digest, as it was at most 3 seconds ago; None for nobody, and once revoked."""
        ...

    def was_known(self, digest: bytes) -> bool:
        """Whether the key with this digest was somebody's when it was last looked up here."""
        ...


class Guesses(Protocol):
    def note(self, address: str, guess: bytes) -> None:
        """Remember that this address tried a key that is nobody's."""
        ...

    def closed_for(self, address: str) -> int:
        """The seconds for which no guess of this address is looked at any more; 0 while they are."""
        ...


class Limit(Protocol):
    async def spend(self, holder: Holder) -> Standing:
        """Count one request of the holder's."""
        ...

    async def close(self) -> None:
        """Give back what was taken and not used."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How often each key, each tenant and each address may ask; None: as often as it likes, at no cost."""

    key: Limit | None
    tenant: Limit | None
    address: Limit | None

    async def close(self) -> None:
        """Give back what was taken of any budget and not used."""
        for limit in (self.key, self.tenant, self.address):
            if limit is not None:
                await limit.close()


class Directory(Protocol):
    """The tenant's people, whom tickets keeps. Both raise Unavailable."""

    async def has_agent(self, tenant_id: UUID, agent_id: UUID) -> bool: ...

    async def has_contact(self, tenant_id: UUID, contact_id: UUID) -> bool: ...


class Upstream(Protocol):
    async def send(self, service: str, onward: Onward) -> Answer:
        """Raises Unavailable where none of the service's addresses answers in time."""
        ...


class SearchIndex(Protocol):
    async def rebuild(self, tenant_id: UUID | None) -> None:
        """Want one tenant's search index made anew, or all. Raises Unavailable where search does not take it."""
        ...


class Readiness(Protocol):
    @property
    def checks(self) -> dict[str, bool]:
        """What this door needs, and whether it has it."""
        ...

    @property
    def door(self) -> bool:
        """Whether this door can serve."""
        ...

    @property
    def system(self) -> dict[str, dict[str, bool]]:
        """For each process of each service, what it says of itself."""
        ...


class KeptAnswers(Protocol):
    async def forget_tenant(self, tenant_id: UUID) -> None:
        """Delete what is kept of the tenant's requests that may be sent again. Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    tenants: Tenants
    keys: Keys
    principals: Principals
    guesses: Guesses
    directory: Directory
    search: SearchIndex
    answers: KeptAnswers
    digester: Digester
    clock: Clock
