"""What kind of row an id in a path or a query names, by the name of the parameter."""

from collections.abc import Mapping

from tests.integration.security.routes import Operation

PARAMETERS = {
    "ticket_id": "ticket",
    "attachment_id": "attachment",
    "agent_id": "agent",
    "team_id": "team",
    "ticket_type_id": "type",
    "contact_id": "contact",
    "field_id": "field",
    "canned_id": "response",
    "view_id": "view",
    "endpoint_id": "webhook",
    "delivery_id": "delivery",
    "channel_id": "channel",
    "request_id": "request",
    "rule_id": "rule",
    "policy_id": "policy",
    "business_hours_id": "hours",
    "key_id": "key",
    "tenant_id": "tenant",
    "assigned_to": "agent",
    "assigneeId": "agent",
    "assignee_id": "agent",
    "teamId": "team",
    "contactId": "contact",
    "view": "view",
    "actor": "agent",
}
# What a list shows, and its cursor names, by the last word of its path.
LISTED = {
    "tickets": "ticket",
    "agents": "agent",
    "teams": "team",
    "contacts": "contact",
    "custom-fields": "field",
    "canned-responses": "response",
    "saved-views": "view",
    "webhooks": "webhook",
    "deliveries": "delivery",
    "channels": "channel",
    "routing-rules": "rule",
    "sla-policies": "policy",
    "business-hours": "hours",
    "keys": "key",
    "search": "ticket",
    "tenants": "tenant",
    "messages": "message",
    "history": "message",
    "events": "event",
    "audit-log": "audit",
}
CURSORS = frozenset({"cursor", "after"})


def kind_at(operation: Operation, name: str, *, said: Mapping[str, str]) -> str:
    """What kind of row a parameter names; `said` wins. Raises LookupError where no table says so."""
    if name in said:
        return said[name]
    if name in CURSORS:
        return LISTED[operation.path.rpartition("/")[2]]
    return PARAMETERS[name]
