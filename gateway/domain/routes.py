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
    """What a route is chosen by: path and query as they were sent, and the bearer key (empty without one)."""

    path: str
    query: str = ""
    key: str = ""


class Route(NamedTuple):
    surface: Surface
    service: str


@dataclass(frozen=True, slots=True)
class SurfaceRoutes:
    """One surface: its base path, and which service answers for each first segment after it.

    Two surfaces may share a base; `speaks` tells them apart by the rest of what is asked.
    """

    surface: Surface
    base: str
    services: Mapping[str, str]
    otherwise: str
    speaks: Callable[[Asked], bool] = lambda _: True


TABLE: tuple[SurfaceRoutes, ...] = (
    SurfaceRoutes(
        surface=Surface.MESSENGER,
        base="/v1/helpdesk",
        services={
            "routing-rules": "routing",
            "sla-policies": "sla",
            "business-hours": "sla",
            "webhooks": "webhooks",
            "events": "webhooks",
            "channels": "notifications",
            "request": "notifications",
        },
        otherwise="tickets",
    ),
)


def plain_path(raw_path: bytes) -> str | None:
    """The path as text, or None where it is written in a way that two servers could read differently."""
    if not _SEGMENTS.fullmatch(raw_path) or _TRICKS.search(raw_path):
        return None
    return raw_path.decode("ascii")


def find_route(asked: Asked, *, table: tuple[SurfaceRoutes, ...] = TABLE) -> Route | None:
    """The first surface that has the path and speaks what is asked, or None."""
    for routes in table:
        base, rest = asked.path[: len(routes.base)], asked.path[len(routes.base) :]
        if base == routes.base and len(rest) > 1 and rest[0] == "/" and routes.speaks(asked):
            segment = rest[1:].partition("/")[0]
            return Route(routes.surface, routes.services.get(segment, routes.otherwise))
    return None
