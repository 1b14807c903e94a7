"""Find a view, for whoever may see it or change it."""

from uuid import UUID

from services.tickets.domain.saved_view import SavedView, Viewer
from services.tickets.usecases.ports import Ports
from shared.errors import Forbidden, NotFound


async def seen_view(ports: Ports, *, viewer: Viewer, view_id: UUID) -> SavedView:
    """The view. Raises NotFound, the same for an unknown id and for one that another keeps to themselves."""
    view = await ports.saved_views.find(viewer.tenant_id, view_id)
    if view is None or not view.seen_by(viewer):
        raise NotFound("There is no saved view with this id.")
    return view


async def own_view(ports: Ports, *, viewer: Viewer, view_id: UUID) -> SavedView:
    """The view. Raises NotFound as `seen_view`, and Forbidden where it is only shared with the viewer."""
    view = await seen_view(ports, viewer=viewer, view_id=view_id)
    if not view.changed_by(viewer):
        raise Forbidden("Only its owner or an admin may change this view.", code="not_owner")
    return view
