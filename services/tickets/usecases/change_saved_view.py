"""Change a saved view."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from services.tickets.domain.saved_view import SavedView, Viewer
from services.tickets.usecases.find_saved_view import own_view
from services.tickets.usecases.ports import Ports


async def change_saved_view(
    ports: Ports,
    *,
    viewer: Viewer,
    view_id: UUID,
    name: str | None = None,
    filters: Mapping[str, str] | None = None,
    shared: bool | None = None,
) -> SavedView:
    """The view with what was given changed; a filter is replaced as a whole. Raises as `own_view`."""
    before = await own_view(ports, viewer=viewer, view_id=view_id)
    view = replace(
        before,
        name=name if name is not None else before.name,
        filter=filters if filters is not None else before.filter,
        shared=shared if shared is not None else before.shared,
        updated_at=ports.clock(),
    )
    await ports.saved_views.save(view)
    return view
