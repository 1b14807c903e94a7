"""Remove business hours."""

from uuid import UUID

from services.sla.usecases.ports import Ports
from shared.errors import Conflict


async def remove_timetable(ports: Ports, *, tenant_id: UUID, timetable_id: UUID) -> None:
    """Raises NotFound, and Conflict while a policy goes by them."""
    await ports.timetables.get(tenant_id, timetable_id)
    if any(policy.business_hours_id == timetable_id for policy in (await ports.terms.of_tenant(tenant_id)).policies):
        raise Conflict("An SLA policy goes by these business hours.", code="in_use")
    await ports.timetables.remove(tenant_id, timetable_id)
