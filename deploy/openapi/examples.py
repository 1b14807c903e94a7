"""Every schema of an object gets an example: one that was written, or one made of those and of its own properties."""

from typing import Any

from deploy.openapi.requests import AGENT, KEY, REQUESTS, TENANT, TICKET
from deploy.openapi.samples import SAMPLES
from deploy.openapi.schemas import PLACE, Json

TIME = "2026-03-20T09:00:00.000Z"
SUPPORT_REQUEST = "8c5d7a1e-2f4b-4e0a-9d1c-6b3f5a7e9c02"
# What fields of these names may say, wherever they stand.
VALUES: Json = {
    "id": "018e3333-aaaa-7000-8000-000000000001",
    "tenant_id": TENANT,
    "owner_id": AGENT,
    "next_cursor": None,
    "next": "/api/v1/tickets?after=MDE4ZTMzMzNhYmNkNzAwMDgwMDA&page_size=25",
    "active": True,
    "enabled": True,
    "ok": True,
    "sends": True,
    "receives": True,
    "total": 56,
    "page": 1,
    "limit": 20,
    "totalPages": 3,
    "pageSize": 25,
    "hasMore": True,
    "affected": 1,
    "name": "Enterprise SLA",
    "action": "agent.created",
    "event": "ticket.created",
    "type": "ticket.created",
    "code": "not_found",
    "message": "There is nothing with this id.",
    "error": "There is nothing with this id.",
    "field": "subject",
    "secret": "whsec_<shown only here>",
    "key": "hd_live_<shown only here>",
    "rebuilding": "all",
    "request_id": "shop-4711",
    "from": "2026-03-01",
    "to": "2026-03-31",
    "csat": 4.7,
    "slaBreachRate": 0.04,
    "ticketsCreated": 142,
    "ticketsClosed": 128,
    "avgFirstResponseMinutes": 34.0,
    "avgResolutionHours": 6.2,
    "firstResponseHours": 4,
    "resolutionHours": 48,
    "response": "ok",
    "status_code": 200,
    "latency_ms": 41,
    "attempts": [{"at": TIME, "status_code": 200, "latency_ms": 41, "response": "ok", "error": None}],
    "changes": {"status": ["new", "in_progress"]},
    "content_type": "application/pdf",
    "size": 48213,
    "url": "/v1/helpdesk/attachments/018e3333-ffff-7000-8000-000000000001",
}
# Answers that look like what was sent to make them.
MADE_OF = {
    "MessengerBotChannel": "MessengerChannelIn",
    "MessengerRule": "MessengerRuleIn",
    "MessengerSlaPolicy": "MessengerPolicyBody",
    "MessengerBusinessHours": "MessengerBusinessHoursBody",
    "MessengerWebhook": "MessengerEndpointIn",
    "MessengerNewWebhook": "MessengerEndpointIn",
    "MessengerSettings": "MessengerSettingsChanges",
    "OperatorTenant": "OperatorTenantIn",
}
GIVEN: Json = {
    **{name: REQUESTS[source] for name, source in MADE_OF.items()},
    **{f"{tag}{name}": KEY for tag in ("Messenger", "Operator") for name in ("Key", "NewKey")},
    "MessengerAttachment": {"name": "steps.pdf"},
    "EnvelopeField": {"id": "cf_018e3333eeee70008000000000000001", "value": "Enterprise"},
    "MessengerBulkOutcome": {"id": TICKET},
    "MessengerAuditTarget": {"type": "agent"},
    "MessengerAuditEntry": {"action": "agent.updated", "before": {"active": True}, "after": {"active": False}},
    "MessengerAuditActor": {"type": "admin"},
    "MessengerRequest": {"request_id": SUPPORT_REQUEST, "status": "pending"},
    "MessengerRequestState": {"request_id": SUPPORT_REQUEST, "status": "accepted", "subscriber_id": VALUES["id"]},
    "MessengerDeeplinks": {"telegram": f"https://t.me/acme_support_bot?start=hr_{SUPPORT_REQUEST.replace('-', '')}"},
}


def with_examples(schemas: Json) -> Json:
    """The schemas, those of objects with one example each."""
    return {
        name: schema if "properties" not in schema else {**schema, "examples": [example_of(name, schemas=schemas)]}
        for name, schema in schemas.items()
    }


def example_of(name: str, *, schemas: Json) -> Any:
    """An example of the schema of this name."""
    if (written := REQUESTS.get(name) or SAMPLES.get(name)) is not None:
        return written
    schema = schemas[name]
    if "properties" not in schema:
        return _simple(schema)
    given = GIVEN.get(name) or REQUESTS.get(f"{name}Body") or {}
    required = schema.get("required", ())
    fields = {field: part for field, part in schema["properties"].items() if field in required or field in given}
    return {
        field: given[field] if field in given else _value(field, part, schemas=schemas)
        for field, part in fields.items()
    }


def _value(field: str, schema: Json, *, schemas: Json) -> Any:
    if "$ref" in schema:
        return example_of(schema["$ref"].removeprefix(PLACE), schemas=schemas)
    if field in VALUES:
        return VALUES[field]
    if "anyOf" in schema:
        return None if {"type": "null"} in schema["anyOf"] else _value(field, schema["anyOf"][0], schemas=schemas)
    if schema.get("type") == "array" and "$ref" in schema["items"]:
        return [_value(field, schema["items"], schemas=schemas)]
    return _simple(schema)


def _simple(schema: Json) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    by_format = {"date-time": TIME, "uuid": VALUES["id"]}
    by_type: Json = {"string": "…", "integer": 1, "number": 1.0, "boolean": False, "array": [], "object": {}}
    return by_format.get(schema.get("format", "")) or by_type.get(schema.get("type", ""))
