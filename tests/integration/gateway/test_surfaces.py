"""Which surface answers, and that what the gateway itself refuses is said in that surface's words."""

import httpx
import pytest

from shared.identity import HEADER, Caller, verify
from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.gateway.door import Gateway
from tests.integration.gateway.forms import DOORS, Door, is_error_of

MIB = 1024 * 1024
every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.surface}:{door.path}")


async def ask(
    gateway: Gateway, door: Door, *, method: str = "GET", query: dict[str, str] | None = None, **key: object
) -> httpx.Response:
    shown = await gateway.key(prefix=door.prefix, **key)
    given = door.query(shown["tenant_id"]) if query is None else query
    headers = {"Authorization": f"Bearer {shown['key']}"}
    return await gateway.client.request(method, door.path, params=given, headers=headers)


def caller(gateway: Gateway) -> Caller:
    """Whom the service was told of in the last request."""
    token = gateway.echo.heard[-1].header(HEADER) or ""
    return verify(token, secret=gateway.stack.settings["HELPDESK_IDENTITY_SECRET"])


@every_door
async def test_base_and_key_choose_the_surface_and_the_path_goes_on_as_it_is(gateway: Gateway, door: Door) -> None:
    assert (await ask(gateway, door)).status_code == 200
    assert caller(gateway).surface == door.surface
    assert gateway.echo.heard[-1].target.partition("?")[0] == door.path


@pytest.mark.parametrize("prefix", ["zn_live_", "hd_live_", "ak_"])
@pytest.mark.parametrize("path", ["/v1/helpdesk/tickets", "/helpdesk/api/v1/tickets", "/api/v1/tickets"])
async def test_every_key_opens_messenger_and_envelope(gateway: Gateway, prefix: str, path: str) -> None:
    answer = await gateway.client.get(path, headers=await gateway.bearer(prefix=prefix))
    assert answer.status_code == 200
    assert caller(gateway).surface in {"messenger", "envelope"}


@every_door
async def test_a_missing_or_wrong_key_is_told_in_the_surfaces_form(gateway: Gateway, door: Door) -> None:
    headers = [{"Authorization": f"Bearer {door.prefix}{'A' * 43}"}]
    headers += [{}] if door.surface is not Surface.ENTITY else []
    for given in headers:
        answer = await gateway.client.get(door.path, headers=given)
        is_error_of(door.surface, answer, status=401)
        assert answer.headers["www-authenticate"] == "Bearer"


@every_door
async def test_a_missing_scope_is_told_in_the_surfaces_form(gateway: Gateway, door: Door) -> None:
    before = len(gateway.echo.heard)
    answer = await ask(gateway, door, method="POST", scopes=["read:helpdesk"])
    assert "write:helpdesk" in is_error_of(door.surface, answer, status=403)
    assert len(gateway.echo.heard) == before


@every_door
async def test_a_body_beyond_the_limit_is_told_in_the_surfaces_form(gateway: Gateway, door: Door) -> None:
    shown = await gateway.key(prefix=door.prefix)
    headers = {"Authorization": f"Bearer {shown['key']}"}
    for query in (door.query(shown["tenant_id"]), {}):
        answer = await gateway.client.post(door.path, params=query, content=b" " * (MIB + 1), headers=headers)
        is_error_of(door.surface, answer, status=413)


@every_door
@pytest.mark.parametrize("odd", ["{path}/", "{path}//x", "{path}/../agents", "{path}/%2e%2e/agents", "{path};x=1"])
async def test_an_odd_spelling_is_not_found_in_the_surfaces_form(gateway: Gateway, door: Door, odd: str) -> None:
    shown = await gateway.key(prefix=door.prefix)
    target = f"{odd.format(path=door.path)}?entityId={shown['tenant_id']}"
    before = len(gateway.echo.heard)
    head = f"GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {shown['key']}\r\n\r\n"
    raw = await gateway.raw(head.encode())
    answer = httpx.Response(raw.status, headers=raw.headers, content=raw.body)
    is_error_of(door.surface, answer, status=404)
    assert len(gateway.echo.heard) == before


@pytest.mark.parametrize(
    "path",
    ["/", "/nothing", "/API/helpdesk/tickets", "/api/Helpdesk/tickets", "/api/helpdeskx", "/api", "/helpdesk/api"],
)
@pytest.mark.parametrize("prefix", ["hd_live_", "ak_"])
async def test_outside_of_all_bases_the_messenger_form_is_used(gateway: Gateway, path: str, prefix: str) -> None:
    for headers in ({}, await gateway.bearer(prefix=prefix)):
        is_error_of(Surface.MESSENGER, await gateway.client.get(path, headers=headers), status=404)


@pytest.mark.parametrize("path", ["", "/", "/stats", "/sla", "/teams", "/tickets%2F1", "/Tickets", "/messages"])
async def test_under_the_entitys_base_there_are_only_its_tickets(gateway: Gateway, path: str) -> None:
    shown = await gateway.key(prefix="ak_", role="admin")
    headers = {"Authorization": f"Bearer {shown['key']}"}
    before = len(gateway.echo.heard)
    for query in ({"entityId": shown["tenant_id"]}, {}):
        answer = await gateway.client.get(f"/api/helpdesk{path}", params=query, headers=headers)
        is_error_of(Surface.ENTITY, answer, status=404)
    assert len(gateway.echo.heard) == before


async def test_workflows_sla_and_messengers_own_are_of_other_services(gateway: Gateway) -> None:
    headers = await gateway.bearer()
    assert (await gateway.client.get("/api/helpdesk/sla", headers=headers)).status_code == 200
    assert caller(gateway).surface == "workflow"


async def test_no_key_opens_what_is_between_the_services(gateway: Gateway) -> None:
    before = len(gateway.echo.heard)
    for path in (f"/internal/principals/agents/{new_id()}", "/v1/internal/x", "/api/helpdesk/../../internal/x"):
        assert (await gateway.client.get(path, headers=await gateway.bearer(role="admin"))).status_code == 404
    assert len(gateway.echo.heard) == before
