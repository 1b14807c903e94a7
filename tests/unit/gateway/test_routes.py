"""The route table: which service an address belongs to, and which spellings of a path have none."""

import pytest

from gateway.domain.routes import TABLE, Asked, Route, SurfaceRoutes, find_route, plain_path
from shared.vocabulary import Surface


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/v1/helpdesk/tickets", "tickets"),
        ("/v1/helpdesk/tickets/0190c1d2/reply", "tickets"),
        ("/v1/helpdesk/agents", "tickets"),
        ("/v1/helpdesk/whatever", "tickets"),
        ("/v1/helpdesk/routing-rules", "routing"),
        ("/v1/helpdesk/routing-rules/1", "routing"),
        ("/v1/helpdesk/sla-policies/1", "sla"),
        ("/v1/helpdesk/business-hours", "sla"),
        ("/v1/helpdesk/webhooks/1/deliveries", "webhooks"),
        ("/v1/helpdesk/channels", "notifications"),
        ("/v1/helpdesk/request/1", "notifications"),
    ],
)
def test_the_first_segment_chooses_the_service(path: str, service: str) -> None:
    assert find_route(Asked(path)) == Route(Surface.MESSENGER, service)


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/helpdesk", "/v1/helpdesk/", "/v1/helpdeskx/tickets", "/internal/search", "/v2/helpdesk/a"]
)
def test_an_unknown_path_has_no_route(path: str) -> None:
    assert find_route(Asked(path)) is None


def test_surfaces_that_share_a_base_are_told_apart_by_what_else_is_asked() -> None:
    table = (
        SurfaceRoutes(Surface.ENTITY, "/api/helpdesk", {}, "tickets", lambda asked: asked.key.startswith("ak_")),
        SurfaceRoutes(Surface.WORKFLOW, "/api/helpdesk", {}, "tickets"),
        *TABLE,
    )
    assert find_route(Asked("/api/helpdesk/tickets", key="ak_1"), table=table) == Route(Surface.ENTITY, "tickets")
    assert find_route(Asked("/api/helpdesk/tickets", key="hd_1"), table=table) == Route(Surface.WORKFLOW, "tickets")
    assert find_route(Asked("/v1/helpdesk/webhooks", key="ak_1"), table=table) == Route(Surface.MESSENGER, "webhooks")


@pytest.mark.parametrize(
    "path",
    [
        b"/v1//helpdesk/tickets",
        b"//v1/helpdesk/tickets",
        b"/v1/helpdesk/tickets/",
        b"/v1/helpdesk/../../internal/x",
        b"/v1/helpdesk/..",
        b"/v1/helpdesk/a..b",
        b"/v1/./helpdesk/tickets",
        b"/v1/helpdesk/.",
        b"/v1/helpdesk%2ftickets",
        b"/v1/helpdesk/%2F/tickets",
        b"/v1/helpdesk/%2e%2e/x",
        b"/v1/helpdesk/%2E./x",
        b"/v1/helpdesk/%252e%252e/x",
        b"/v1/helpdesk/tickets;x=1",
        b"/v1/helpdesk/tickets%3Bx",
        b"/v1/helpdesk\\tickets",
        b"/v1/helpdesk/%5ctickets",
        b"/v1/helpdesk/tickets\x00",
        b"/v1/helpdesk/tickets%00",
        b"/v1/helpdesk/tickets%0a",
        b"/v1/helpdesk/tickets%",
        b"/v1/helpdesk/tickets%zz",
        b"/v1/helpdesk/tick ets",
        "/v1/helpdesk/тикет".encode(),
        b"",
        b"*",
    ],
)
def test_a_path_that_can_be_read_in_two_ways_is_none(path: bytes) -> None:
    assert plain_path(path) is None


@pytest.mark.parametrize("path", [b"/v1/helpdesk/tickets", b"/v1/helpdesk/tags/a%20b", b"/v1/helpdesk/x.y~z_-@,"])
def test_a_plain_path_stays_as_it_was_sent(path: bytes) -> None:
    assert plain_path(path) == path.decode()
