"""What people write is kept to the letter, or refused; nothing in it is ever run, matched or counted as anything else.

How long each may be, and its control characters, is in tests/integration/tickets/test_limits.py; files' names are in
tests/integration/attachments.
"""

from typing import Any, NamedTuple

import pytest

from shared.vocabulary import Surface
from tests.integration.security.house import House
from tests.integration.security.routes import Json, Operation

TEXTS = {
    "right to left": "שלום \u202eevil\u202c مرحبا",
    "four bytes": "🎫👩‍👩‍👧‍👦🇺🇳 𝒳",
    "composed": "Caf\u00e9 \u1e9b\u0323",
    "decomposed": "Cafe\u0301 \u017f\u0323\u0307",
    "markup": '<script>alert("1")</script> <img src=x onerror=alert(1)> &amp; </textarea>',
    "template": "{{7*7}} ${jndi:ldap://x} %s %(a)s {0} #{1+1} `id` $(id)",
    "formula": "=cmd|' /C calc'!A0",
    "database": '{"$gt": ""} \'; DROP TABLE tickets; -- $where [$ne]',
    "not a character": "\ufffe\uffff\U0010ffff \ufdd0 \u200b\u2060\ufeff end",
}
PATTERNS = [".*", "^", "$", "(a+)+$", "[", "\\", "(?i)x", "%", "_", "*", "a" * 200 + "!", '{"$regex": ".*"}']


class Shop(NamedTuple):
    """Where a surface takes a ticket, how its body says a subject and a text, and where they are read again."""

    surface: Surface
    path: str
    text: str
    envelope: str | None = None

    def body(self, subject: str, text: str, *, house: House) -> Json:
        said = {"subject": subject, self.text: text} if self.text else {"subject": subject}
        said |= {"contactId": house.rows["contact"]} if self.surface is Surface.WORKFLOW else {}
        return {self.envelope: said} if self.envelope else said

    def operation(self, method: str) -> Operation:
        return Operation("tickets", self.surface, method, self.path, {})


SHOPS = [
    Shop(Surface.MESSENGER, "/v1/helpdesk/tickets", "text"),
    Shop(Surface.WORKFLOW, "/api/helpdesk/tickets", "description"),
    Shop(Surface.ENVELOPE, "/helpdesk/api/v1/tickets", "", "ticket"),
    Shop(Surface.ENTITY, "/api/helpdesk/tickets", "description"),
]


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_a_text_is_kept_to_the_letter(house: House, shop: Shop, text: str) -> None:
    made = await house.knock("admin", shop.operation("POST"), shop.path, json=shop.body(text, text, house=house))
    assert made.status_code == 201, made.text
    ticket = _ticket(made.json())
    shown = await house.knock("admin", shop.operation("GET"), f"{shop.path}/{ticket['id']}")
    assert shown.headers["content-type"] == "application/json"
    read = _ticket(shown.json())
    assert read["subject"] == text.strip()
    assert not shop.text or read[shop.text] == text


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
async def test_a_search_looks_for_what_is_written_and_for_no_pattern(house: House, shop: Shop) -> None:
    body = shop.body("Nothing to be found here", "x", house=house)
    assert (await house.knock("admin", shop.operation("POST"), shop.path, json=body)).status_code == 201
    for pattern in PATTERNS:
        for sought in (pattern, f"Nothing{pattern}"):
            answer = await house.knock("admin", shop.operation("GET"), shop.path, params={"search": sought})
            assert answer.status_code == 200, (sought, answer.text)
            assert not any("Nothing to be" in str(row) for row in _rows(answer.json())), sought
    long = await house.knock("admin", shop.operation("GET"), shop.path, params={"search": "(a+)+" * 2_000})
    assert long.status_code == 422


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.surface)
async def test_what_only_we_may_say_of_a_ticket_is_ignored(house: House, theirs: House, shop: Shop) -> None:
    forged = {
        **{"_id": "1", "id": "1", "number": 1_000_000, "version": 9, "revision": 9, "sequence": 9, "created_by": "me"},
        **{"tenant_id": theirs.tenant_id, "tenantId": theirs.tenant_id, "createdAt": "2001-01-01T00:00:00Z"},
        **{"created_at": "2001-01-01T00:00:00Z", "closed_at": "2001-01-01T00:00:00Z", "$set": {"status": "closed"}},
        **{"$where": "1", "a.b": 1, "\x00": 1, "__proto__": {"admin": True}, "outbox": [{}], "first_reply_at": "x"},
    }
    body = shop.body("Mine", "x", house=house)
    inner = body[shop.envelope] if shop.envelope else body
    inner |= forged
    made = await house.knock("admin", shop.operation("POST"), shop.path, json=body)
    assert made.status_code == 201, made.text
    said = made.text
    assert "2001-01-01" not in said
    assert "1000000" not in said
    listed = await house.knock("admin", shop.operation("GET"), f"{shop.path}/{_ticket(made.json())['id']}")
    assert _ticket(listed.json())["subject"] == "Mine"


def _ticket(body: Json) -> Json:
    return dict(body.get("ticket", body))


def _rows(body: Any) -> list[Any]:
    if isinstance(body, list):
        return body
    return next((value for value in body.values() if isinstance(value, list)), [])
