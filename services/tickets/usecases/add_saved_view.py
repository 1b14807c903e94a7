"""Keep a filter of the ticket list as a view."""

from collections.abc import Mapping

from services.tickets.domain.saved_view import SavedView, Viewer
from services.tickets.usecases.ports import Ports
from shared.ids import new_id_of


async def add_saved_view(
    ports: Ports, *, viewer: Viewer, name: str, filters: Mapping[str, str], shared: bool
) -> SavedView:
    """The new view, the viewer's own."""
    now = ports.clock()
    view = SavedView(new_id_of("saved view"), viewer.tenant_id, viewer.id, name, filters, shared, now, now)
    return await ports.saved_views.add(view)
