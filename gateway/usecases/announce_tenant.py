"""Say how a tenant is called."""

from gateway.domain.tenant import Tenant
from shared.events.tenant import TenantChanged, TenantData


def announcement(tenant: Tenant) -> TenantChanged:
    """The event for those who keep a copy; of two about a tenant the later one counts."""
    return TenantChanged(
        subject=str(tenant.id),
        tenantid=tenant.id,
        time=tenant.updated_at,
        data=TenantData(id=tenant.id, name=tenant.name, description=tenant.description),
    )
