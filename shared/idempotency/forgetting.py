"""What is kept of a tenant's requests goes when the tenant does."""

from shared.bus.consumer import Handlers
from shared.events.envelope import Event
from shared.events.tenant import TenantDeleted
from shared.idempotency.records import Records


def forgetting(handlers: Handlers, *, records: Records) -> Handlers:
    """The handlers of a service's events, of which that of a deleted tenant deletes its kept answers too."""
    purge = handlers[TenantDeleted]

    async def purge_all(event: Event) -> None:
        await purge(event)
        await records.forget_tenant(event.tenantid)

    return {**handlers, TenantDeleted: purge_all}
