"""Which surface and which service an address belongs to: the whole of it is a table."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shared.vocabulary import Surface

# Only what no server reads in two ways: a path that is written otherwise has no route at all.
_SEGMENTS = re.compile(rb"(?:/[A-Za-z0-9_~!$&'()*+,=:@%.-]+)+")
_TRICKS = re.compile(rb"\.\.|/\.(?:/|\Z)|%(?:2[ef]|5c|3b|0[0ad]|25)|%(?![0-9a-f]{2})", re.IGNORECASE)


class Asked(NamedTuple):
    """What a route is chosen by: the path as it was sent, and the bearer key (empty without one)."""

    path: str
    key: str = ""


class Route(NamedTuple):
    """`service` is None where the surface has no such address: it says so in its own words.

    To a `keyless` one requests go on without a principal: the service itself knows who may ask there.
    """

    surface: Surface
    service: str | None
    keyless: bool = False


@dataclass(frozen=True, slots=True)
class SurfaceRoutes:
    """One surface: its base path, and which service answers for each first segment after it.

    Two surfaces may share a base; `speaks` tells them apart by the rest of what is asked.
    """

    surface: Surface
    base: str
    services: Mapping[str, str]
    otherwise: str | None
    speaks: Callable[[Asked], bool] = lambda _: True
    keyless: bool = False


# What is no other process's: the gateway answers for it itself.
OWN = "gateway"
ENTITY_PREFIX = "ak_"

TABLE: tuple[SurfaceRoutes, ...] = (
    SurfaceRoutes(
        surface=Surface.MESSENGER,
        base="/v1/helpdesk",
        services={
            "keys": OWN,
            "routing-rules": "routing",
            "sla": "sla",
            "sla-policies": "sla",
            "business-hours": "sla",
            "webhooks": "webhooks",
            "events": "webhooks",
            "channels": "notifications",
            "request": "notifications",
        },
        otherwise="tickets",
    ),
    SurfaceRoutes(
        surface=Surface.ENTITY,
        base="/api/helpdesk",
        services={"tickets": "tickets"},
        otherwise=None,
        speaks=lambda asked: asked.key.startswith(ENTITY_PREFIX),
    ),
    SurfaceRoutes(surface=Surface.WORKFLOW, base="/api/helpdesk", services={"sla": "sla"}, otherwise="tickets"),
    SurfaceRoutes(surface=Surface.ENVELOPE, base="/helpdesk/api/v1", services={}, otherwise="tickets"),
    # Messengers' platforms have no key of ours; each brings its bot's secret.
    SurfaceRoutes(surface=Surface.MESSENGER, base="/hooks", services={}, otherwise="notifications", keyless=True),
    # Where the reference's own `links.next` leads.
    SurfaceRoutes(surface=Surface.ENVELOPE, base="/api/v1", services={}, otherwise="tickets"),
)


def plain_path(raw_path: bytes) -> str | None:
    """The path as text, or None where it is written in a way that two servers could read differently."""
    if not _SEGMENTS.fullmatch(raw_path) or _TRICKS.search(raw_path):
        return None
    return raw_path.decode("ascii")


def find_route(asked: Asked, *, table: tuple[SurfaceRoutes, ...] = TABLE) -> Route | None:
    """The first surface whose base the path has and that speaks what is asked; None for a path outside of all."""
    for routes in table:
        base, rest = asked.path[: len(routes.base)], asked.path[len(routes.base) :]
        if base == routes.base and rest[:1] in {"", "/"} and routes.speaks(asked):
            segment = rest[1:].partition("/")[0]
            service = routes.services.get(segment, routes.otherwise) if segment else None
            return Route(routes.surface, service, routes.keyless)
    return None
