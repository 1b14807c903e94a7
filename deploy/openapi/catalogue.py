"""Which routes the document tells of: those that the gateway leads to, surface by surface."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter

from gateway.api import routes as gateway
from services.notifications.api import routes as notifications
from services.routing.api import routes as routing
from services.sla.api.messenger import routes as sla
from services.sla.api.workflow import routes as workflow_sla
from services.tickets.api.entity import routes as entity
from services.tickets.api.envelope import routes as envelope
from services.tickets.api.messenger import routes as messenger
from services.tickets.api.workflow import routes as workflow
from services.webhooks.api import routes as webhooks
from shared.vocabulary import Surface

OPERATOR = "operator"

# Routes are made to be read, not run: nothing of what they need is there.
NOTHING: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """The routes of one tag; `speaks` is the surface in whose form its errors are."""

    tag: str
    speaks: Surface
    about: str
    routers: Sequence[APIRouter]


def parts() -> list[Part]:
    """Every part of the document, in the order in which a reader meets them."""
    of_messenger = (messenger, routing, sla, webhooks, notifications)
    return [
        Part(
            tag=Surface.MESSENGER,
            speaks=Surface.MESSENGER,
            about="The native surface: everything can be done here. snake_case, lists with a cursor.",
            routers=_made(*(api for house in of_messenger for api in house.ROUTES), *gateway.TENANTS),
        ),
        Part(
            tag=Surface.WORKFLOW,
            speaks=Surface.WORKFLOW,
            about="camelCase, numbered pages with a total. For every key that does not begin with `ak_`.",
            routers=_made(*workflow.ROUTES, *workflow_sla.ROUTES),
        ),
        Part(
            tag=Surface.ENVELOPE,
            speaks=Surface.ENVELOPE,
            about="camelCase, everything in an envelope, ids with a prefix (a plain UUID is taken, too). Also answered "
            "at `/api/v1`, where `links.next` leads.",
            routers=_made(*envelope.ROUTES),
        ),
        Part(
            tag=Surface.ENTITY,
            speaks=Surface.ENTITY,
            about="camelCase, bare arrays. For keys that begin with `ak_`; each request names the key's tenant as "
            "`entityId`: in the query, else in the header `x-entity-id`, else in a JSON body.",
            routers=_made(*entity.ROUTES),
        ),
        Part(
            tag=OPERATOR,
            speaks=Surface.MESSENGER,
            about="Tenants and their first keys, for whoever runs the system: with the operator's token.",
            routers=_made(*gateway.OPERATORS),
        ),
    ]


def _made(*apis: Any) -> list[APIRouter]:
    return [api(NOTHING) for api in apis]
