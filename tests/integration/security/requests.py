"""A route's sample as the request that it stands for, with whoever's ids in whichever place."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.tickets.api.envelope import cursors
from services.tickets.domain.order import Order
from services.tickets.domain.order import Place as Spot
from shared.dialects import envelope
from shared.http.paging import cursor_of
from shared.vocabulary import Surface
from tests.integration.security.house import House
from tests.integration.security.kinds import CURSORS, kind_at
from tests.integration.security.positions import ITEMS, Place, fillings, id_places
from tests.integration.security.routes import Json, Operation
from tests.integration.security.samples import Sample

PREFIXES = {"ticket": envelope.TICKET, "agent": envelope.AGENT, "field": envelope.CUSTOM_FIELD}
# What is filled in but is no id.
NO_IDS = {"token"}
# A file is one ticket's.
USED_ONCE = {"attachment"}


@dataclass(frozen=True)
class Request:
    path: str
    options: Json


def places_of(operation: Operation, sample: Sample) -> dict[Place, str]:
    """Each place of the sample that takes an id, and the kind of row that it names."""
    found = {Place("body", at): kind for at, kind in fillings(sample.body) if kind not in NO_IDS}
    for place in id_places(operation):
        if place.where != "body":
            found[place] = kind_at(operation, place.at[0], said=sample.path)
    return found


async def request_of(
    operation: Operation,
    sample: Sample,
    *,
    house: House,
    swapped: Mapping[Place, str] | None = None,
    fresh: bool = False,
) -> Request:
    """The request with the house's own rows, but for what is `swapped`; in the path a `fresh` row where that is asked.

    Of the query only what the sample says, and what is swapped.
    """
    swapped = swapped or {}
    rows = {}
    for place, kind in places_of(operation, sample).items():
        if place in swapped:
            rows[place] = spelled(operation, place, kind=kind, row_id=swapped[place], tenant_id=house.tenant_id)
        elif place.where != "query":
            anew = fresh and (place == _last(operation) or kind in USED_ONCE)
            row_id = await (house.fresh(kind) if anew else house.row(kind))
            rows[place] = spelled(operation, place, kind=kind, row_id=row_id, tenant_id=house.tenant_id)
    path = operation.path
    for name in operation.parameters("path"):
        said = sample.path.get(name, "")
        path = path.replace(f"{{{name}}}", said[1:] if said.startswith("=") else rows[Place("path", (name,))])
    query = {**sample.query, **{place.at[0]: row for place, row in rows.items() if place.where == "query"}}
    options: Json = {"params": query}
    if sample.body is not None:
        token = await house.token() if "{token}" in str(sample.body) else ""
        options["json"] = _filled(sample.body, at=(), rows=rows, token=token)
    if sample.files is not None:
        options["files"] = sample.files
    return Request(path, options)


def spelled(operation: Operation, place: Place, *, kind: str, row_id: str, tenant_id: str) -> str:
    """The id as the surface writes it there, to the tenant."""
    if place.where == "query" and place.at[0] in CURSORS:
        return _cursor(operation, place.at[0], row_id=row_id, tenant_id=tenant_id)
    if operation.surface == Surface.ENVELOPE and kind in PREFIXES:
        return str(envelope.id_out(PREFIXES[kind], UUID(row_id)))
    return row_id


def _cursor(operation: Operation, name: str, *, row_id: str, tenant_id: str) -> str:
    """A cursor that names the row, valid in every other way."""
    if operation.surface == Surface.ENVELOPE:
        return cursors.cursor_of(Spot(UUID(row_id)), tenant_id=UUID(tenant_id), order=Order())
    plain = "uuid" in str(operation.parameters("query")[name])
    return row_id if plain else cursor_of(UUID(row_id))


def _last(operation: Operation) -> Place:
    """The place in the path of what is written to."""
    return Place("path", tuple(list(operation.parameters("path"))[-1:]))


def _filled(part: Any, *, at: tuple[str, ...], rows: Mapping[Place, str], token: str) -> Any:
    if isinstance(part, dict):
        return {name: _filled(each, at=(*at, name), rows=rows, token=token) for name, each in part.items()}
    if isinstance(part, list):
        return [_filled(each, at=(*at, ITEMS), rows=rows, token=token) for each in part]
    if not isinstance(part, str):
        return part
    if Place("body", at) in rows and part.startswith("{") and part.endswith("}"):
        return rows[Place("body", at)]
    return part.replace("{token}", token).replace("{new}", secrets.token_hex(5))
