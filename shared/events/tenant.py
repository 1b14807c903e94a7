"""What the gateway says about tenants."""

from typing import ClassVar
from uuid import UUID

from shared.events.envelope import Contract, Event


class TenantData(Contract):
    id: UUID
    name: str
    description: str | None = None


class TenantEvent(Event):
    SOURCE: ClassVar[str] = "/helpdesk/gateway"
    data: TenantData


class TenantChanged(TenantEvent):
    """The tenant's name or description is new; a new tenant's too."""

    TYPE: ClassVar[str] = "tenant.changed"


class TenantDeleted(TenantEvent):
    """The tenant is gone: every service purges what it holds of it."""

    TYPE: ClassVar[str] = "tenant.deleted"
