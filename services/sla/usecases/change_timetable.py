"""Change business hours."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from services.sla.domain.policy import Timetable
from services.sla.usecases.ports import Ports


async def change_timetable(
    ports: Ports, *, tenant_id: UUID, timetable_id: UUID, name: str | None, hours: Mapping[str, object]
) -> Timetable:
    """The business hours with what was given changed; the deadlines that rest on them soon follow. Raises NotFound."""
    now = ports.clock()
    before = await ports.timetables.get(tenant_id, timetable_id)
    timetable = replace(
        before,
        name=before.name if name is None else name,
        hours=replace(before.hours, **hours),  # type: ignore[arg-type] # checked where they came in
        updated_at=now,
    )
    await ports.timetables.save(timetable)
    await ports.terms.changed(tenant_id, at=now)
    return timetable
