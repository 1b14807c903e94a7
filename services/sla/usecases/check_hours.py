"""Look whether the business hours that a policy names are there."""

from uuid import UUID

from services.sla.usecases.ports import Ports
from shared.errors import Invalid


async def check_hours(ports: Ports, *, tenant_id: UUID, business_hours_id: UUID | None) -> None:
    """Raises Invalid for a dangling id."""
    if business_hours_id is not None and await ports.timetables.find(tenant_id, business_hours_id) is None:
        raise Invalid.field("business_hours_id", "There are no business hours with this id.")
