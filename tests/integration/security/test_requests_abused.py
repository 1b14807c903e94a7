"""Requests that are wrong as HTTP or as JSON, to the whole product.

Beside these: two lengths, a body beyond 1 MiB with and without a length, paths with tricks in them, hop-by-hop headers,
wrong and doubled keys (tests/integration/gateway/test_passage.py and test_admission.py), bodies and heads that come too
slowly (test_slow.py), guessing (test_copies.py), other content types (test_types_abused.py), what else no JSON body may
be and what finding out costs (tests/unit/shared/test_json_bodies.py), more than 100 tickets in a bulk and half bodies
(tests/integration/tickets/test_refusals.py), repeats under one key (test_idempotency.py).
"""

import json
import re
from time import perf_counter
from typing import Any

import pytest

from tests.integration.security.house import House
from tests.integration.security.test_texts_abused import SHOPS, Shop
from tests.integration.security.walls import System
from tests.support.eventually import eventually

JSON = {"Content-Type": "application/json"}
SECONDS = 2.0
UNREADABLE = {
    "deep lists": b'{"subject": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "never closed": b"[" * 500_000,
    "too many fields": b"{" + b",".join(b'"%d":1' % n for n in range(80_000)) + b"}",
    "a field twice": b'{"subject": "a", "subject": "b", "text": "x"}',
    "a field twice, once escaped": b'{"text": "x", "te\\u0078t": "y"}',
    "too large a number": b'{"text": "x", "chat_id": 1e400}',
    "no number": b'{"text": "x", "chat_id": NaN}',
    "a number without an end": b'{"text": "x", "chat_id": ' + b"9" * 500_000 + b"}",
    "an array": b"[]",
    "a word": b'"text"',
    "half": b'{"text": "x"',
    "two": b'{"text": "x"} {"text": "y"}',
    "another encoding": '{"text": "x"}'.encode("utf-16"),
}


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_body_without_one_meaning_is_refused_quickly(house: House, shop: Shop, body: bytes) -> None:
    begun = perf_counter()
    answer = await house.knock("admin", shop.operation("POST"), shop.path, content=body, headers=JSON)
    assert answer.status_code in {400, 422}, answer.text[:500]
    assert answer.json()["error"]
    assert perf_counter() - begun < SECONDS


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
async def test_an_answer_is_json_whatever_is_accepted(house: House, shop: Shop) -> None:
    for accepted in ("text/html", "application/xml;q=1", "*/*;q=0", "x" * 2_000):
        headers = {"Accept": accepted}
        answer = await house.knock("admin", shop.operation("GET"), shop.path, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
async def test_a_method_that_an_address_does_not_have_is_said_so(house: House, shop: Shop, method: str) -> None:
    answer = await house.knock("admin", shop.operation(method), shop.path)
    assert answer.status_code == 405, answer.text
    assert answer.headers["allow"] == "GET, POST"
    assert answer.json()["error"]


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
async def test_no_header_and_no_parameter_makes_another_method_of_one(house: House, shop: Shop) -> None:
    body = shop.body("Stays", "x", house=house)
    made = await house.knock("admin", shop.operation("POST"), shop.path, json=body)
    ticket = made.json().get("ticket", made.json())
    path = f"{shop.path}/{ticket['id']}"
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = await house.knock("admin", shop.operation("GET"), path, headers={name: "DELETE"})
        assert answer.status_code == 200
        posted = await house.knock("admin", shop.operation("POST"), path, headers={name: "DELETE"}, json=body)
        assert posted.status_code in {404, 405}
    answer = await house.knock("admin", shop.operation("GET"), path, params={"_method": "DELETE", "method": "DELETE"})
    assert answer.status_code == 200


async def test_what_a_caller_writes_begins_no_line_of_a_log(system: System, house: House) -> None:
    mark = f"x{house.mark}"
    shop = SHOPS[0]
    for path in (f"{shop.path}/%1b%5b31m{mark}", f"{shop.path}/%e2%80%a8{mark}", f"{shop.path}/{mark}%0a%0d%7f"):
        await house.knock("admin", shop.operation("GET"), path)
    body = {"text": f"\n\r\x1b[31m{mark}", "subject": f"a\nb{mark}"}
    await house.knock("admin", shop.operation("POST"), shop.path, json=body, headers={"X-Note": mark})
    await eventually(lambda: mark in _log(system, "tickets"), what="the requests are logged")
    for line in [line for name in system.stack.urls for line in _log(system, name).split("\n") if line]:
        assert not re.search(r"[\x00-\x1f]", line), line
        assert isinstance(json.loads(line), dict), line


async def test_no_log_says_a_secret_or_what_somebody_wrote(system: System, house: House, ours: House) -> None:
    await house.knock("admin", SHOPS[0].operation("POST"), SHOPS[0].path, json={"text": f"private {house.mark}"})
    settings = system.stack.settings
    secrets = {settings[name] for name in settings if name.endswith(("_SECRET", "_KEY", "_TOKEN"))}
    secrets |= {key.text for each in (house, ours) for key in each.keys.values()}
    secrets |= {f"private {house.mark}", f"note of {ours.mark}", *house.system.tokens}
    assert len(secrets) > 10
    for name in system.stack.urls:
        said = _log(system, name)
        assert not [secret for secret in secrets if secret in said], name


def _log(system: System, name: str) -> Any:
    return system.stack.process(name).log.read_text()
