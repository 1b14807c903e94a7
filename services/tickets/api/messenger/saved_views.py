"""`/v1/helpdesk/saved-views`: filters of the ticket list that agents keep for themselves or share."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, StrictBool

from services.tickets.api.messenger.bodies import ListFilter, ListQuery
from services.tickets.domain.saved_view import SavedView, Viewer
from services.tickets.usecases.add_saved_view import add_saved_view
from services.tickets.usecases.change_saved_view import change_saved_view
from services.tickets.usecases.find_saved_view import seen_view
from services.tickets.usecases.ports import Ports
from services.tickets.usecases.remove_saved_view import remove_saved_view
from shared.dialects.fields import Name
from shared.errors import Forbidden, Invalid, NotFound
from shared.events.envelope import rfc3339
from shared.http.app import json_answer
from shared.http.asked import Asked, AskedRoute
from shared.http.changes import Changes, kept
from shared.http.documented import Row, page_of
from shared.http.door import current_caller, path_id
from shared.http.paging import Limit, cursor_of, read_cursor
from shared.vocabulary import Role, Scope

PATH = "/v1/helpdesk/saved-views"


class SavedFilter(ListFilter):
    """The words that the ticket list filters by, and no other; null is as good as absent."""

    model_config = ConfigDict(extra="forbid")

    def words(self) -> dict[str, str]:
        """The filter as a query would say it."""
        given = self.model_dump(exclude_none=True)
        return {name: rfc3339(said) if isinstance(said, datetime) else str(said) for name, said in given.items()}


class SavedViewBody(BaseModel):
    name: Name
    filter: SavedFilter
    shared: StrictBool = False


class SavedViewChanges(Changes):
    """Only what is given changes; a filter takes the place of the whole one before."""

    name: Name = kept()
    filter: SavedFilter = kept()
    shared: StrictBool = kept()

    def given(self) -> dict[str, Any]:
        given = super().given()
        if "filter" in given:
            given["filters"] = given.pop("filter").words()
        return given


class SavedViewShown(Row):
    """A filter of the ticket list under a name; `filter` says it as the list's query would."""

    name: str
    filter: dict[str, str]
    shared: bool
    owner_id: UUID


SavedViewPage = page_of("saved_views", SavedViewShown)


def _viewer(scope: Scope) -> Viewer:
    """An agent or admin who may; views are kept for the key's agent, or for the key where it is nobody's."""
    caller = current_caller()
    caller.require(scope, agent_only=True)
    owner = caller.agent_id or caller.key_id
    if owner is None:
        raise Forbidden("Views belong to an agent or a key; this caller is neither.", code="missing_owner")
    return Viewer(caller.tenant, owner, admin=caller.role == Role.ADMIN)


Looking = Annotated[Viewer, Asked(partial(_viewer, Scope.READ))]
Changing = Annotated[Viewer, Asked(partial(_viewer, Scope.WRITE))]


def saved_views_api(ports: Ports) -> APIRouter:
    router = APIRouter(prefix=PATH, tags=["messenger"], route_class=AskedRoute)

    @router.get("", response_model=SavedViewPage)
    async def list_saved_views(viewer: Looking, limit: Limit = 25, cursor: str | None = None) -> Response:
        views, more = await ports.saved_views.listed_for(viewer, after=read_cursor(cursor), limit=limit)
        return json_answer(
            {
                "saved_views": [saved_view_out(view) for view in views],
                "next_cursor": cursor_of(views[-1].id) if more else None,
            }
        )

    @router.post("", status_code=201, response_model=SavedViewShown)
    async def create_saved_view(viewer: Changing, body: SavedViewBody) -> Response:
        view = await add_saved_view(
            ports, viewer=viewer, name=body.name, filters=body.filter.words(), shared=body.shared
        )
        return json_answer(saved_view_out(view), status_code=201)

    @router.get("/{view_id}", response_model=SavedViewShown)
    async def get_saved_view(viewer: Looking, view_id: str) -> Response:
        return json_answer(saved_view_out(await seen_view(ports, viewer=viewer, view_id=path_id(view_id))))

    @router.put("/{view_id}", response_model=SavedViewShown)
    async def put_saved_view(viewer: Changing, view_id: str, body: SavedViewChanges) -> Response:
        view = await change_saved_view(
            ports,
            viewer=viewer,
            view_id=path_id(view_id),
            **body.given(),
        )
        return json_answer(saved_view_out(view))

    @router.delete("/{view_id}", status_code=204)
    async def delete_saved_view(viewer: Changing, view_id: str) -> Response:
        await remove_saved_view(ports, viewer=viewer, view_id=path_id(view_id))
        return Response(status_code=204)

    return router


async def through_view(ports: Ports, query: ListQuery) -> ListQuery:
    """The query with the filter of the view that it names, as far as it says nothing else itself.

    Raises Invalid naming `view` where the caller sees no such view."""
    if query.view is None:
        return query
    try:
        view = await seen_view(ports, viewer=_viewer(Scope.READ), view_id=query.view)
    except NotFound as error:
        raise Invalid.field("view", error.message) from None
    return ListQuery.model_validate({**view.filter, **query.model_dump(exclude_unset=True)})


def saved_view_out(view: SavedView) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "name": view.name,
        "filter": dict(view.filter),
        "shared": view.shared,
        "owner_id": view.owner_id,
        "created_at": rfc3339(view.created_at),
        "updated_at": rfc3339(view.updated_at),
    }
