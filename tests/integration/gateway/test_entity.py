"""`entityId`: where it may stand, which place counts, and whose it must be."""

import json
from typing import Any

import httpx
import pytest

from shared.ids import new_id
from shared.vocabulary import Surface
from tests.integration.gateway.door import Gateway
from tests.integration.gateway.forms import is_error_of

PATH = "/api/helpdesk/tickets"
OWN, OTHER = "own", str(new_id())


async def ask(
    gateway: Gateway,
    method: str,
    *,
    query: list[str] | None = None,
    header: list[str] | None = None,
    body: Any = None,
    prefix: str = "ak_",
    path: str = PATH,
) -> httpx.Response:
    """Ask with entity ids in the given places; OWN stands for the key's tenant."""
    shown = await gateway.key(prefix=prefix)
    own = shown["tenant_id"]
    headers = [("Authorization", f"Bearer {shown['key']}"), ("Content-Type", "application/json")]
    headers += [("x-entity-id", own if each == OWN else each) for each in header or []]
    params = [("entityId", own if each == OWN else each) for each in query or []]
    content = body if isinstance(body, bytes | None) else json.dumps(body).replace('"own"', f'"{own}"').encode()
    return await gateway.client.request(method, path, params=params, headers=headers, content=content)


@pytest.mark.parametrize(
    ("method", "places"),
    [
        ("GET", {"query": [OWN]}),
        ("GET", {"header": [OWN]}),
        ("POST", {"query": [OWN], "body": {"subject": "x"}}),
        ("POST", {"header": [OWN], "body": {"subject": "x"}}),
        ("POST", {"body": {"entityId": OWN, "subject": "x"}}),
        ("PATCH", {"body": {"entityId": OWN}}),
        ("POST", {"body": {"entityId": OWN, "subject": "x" * 300_000}}),
        ("GET", {"query": [OWN], "header": [OTHER]}),
        ("POST", {"query": [OWN], "body": {"entityId": OTHER}}),
        ("POST", {"header": [OWN], "body": {"entityId": OTHER}}),
        ("GET", {"query": [""], "header": [OWN]}),
        ("POST", {"header": [""], "body": {"entityId": OWN}}),
        ("GET", {"query": [OWN, OWN]}),
    ],
)
async def test_the_first_place_that_names_the_own_tenant_lets_in(
    gateway: Gateway, method: str, places: dict[str, Any]
) -> None:
    answer = await ask(gateway, method, **places)
    assert answer.status_code == 200, answer.text
    heard = gateway.echo.heard[-1]
    assert heard.method == method
    if "body" in places:
        assert json.loads(heard.body).keys() == places["body"].keys()


@pytest.mark.parametrize(
    ("method", "places"),
    [
        ("GET", {}),
        ("GET", {"query": [""], "header": [""]}),
        ("POST", {}),
        ("POST", {"body": {"subject": "x"}}),
        ("POST", {"body": {"entityId": None}}),
        ("POST", {"body": {"entityId": ""}}),
        ("POST", {"body": {"entityId": 7}}),
        ("POST", {"body": {"entityId": ["own"]}}),
        ("POST", {"body": ["entityId", "own"]}),
        ("POST", {"body": b"{"}),
        ("POST", {"body": b"entityId=own"}),
        ("POST", {"body": b'{"a":' * 100 + b"1" + b"}" * 100}),
    ],
)
async def test_without_an_entity_the_request_is_malformed(
    gateway: Gateway, method: str, places: dict[str, Any]
) -> None:
    before = len(gateway.echo.heard)
    is_error_of(Surface.ENTITY, await ask(gateway, method, **places), status=400)
    assert len(gateway.echo.heard) == before


@pytest.mark.parametrize(
    ("method", "places"),
    [
        ("GET", {"query": [OTHER]}),
        ("GET", {"query": ["not-an-id"]}),
        ("GET", {"query": [OWN, OTHER]}),
        ("GET", {"query": [OTHER], "header": [OWN]}),
        ("GET", {"header": [OTHER]}),
        ("GET", {"header": [OWN, OTHER]}),
        ("POST", {"body": {"entityId": OTHER}}),
        ("POST", {"query": [OTHER], "body": {"entityId": OWN}}),
        ("POST", {"header": [OTHER], "body": {"entityId": OWN}}),
    ],
)
async def test_another_tenants_entity_is_forbidden(gateway: Gateway, method: str, places: dict[str, Any]) -> None:
    before = len(gateway.echo.heard)
    is_error_of(Surface.ENTITY, await ask(gateway, method, **places), status=403)
    assert len(gateway.echo.heard) == before


@pytest.mark.parametrize("prefix", ["zn_live_", "hd_live_"])
@pytest.mark.parametrize("places", [{"query": [OWN]}, {"header": [OWN]}, {"query": [OTHER]}])
async def test_another_kind_of_key_is_told_which_one_the_entity_surface_wants(
    gateway: Gateway, prefix: str, places: dict[str, Any]
) -> None:
    for method in ("GET", "POST"):
        answer = await ask(gateway, method, prefix=prefix, **places)
        assert "ak_" in is_error_of(Surface.WORKFLOW, answer, status=403)


async def test_elsewhere_an_entity_is_an_unknown_parameter_like_any_other(gateway: Gateway) -> None:
    body = {"entityId": OTHER, "subject": "x"}
    assert (await ask(gateway, "POST", prefix="hd_live_", body=body)).status_code == 200
    for path in ("/v1/helpdesk/tickets", "/helpdesk/api/v1/tickets"):
        assert (await ask(gateway, "GET", query=[OTHER], header=[OTHER], path=path)).status_code == 200
