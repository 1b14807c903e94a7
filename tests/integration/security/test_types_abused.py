"""Bodies of another content type than an address takes: refused everywhere in the surface's form, and never read."""

import json

import pytest

from shared.vocabulary import Surface
from tests.integration.security.house import SIBLING, House
from tests.integration.security.requests import request_of
from tests.integration.security.routes import INTERNAL, OPERATOR, Operation, operations
from tests.integration.security.samples import samples_of
from tests.integration.security.test_texts_abused import SHOPS, Shop
from tests.integration.security.walls import System
from tests.integration.security.who_may import who_may_do

KINDS = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", "application/xml"]
# Every address is tried with these; each surface with all of them.
SOME_KINDS = KINDS[:3:2]
TAKES_JSON = [each for each in operations() if each.body and each.surface != OPERATOR]


@pytest.mark.parametrize("operation", TAKES_JSON, ids=str)
async def test_every_address_that_takes_json_takes_nothing_else(
    system: System, ours: House, operation: Operation
) -> None:
    who = SIBLING if operation.surface == INTERNAL else who_may_do(operation)
    request = await request_of(operation, samples_of(operation)[0], house=ours)
    content = json.dumps(request.options["json"]).encode()
    before = system.stored([ours.tenant_id])
    for kind in SOME_KINDS:
        headers = {**ours.headers(who, operation), "Content-Type": kind}
        url = system.url_of(operation) + request.path
        answer = await system.http.request(operation.method, url, content=content, headers=headers)
        assert answer.status_code == 415, (kind, answer.text)
    assert system.stored([ours.tenant_id]) == before


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
@pytest.mark.parametrize("kind", KINDS)
async def test_each_surface_says_so_in_its_own_form(house: House, shop: Shop, kind: str) -> None:
    content = json.dumps(shop.body("x", "x", house=house)).encode()
    headers = {"Content-Type": kind}
    answer = await house.knock("admin", shop.operation("POST"), shop.path, content=content, headers=headers)
    assert answer.status_code == 415, answer.text
    error = answer.json()["error"]
    if shop.surface is Surface.ENTITY:
        assert "application/json" in error
    else:
        assert error["code"] == ("BAD_REQUEST" if shop.surface is Surface.ENVELOPE else "unsupported_media_type")
        assert "application/json" in error["message"]


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8", "application/vnd.x+json", ""])
async def test_a_body_that_is_said_to_be_json_or_nothing_is_read_as_json(house: House, shop: Shop, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    for content, status in ((json.dumps(shop.body("x", "x", house=house)).encode(), 201), (b"text=x", 400)):
        answer = await house.knock("admin", shop.operation("POST"), shop.path, content=content, headers=headers)
        assert answer.status_code == status, answer.text


async def test_what_nobody_declares_is_looked_at_like_any_json(house: House) -> None:
    for content in (b'{"text": "x", "text": "y"}', b'{"a":' * 40 + b"1" + b"}" * 40):
        answer = await house.knock("admin", SHOPS[0].operation("POST"), SHOPS[0].path, content=content)
        assert answer.status_code == 400, answer.text


async def test_the_operator_and_the_keys_of_a_tenant_are_no_exception(system: System, house: House) -> None:
    operator = {"Authorization": f"Bearer {system.stack.operator_token}"}
    admin = {"Authorization": f"Bearer {house.keys['admin'].text}"}
    body = b'{"name": "x", "role": "agent"}'
    for path, who in (("/admin/tenants", operator), ("/v1/helpdesk/keys", admin)):
        url = system.stack.base_url + path
        plain = await system.http.post(url, content=body, headers={**who, "Content-Type": "text/plain"})
        assert (plain.status_code, plain.json()["error"]["code"]) == (415, "unsupported_media_type")
        assert (await system.http.post(url, content=body, headers=who)).status_code == 201
