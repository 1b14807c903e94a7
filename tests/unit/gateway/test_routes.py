"""The route table: which service an address belongs to, and which spellings of a path have none."""

import pytest

from gateway.domain.routes import TABLE, Asked, Route, find_route, plain_path
from shared.vocabulary import Surface


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/v1/helpdesk/tickets", "tickets"),
        ("/v1/helpdesk/tickets/0190c1d2/reply", "tickets"),
        ("/v1/helpdesk/agents", "tickets"),
        ("/v1/helpdesk/whatever", "tickets"),
        ("/v1/helpdesk/keys", "gateway"),
        ("/v1/helpdesk/keys/1", "gateway"),
        ("/v1/helpdesk/keyring", "tickets"),
        ("/v1/helpdesk/sla", "sla"),
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
    ("path", "key", "surface", "service"),
    [
        ("/api/helpdesk/tickets", "hd_live_1", Surface.WORKFLOW, "tickets"),
        ("/api/helpdesk/tickets/1/close", "zn_live_1", Surface.WORKFLOW, "tickets"),
        ("/api/helpdesk/tickets", "", Surface.WORKFLOW, "tickets"),
        ("/api/helpdesk/stats", "hd_live_1", Surface.WORKFLOW, "tickets"),
        ("/api/helpdesk/sla", "hd_live_1", Surface.WORKFLOW, "sla"),
        ("/api/helpdesk/tickets", "ak_1", Surface.ENTITY, "tickets"),
        ("/api/helpdesk/tickets/1/messages", "ak_1", Surface.ENTITY, "tickets"),
        ("/api/helpdesk/stats", "ak_1", Surface.ENTITY, None),
        ("/api/helpdesk/sla", "ak_1", Surface.ENTITY, None),
        ("/api/helpdesk/tickets%2f1", "ak_1", Surface.ENTITY, None),
        ("/helpdesk/api/v1/tickets", "hd_live_1", Surface.ENVELOPE, "tickets"),
        ("/helpdesk/api/v1/tickets", "ak_1", Surface.ENVELOPE, "tickets"),
        ("/api/v1/tickets", "hd_live_1", Surface.ENVELOPE, "tickets"),
        ("/v1/helpdesk/webhooks", "ak_1", Surface.MESSENGER, "webhooks"),
    ],
)
def test_base_and_key_choose_the_surface(path: str, key: str, surface: Surface, service: str | None) -> None:
    assert find_route(Asked(path, key=key)) == Route(surface, service)


@pytest.mark.parametrize("key", ["", "zn_live_1", "ak_1"])
def test_a_platforms_call_goes_on_without_a_key_and_nothing_else_does(key: str) -> None:
    assert find_route(Asked("/hooks/telegram/1", key=key)) == Route(Surface.MESSENGER, "notifications", keyless=True)
    keyless = {routes.base for routes in TABLE if routes.keyless}
    assert keyless == {"/hooks"}


@pytest.mark.parametrize("base", ["/v1/helpdesk", "/api/helpdesk", "/helpdesk/api/v1", "/api/v1"])
def test_a_base_alone_is_its_surfaces_and_leads_nowhere(base: str) -> None:
    for path in (base, f"{base}/", f"{base}//tickets"):
        route = find_route(Asked(path))
        assert route is not None
        assert route.service is None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/api",
        "/v1/helpdeskx/tickets",
        "/V1/helpdesk/tickets",
        "/API/helpdesk/tickets",
        "/api/helpdesk-/tickets",
        "/helpdesk/api/v1x",
        "/helpdesk/api",
        "/internal/search",
        "/v2/helpdesk/a",
    ],
)
def test_a_path_outside_of_all_bases_has_no_route(path: str) -> None:
    assert find_route(Asked(path)) is None


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
