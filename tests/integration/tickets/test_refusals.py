"""What is refused is answered in the surface's form, and leaves nothing behind: nothing stored, nothing published."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.ids import new_id
from tests.integration.tickets.desk import Desk, Json, error_form

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Case:
    """A request, who makes it, and how it is refused; `{id}` is a ticket of the tenant."""

    name: str
    method: str
    path: str
    request: Json
    status: int
    code: str
    fields: list[str] = field(default_factory=list)
    caller: str = "admin"


def raw(body: str | bytes) -> Json:
    return {"content": body, "headers": JSON}


def write(body: Any) -> Json:
    return {"json": body}


TEXT = write({"text": "Hello"})
BROKEN: list[tuple[str, str | bytes]] = [
    ("half a body", '{"text": "Hel'),
    ("no JSON", "text=Hello"),
    ("an array", '[{"text": "Hello"}]'),
    ("a string", '"Hello"'),
    ("null", "null"),
    ("nothing", ""),
    ("no UTF-8", b'{"text": "\xff\xfe"}'),
]
BAD_VALUES: list[tuple[str, Any]] = [
    ("set_status", "pending"),
    ("set_status", None),
    ("set_priority", "medium"),
    ("set_priority", []),
    ("add_tag", ""),
    ("add_tag", 7),
    ("remove_tag", None),
    ("assign", "ada"),
    ("assign", 7),
    ("assign", {}),
]
UNREADABLE = [
    Case(f"{method} {path}: {what}", method, path, raw(body), 400, "bad_request")
    for method, path in [("POST", "/tickets"), ("POST", "/tickets/{id}/reply"), ("PATCH", "/tickets/{id}")]
    for what, body in BROKEN
]
WRONG = [
    Case("no text", "POST", "/tickets", write({}), 422, "validation_error", ["text"]),
    Case("text is null", "POST", "/tickets", write({"text": None}), 422, "validation_error", ["text"]),
    Case("text is a number", "POST", "/tickets", write({"text": 7}), 422, "validation_error", ["text"]),
    Case("reply without text", "POST", "/tickets/{id}/reply", write({}), 422, "validation_error", ["text"]),
    Case("no customer text", "POST", "/tickets/{id}/customer-reply", write({}), 422, "validation_error", ["text"]),
    Case("internal is a word", "POST", "/tickets/{id}/reply", write({"text": "x", "internal": "yes"}), 422,
         "validation_error", ["internal"]),
    Case("two fields", "POST", "/tickets", write({"priority": "medium"}), 422, "validation_error",
         ["text", "priority"]),
    Case("another surface's channel", "POST", "/tickets", write({"text": "x", "channel": "api"}), 422,
         "validation_error", ["channel"]),
    Case("telegram without a chat", "POST", "/tickets", write({"text": "x", "channel": "telegram"}), 422,
         "validation_error", ["chat_id"]),
    Case("max without a chat", "POST", "/tickets", write({"text": "x", "channel": "max", "chat_id": None}), 422,
         "validation_error", ["chat_id"]),
    Case("virtual with a chat", "POST", "/tickets", write({"text": "x", "chat_id": 7}), 422, "validation_error",
         ["chat_id"]),
    Case("a chat in letters", "POST", "/tickets", write({"text": "x", "channel": "telegram", "chat_id": "7"}), 422,
         "validation_error", ["chat_id"]),
    Case("a chat beyond 64 bits", "POST", "/tickets", write({"text": "x", "channel": "telegram", "chat_id": 2**63}),
         422, "validation_error", ["chat_id"]),
    Case("an unknown type", "POST", "/tickets", write({"text": "x", "ticket_type_id": str(new_id())}), 422,
         "validation_error", ["ticket_type_id"]),
    Case("a type that is no id", "POST", "/tickets", write({"text": "x", "ticket_type_id": "delivery"}), 422,
         "validation_error", ["ticket_type_id"]),
    Case("no status", "PATCH", "/tickets/{id}/status", write({}), 422, "validation_error", ["status"]),
    *(
        Case(f"status {word!r}", "PATCH", "/tickets/{id}/status", write({"status": word}), 422, "validation_error",
             ["status"])
        for word in ("pending", "resolved", "pending_customer", "OPEN", "", None, 7, ["new"])
    ),
    Case("an unknown status beside others", "PATCH", "/tickets/{id}", write({"subject": "x", "status": "solved"}), 422,
         "validation_error", ["status"]),
    Case("workflow's priority", "PATCH", "/tickets/{id}/priority", write({"priority": "medium"}), 422,
         "validation_error", ["priority"]),
    Case("no priority", "PATCH", "/tickets/{id}/priority", write({}), 422, "validation_error", ["priority"]),
    Case("an unknown agent", "PATCH", "/tickets/{id}/assign", write({"assigned_to": str(new_id())}), 422,
         "validation_error", ["assigned_to"]),
    Case("an agent that is no id", "PATCH", "/tickets/{id}/assign", write({"assigned_to": "ada"}), 422,
         "validation_error", ["assigned_to"]),
    Case("an unknown team", "PATCH", "/tickets/{id}", write({"team_id": str(new_id())}), 422, "validation_error",
         ["team_id"]),
    Case("an unknown type given later", "PATCH", "/tickets/{id}", write({"ticket_type_id": str(new_id())}), 422,
         "validation_error", ["ticket_type_id"]),
    Case("no subject", "PATCH", "/tickets/{id}", write({"subject": None}), 422, "validation_error", ["subject"]),
    Case("a field that is not there", "PATCH", "/tickets/{id}",
         write({"custom_fields": [{"id": str(new_id()), "value": 1}]}), 422, "validation_error", ["custom_fields"]),
    Case("bulk without tickets", "POST", "/tickets/bulk", write({"ticket_ids": [], "action": "close"}), 422,
         "validation_error", ["ticket_ids"]),
    Case("bulk of 101", "POST", "/tickets/bulk", write({"ticket_ids": ["x"] * 101, "action": "close"}), 422,
         "validation_error", ["ticket_ids"]),
    Case("an unknown bulk action", "POST", "/tickets/bulk", write({"ticket_ids": ["x"], "action": "delete"}), 422,
         "validation_error", ["action"]),
    *(
        Case(f"bulk {action} {value!r}", "POST", "/tickets/bulk",
             write({"ticket_ids": ["{id}"], "action": action, "value": value}), 422, "validation_error", ["value"])
        for action, value in BAD_VALUES
    ),
]  # fmt: skip
FORBIDDEN = [
    *(
        Case(f"reader: {method} {path}", method, path, request, 403, "missing_scope", caller="reader")
        for method, path, request in [
            ("POST", "/tickets", TEXT),
            ("POST", "/tickets/{id}/reply", TEXT),
            ("POST", "/tickets/{id}/customer-reply", TEXT),
            ("PATCH", "/tickets/{id}", write({"subject": "x"})),
            ("PATCH", "/tickets/{id}/status", write({"status": "closed"})),
            ("PATCH", "/tickets/{id}/assign", write({})),
            ("PATCH", "/tickets/{id}/priority", write({"priority": "low"})),
            ("POST", "/tickets/bulk", write({"ticket_ids": ["{id}"], "action": "close"})),
            ("DELETE", "/tickets/{id}", {}),
        ]
    ),
    *(
        Case(f"customer: {method} {path} {request}", method, path, request, 403, "missing_role", caller="customer")
        for method, path, request in [
            ("POST", "/tickets", write({"text": "x", "tags": ["vip"]})),
            ("POST", "/tickets", write({"text": "x", "channel": "telegram", "chat_id": 7})),
            ("POST", "/tickets/{id}/reply", write({"text": "x", "internal": True})),
            ("PATCH", "/tickets/{id}", write({"subject": "x"})),
            ("PATCH", "/tickets/{id}", write({"status": "closed", "priority": "low"})),
            ("PATCH", "/tickets/{id}/status", write({"status": "waiting"})),
            ("PATCH", "/tickets/{id}/assign", write({})),
            ("PATCH", "/tickets/{id}/priority", write({"priority": "low"})),
            ("POST", "/tickets/bulk", write({"ticket_ids": ["{id}"], "action": "close"})),
            ("DELETE", "/tickets/{id}", {}),
        ]
    ),
    *(
        Case(f"another customer: {method} {path}", method, path, request, 404, "not_found", caller="customer")
        for method, path, request in [
            ("GET", "/tickets/{id}", {}),
            ("POST", "/tickets/{id}/reply", TEXT),
            ("POST", "/tickets/{id}/customer-reply", TEXT),
            ("PATCH", "/tickets/{id}/status", write({"status": "closed"})),
        ]
    ),
    *(
        Case(f"{caller}: {method} {path}", method, path, request, 403, "missing_role", caller=caller)
        for caller in ("agent", "customer")
        for method, path, request in [
            ("PUT", "/settings", write({"csat_enabled": True})),
            ("POST", "/agents", write({"name": "Eve", "email": "eve@example.com"})),
            ("PUT", "/agents/{id}", write({"name": "Eve"})),
            ("DELETE", "/agents/{id}", {}),
            ("POST", "/teams", write({"name": "Crew"})),
            ("PUT", "/teams/{id}", write({"name": "Crew"})),
            ("DELETE", "/teams/{id}", {}),
            ("POST", "/ticket-types", write({"name": "Delivery"})),
            ("PUT", "/ticket-types/{id}", write({"name": "Delivery"})),
            ("DELETE", "/ticket-types/{id}", {}),
        ]
    ),
    *(
        Case(f"customer: GET {path}", "GET", path, {}, 403, "missing_role", caller="customer")
        for path in ("/settings", "/agents", "/teams", "/ticket-types",
                     "/ticket-types/config")
    ),
]  # fmt: skip
STRANGERS = [
    Case("no such route", "GET", "/tickets/{id}/nothing", {}, 404, "not_found"),
    Case("a wrong method", "PUT", "/tickets/{id}", write({"subject": "x"}), 405, "method_not_allowed"),
]


@pytest.mark.parametrize("case", [*UNREADABLE, *WRONG, *FORBIDDEN, *STRANGERS], ids=lambda case: case.name)
async def test_a_refused_request_says_why_and_leaves_nothing_behind(desk: Desk, case: Case) -> None:
    ticket = await desk.open()
    before = await desk.stored()
    request = _about(ticket["id"], case.request)
    caller = {"reader": desk.as_reader(), "customer": desk.as_customer(), "agent": desk.as_agent(), "admin": desk}
    answer = await caller[case.caller].ask(case.method, case.path.replace("{id}", ticket["id"]), **request)
    error_form(answer, status=case.status, code=case.code)
    named = [detail["field"].split(".")[0] for detail in answer.json()["error"].get("details", [])]
    assert sorted(named) == sorted(case.fields)
    assert await desk.stored() == before
    assert await desk.told(ticket, upto=1) == ["ticket.created"]


def _about(ticket_id: str, request: Json) -> Json:
    """The request with the ticket's id where its body names one."""
    body = request.get("json")
    if isinstance(body, dict) and "{id}" in body.get("ticket_ids", ()):
        return {**request, "json": {**body, "ticket_ids": [ticket_id]}}
    return dict(request)
