"""A whole request for every route that takes a body: all of its fields, `{kind}` where an id stands, `{new}` in a word
that nobody has used before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.integration.security.routes import Json, Operation


@dataclass(frozen=True)
class Sample:
    """`path` and `query` say what kind of row is named there, where the parameter's name alone does not."""

    body: Json | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Any] | None = None


FIELDS = [{"id": "{field}", "value": "red"}]
FILTER = {"assigned_to": "{agent}", "team_id": "{team}", "ticket_type_id": "{type}", "contact_id": "{contact}"}
ROW = {"id": "{attachment}"}
SETTINGS = {
    "helpdesk_enabled": True,
    "helpdesk_welcome_message": {"en": "Welcome"},
    "helpdesk_close_message": {"en": "Bye"},
    "sla_first_reply_hours": 1_000,
    "sla_resolve_hours": 2_000,
    "helpdesk_ticket_types_enabled": True,
    "helpdesk_allow_create": True,
    "helpdesk_allow_view": True,
    "csat_enabled": False,
    "csat_message_template": "How was it?",
    "helpdesk_unanswered_hours": 48,
    "helpdesk_message_after_close": "reopen",
    "helpdesk_email_replies": True,
    "helpdesk_auto_close_days": 30,
}
TICKET = {
    "subject": "Broken",
    "priority": "high",
    "tags": ["vip"],
}
AGENT = {
    "name": "Eve",
    "email": "{new}@example.com",
    "active": True,
    "email_on_assigned": True,
    "email_on_reply": False,
}
RULE = {
    "name": "Never",
    "condition": {"subject_contains": ["no such word"], "ticket_type_id": "{type}"},
    "action": {"assign_to": "{agent}", "set_priority": "high", "add_tag": ["routed"]},
    "order_index": 1,
}
POLICY = {
    "name": "Gold",
    "first_response_hours": 1_000,
    "resolution_hours": 2_000,
    "applies": ["low"],
    "business_hours_id": "{hours}",
    "pause_when_pending": False,
}
HOURS = {
    "name": "Office",
    "timezone": "Europe/Berlin",
    "week": {"mon": [["09:00", "17:00"]]},
    "holidays": ["2026-12-25"],
}
WEBHOOK = {
    "url": "http://127.0.0.1:8089/{new}",
    "events": ["ticket.deleted"],
    "format": "messenger",
    "description": "Ours",
    "enabled": True,
}
MESSENGER = {
    "POST /tickets": [
        Sample({**TICKET, "text": "x", "first_name": "Ada", "username": "ada", "channel": "telegram", "chat_id": 7,
                "channel_id": "{channel}", "kind": "task", "ticket_type_id": "{type}",
                "contact_id": "{contact}", "external_id": "{new}-1",
                "custom_fields": FIELDS}),
    ],
    "PATCH /tickets/{ticket_id}": [
        Sample({**TICKET, "kind": "task", "status": "closed", "assigned_to": "{agent}", "team_id": "{team}",
                "ticket_type_id": "{type}", "contact_id": "{contact}", "custom_fields": FIELDS}),
    ],
    "PATCH /tickets/{ticket_id}/status": [Sample({"status": "closed"})],
    "PATCH /tickets/{ticket_id}/assign": [Sample({"assigned_to": "{agent}"}), Sample({"user_id": "{agent}"})],
    "PATCH /tickets/{ticket_id}/priority": [Sample({"priority": "low"})],
    "POST /tickets/bulk": [
        Sample({"ticket_ids": ["{ticket}"], "action": "assign", "value": "{agent}"}),
        Sample({"ticket_ids": ["{ticket}"], "action": "close"}),
    ],
    "POST /tickets/{ticket_id}/reply": [Sample({"text": "x", "internal": True, "attachments": [ROW]})],
    "POST /tickets/{ticket_id}/customer-reply": [Sample({"text": "x"})],
    "POST /tickets/{ticket_id}/csat": [Sample({"rating": 5, "comment": "x"}, path={"ticket_id": "closed_ticket"})],
    "POST /tickets/{ticket_id}/merge": [Sample({"into": "{target_ticket}"})],
    "POST /tickets/{ticket_id}/unmerge": [Sample(path={"ticket_id": "merged_ticket"})],
    "POST /attachments": [Sample(files={"file": ("a.txt", b"a", "text/plain")})],
    "POST /agents": [Sample(AGENT)],
    "PUT /agents/{agent_id}": [Sample(AGENT)],
    "POST /teams": [Sample({"name": "Crew", "members": ["{agent}"], "assignment": "round_robin"})],
    "PUT /teams/{team_id}": [Sample({"name": "Crew", "members": ["{agent}"], "assignment": "manual"})],
    "POST /ticket-types": [Sample({"name": "{new} type", "description": "d", "sort_order": 1})],
    "PUT /ticket-types/{ticket_type_id}": [Sample({"name": "{new} type", "description": "d", "sort_order": 2,
                                                   "enabled": True})],
    "POST /contacts": [Sample({"name": "Bo", "email": "{new}@example.com"})],
    "PUT /contacts/{contact_id}": [Sample({"name": "Bo", "email": "{new}@example.com"})],
    "POST /custom-fields": [Sample({"name": "{new} f", "type": "select", "options": ["a"], "required": False})],
    "PUT /custom-fields/{field_id}": [Sample({"name": "{new} f", "required": False})],
    "POST /canned-responses": [Sample({"title": "t", "text": "x", "shortcut": "{new}!"})],
    "PUT /canned-responses/{canned_id}": [Sample({"title": "t", "text": "x", "shortcut": "{new}!"})],
    "POST /saved-views": [Sample({"name": "Mine", "filter": FILTER, "shared": True})],
    "PUT /saved-views/{view_id}": [Sample({"name": "Mine", "filter": FILTER, "shared": True})],
    "PUT /settings": [Sample(SETTINGS)],
    "POST /routing-rules": [Sample(RULE), Sample({**RULE, "action": {"assign_to": "{team}"}})],
    "PUT /routing-rules/{rule_id}": [Sample(RULE)],
    "POST /routing-rules/test": [
        Sample({"ticket": {"channel": "max", "subject": "x", "text": "x", "ticket_type_id": "{type}"}})
    ],
    "POST /sla-policies": [Sample(POLICY)],
    "PUT /sla-policies/{policy_id}": [Sample(POLICY)],
    "POST /sla-policies/{policy_id}/simulate": [Sample(POLICY)],
    "POST /business-hours": [Sample(HOURS)],
    "PUT /business-hours/{business_hours_id}": [Sample(HOURS)],
    "POST /webhooks": [Sample(WEBHOOK)],
    "PUT /webhooks/{endpoint_id}": [Sample(WEBHOOK)],
    "POST /webhooks/{endpoint_id}/deliveries/{delivery_id}/resend": [Sample()],
    "POST /webhooks/{endpoint_id}/test": [Sample()],
    "POST /webhooks/{endpoint_id}/replay": [
        Sample({"from": "2026-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z", "only_failed": True})
    ],
    "POST /webhooks/{endpoint_id}/rotate-secret": [Sample()],
    "POST /channels": [Sample({"kind": "telegram", "token": "{token}", "name": "Bot"})],
    "PUT /channels/{channel_id}": [Sample({"name": "Renamed"})],
    "POST /request": [Sample({"channel": "telegram", "ticket_type_id": "{type}"})],
    "POST /keys": [
        Sample({"name": "Bot", "role": "agent", "agent_id": "{agent}", "prefix": "zn_live_"}),
        Sample({"name": "Customer", "role": "customer", "contact_id": "{contact}"}),
    ],
}  # fmt: skip
WORKFLOW = {
    "POST /tickets": [
        Sample({**TICKET, "description": "x", "contactId": "{contact}", "teamId": "{team}", "assigneeId": "{agent}",
                "customFields": FIELDS}),
    ],
    "PATCH /tickets/{ticket_id}": [
        Sample({**TICKET, "description": "x", "status": "closed", "contactId": "{contact}", "teamId": "{team}",
                "assigneeId": "{agent}", "customFields": FIELDS}),
    ],
    "POST /tickets/{ticket_id}/assign": [Sample({"assigneeId": "{agent}", "teamId": "{team}"})],
    "POST /tickets/{ticket_id}/close": [Sample({"resolution": "Done"})],
    "POST /tickets/{ticket_id}/reopen": [Sample(path={"ticket_id": "closed_ticket"})],
    "POST /tickets/{ticket_id}/reply": [Sample({"body": "x", "internal": True, "attachments": [ROW]})],
}  # fmt: skip
ENVELOPED = {
    **TICKET,
    "status": "open",
    "type": "task",
    "requesterEmail": "bo@example.com",
    "requesterName": "Bo",
    "assigneeId": "{agent}",
    "customFields": FIELDS,
}
ENVELOPE = {
    "POST /tickets": [Sample({"ticket": ENVELOPED})],
    "PUT /tickets/{ticket_id}": [Sample({"ticket": ENVELOPED})],
}
ENTITY_TICKET = {
    "subject": "Broken",
    "priority": "high",
    "description": "x",
    "status": "open",
    "channel": "phone",
    "contactEmail": "bo@example.com",
    "contactName": "Bo",
    "categoryId": "{type}",
    "assignedTo": "{agent}",
}
ENTITY = {
    "POST /tickets": [Sample(ENTITY_TICKET)],
    "PATCH /tickets/{ticket_id}": [Sample(ENTITY_TICKET, path={"ticket_id": "api_ticket"})],
    "POST /tickets/{ticket_id}/messages": [Sample({"body": "x", "isInternal": True, "attachments": [ROW]})],
}
BOT = "01900000-0000-7000-8000-000000000001"
CHAT: Mapping[str, str] = {"kind": "telegram", "channel_id": BOT, "chat_id": "7"}
BROUGHT = {"key": "{new}-key", "kind": "telegram", "channel_id": BOT, "chat_id": 7, "text": "x"}
INTERNAL = {
    "POST /internal/customer-messages": [
        Sample({**BROUGHT, "ticket_id": "{ticket}"}),
        Sample({**BROUGHT, "attachments": ["{attachment}"]}),
    ],
    "PUT /internal/customer-messages": [
        Sample({"channel_id": BOT, "chat_id": 7, "platform_message_id": "{new}-1", "text": "x"}),
    ],
    "GET /internal/chat-tickets": [Sample(query=CHAT)],
    "GET /internal/chat-tickets/{ticket_id}": [Sample(query=CHAT)],
    "POST /internal/attachments": [Sample(query={"key": "k", "name": "a.txt", "content_type": "text/plain"})],
    "GET /internal/principals/{kind}/{row_id}": [
        Sample(path={"kind": "=agents", "row_id": "agent"}),
        Sample(path={"kind": "=contacts", "row_id": "contact"}),
    ],
    "GET /internal/search": [Sample(query={"q": "Broken"})],
    "POST /internal/rebuild": [Sample({"tenant_id": "{tenant}"})],
}
OPERATOR = {
    "POST /admin/tenants": [Sample({"name": "House", "description": "x"})],
    "PATCH /admin/tenants/{tenant_id}": [Sample({"name": "House"})],
    "POST /admin/tenants/{tenant_id}/keys": [
        Sample({"name": "Bot", "role": "agent", "agent_id": "{agent}"}),
        Sample({"name": "Customer", "role": "customer", "contact_id": "{contact}"}),
    ],
    "POST /admin/search/rebuild": [Sample({"tenant_id": "{tenant}"})],
}
SURFACES: dict[str, dict[str, list[Sample]]] = {
    "messenger": MESSENGER,
    "workflow": WORKFLOW,
    "envelope": ENVELOPE,
    "entity": ENTITY,
    "internal": INTERNAL,
    "operator": OPERATOR,
}
SAMPLES = {f"{surface} {name}": samples for surface, table in SURFACES.items() for name, samples in table.items()}


def samples_of(operation: Operation) -> list[Sample]:
    """Its requests; a route that reads or deletes needs none of its own. Raises LookupError where one is missing."""
    if operation.name in SAMPLES:
        return SAMPLES[operation.name]
    if operation.method in {"POST", "PUT", "PATCH"}:
        raise LookupError(f"no sample of a request to {operation.name}")
    return [Sample()]
