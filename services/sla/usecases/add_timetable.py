"""Add business hours."""

from uuid import UUID

from services.sla.domain.business_hours import BusinessHours
from services.sla.domain.policy import Timetable
from services.sla.usecases.ports import Ports
from shared.errors import Conflict
from shared.ids import new_id_of

MOST_TIMETABLES = 100


async def add_timetable(ports: Ports, *, tenant_id: UUID, name: str, hours: BusinessHours) -> Timetable:
    """The new business hours, which no policy goes by yet. Raises Conflict beyond 100."""
    timetable_id = new_id_of("business hours")
    held, _ = await ports.timetables.page(tenant_id, after=None, limit=MOST_TIMETABLES)
    if len(held) == MOST_TIMETABLES and all(timetable.id != timetable_id for timetable in held):
        raise Conflict(f"A tenant can have at most {MOST_TIMETABLES} business hours.", code="too_many")
    now = ports.clock()
    return await ports.timetables.add(
        Timetable(id=timetable_id, tenant_id=tenant_id, name=name, hours=hours, created_at=now, updated_at=now)
    )
