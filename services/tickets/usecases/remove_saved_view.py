"""Remove a saved view."""

from uuid import UUID

from services.tickets.domain.saved_view import Viewer
from services.tickets.usecases.find_saved_view import own_view
from services.tickets.usecases.ports import Ports


async def remove_saved_view(ports: Ports, *, viewer: Viewer, view_id: UUID) -> None:
    """Raises as `own_view`."""
    await own_view(ports, viewer=viewer, view_id=view_id)
    await ports.saved_views.remove(viewer.tenant_id, view_id)
