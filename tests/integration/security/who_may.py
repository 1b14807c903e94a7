"""Who may do what: one line for every route, and what a customer may say where they may write."""

from collections.abc import Mapping
from typing import Any

from tests.integration.security.routes import Operation

ROLES = ("admin", "agent", "reader", "customer", "another", "nobody")
OK = 200
Row = tuple[int, ...]

#           admin agent reader customer another nobody      `reader` has the scope to read alone; the row that is named
ADMINS = (OK, 403, 403, 403, 403, 401)  #                   is the customer's own, and not another customer's
STAFF_READS = (OK, OK, OK, 403, 403, 401)
STAFF_WRITES = (OK, OK, 403, 403, 403, 401)
# A file or a view that an admin has made.
ADMINS_FILE = (OK, OK, OK, 404, 404, 401)
ADMINS_VIEW = (OK, 403, 403, 403, 403, 401)
OWN_READ = (OK, OK, OK, OK, 404, 401)
OWN_WRITE = (OK, OK, 403, OK, 404, 401)
ALL_READ = (OK, OK, OK, OK, OK, 401)
ALL_WRITE = (OK, OK, 403, OK, OK, 401)
CUSTOMERS_OWN = (403, 403, 403, OK, 404, 401)
SIBLINGS = (403, 403, 403, 403, 403, 401)
OPERATORS = (401, 401, 401, 401, 401, 401)


def _rows(
    resource: str, row: str, *, reads: Row, writes: Row, only: str = "GET POST GET1 PUT DELETE"
) -> dict[str, Row]:
    """The usual five routes of a resource."""
    at = f"{resource}/{{{row}}}"
    routes = {"GET": resource, "POST": resource, "GET1": at, "PUT": at, "DELETE": at}
    return {f"{word.rstrip('1')} {routes[word]}": reads if word.startswith("GET") else writes for word in only.split()}


MESSENGER: dict[str, Row] = {
    "GET /tickets": ALL_READ,
    "POST /tickets": ALL_WRITE,
    "GET /tickets/{ticket_id}": OWN_READ,
    "PATCH /tickets/{ticket_id}": OWN_WRITE,
    "PATCH /tickets/{ticket_id}/status": OWN_WRITE,
    "PATCH /tickets/{ticket_id}/assign": STAFF_WRITES,
    "PATCH /tickets/{ticket_id}/priority": STAFF_WRITES,
    "DELETE /tickets/{ticket_id}": STAFF_WRITES,
    "POST /tickets/bulk": STAFF_WRITES,
    "POST /tickets/{ticket_id}/reply": OWN_WRITE,
    "POST /tickets/{ticket_id}/customer-reply": OWN_WRITE,
    "POST /tickets/{ticket_id}/csat": CUSTOMERS_OWN,
    "GET /tickets/{ticket_id}/messages": OWN_READ,
    "GET /tickets/{ticket_id}/history": STAFF_READS,
    "GET /tickets/{ticket_id}/sla": STAFF_READS,
    "POST /tickets/{ticket_id}/merge": STAFF_WRITES,
    "POST /tickets/{ticket_id}/unmerge": STAFF_WRITES,
    "POST /attachments": ALL_WRITE,
    "GET /attachments/{attachment_id}": ADMINS_FILE,
    "HEAD /attachments/{attachment_id}": ADMINS_FILE,
    **_rows("/agents", "agent_id", reads=STAFF_READS, writes=ADMINS),
    **_rows("/teams", "team_id", reads=STAFF_READS, writes=ADMINS),
    **_rows("/ticket-types", "ticket_type_id", reads=STAFF_READS, writes=ADMINS),
    "GET /ticket-types/config": STAFF_READS,
    **_rows("/contacts", "contact_id", reads=STAFF_READS, writes=STAFF_WRITES),
    **_rows("/custom-fields", "field_id", reads=STAFF_READS, writes=ADMINS),
    **_rows("/canned-responses", "canned_id", reads=STAFF_READS, writes=STAFF_WRITES),
    **_rows("/saved-views", "view_id", reads=STAFF_READS, writes=STAFF_WRITES, only="GET POST GET1"),
    **_rows("/saved-views", "view_id", reads=STAFF_READS, writes=ADMINS_VIEW, only="PUT DELETE"),
    "GET /settings": STAFF_READS,
    "PUT /settings": ADMINS,
    "GET /stats": STAFF_READS,
    "GET /sla": STAFF_READS,
    **_rows("/routing-rules", "rule_id", reads=STAFF_READS, writes=ADMINS),
    "POST /routing-rules/test": STAFF_READS,
    **_rows("/sla-policies", "policy_id", reads=STAFF_READS, writes=ADMINS),
    "POST /sla-policies/{policy_id}/simulate": ADMINS,
    **_rows("/business-hours", "business_hours_id", reads=STAFF_READS, writes=ADMINS),
    **_rows("/webhooks", "endpoint_id", reads=ADMINS, writes=ADMINS),
    **_rows("/webhooks/{endpoint_id}/deliveries", "delivery_id", reads=ADMINS, writes=ADMINS, only="GET GET1"),
    "POST /webhooks/{endpoint_id}/deliveries/{delivery_id}/resend": ADMINS,
    "POST /webhooks/{endpoint_id}/test": ADMINS,
    "POST /webhooks/{endpoint_id}/replay": ADMINS,
    "POST /webhooks/{endpoint_id}/rotate-secret": ADMINS,
    "GET /events": ADMINS,
    **_rows("/channels", "channel_id", reads=ADMINS, writes=ADMINS),
    "GET /channels/{channel_id}/health": ADMINS,
    "POST /request": STAFF_WRITES,
    "GET /request/{request_id}/status": STAFF_READS,
    **_rows("/keys", "key_id", reads=ADMINS, writes=ADMINS, only="GET POST GET1 DELETE"),
    "GET /audit-log": ADMINS,
}
WORKFLOW: dict[str, Row] = {
    "GET /tickets": ALL_READ,
    "POST /tickets": ALL_WRITE,
    "GET /tickets/{ticket_id}": OWN_READ,
    "PATCH /tickets/{ticket_id}": OWN_WRITE,
    "POST /tickets/{ticket_id}/assign": STAFF_WRITES,
    "POST /tickets/{ticket_id}/close": OWN_WRITE,
    "POST /tickets/{ticket_id}/reopen": OWN_WRITE,
    "POST /tickets/{ticket_id}/reply": OWN_WRITE,
    "GET /teams": STAFF_READS,
    "GET /stats": STAFF_READS,
    "GET /sla": STAFF_READS,
}
ENVELOPE: dict[str, Row] = {
    "GET /tickets": ALL_READ,
    "POST /tickets": ALL_WRITE,
    "GET /tickets/{ticket_id}": OWN_READ,
    "PUT /tickets/{ticket_id}": OWN_WRITE,
    "DELETE /tickets/{ticket_id}": STAFF_WRITES,
}
ENTITY: dict[str, Row] = {
    "GET /tickets": ALL_READ,
    "POST /tickets": ALL_WRITE,
    "GET /tickets/{ticket_id}": OWN_READ,
    "PATCH /tickets/{ticket_id}": OWN_WRITE,
    "POST /tickets/{ticket_id}/messages": OWN_WRITE,
}
INTERNAL: dict[str, Row] = {
    "GET /internal/principals/{kind}/{row_id}": SIBLINGS,
    "GET /internal/tickets": SIBLINGS,
    "GET /internal/tenants": SIBLINGS,
    "GET /internal/recipients/{ticket_id}": SIBLINGS,
    "POST /internal/customer-messages": SIBLINGS,
    "PUT /internal/customer-messages": SIBLINGS,
    "GET /internal/helpdesk": SIBLINGS,
    "GET /internal/figures": SIBLINGS,
    "GET /internal/chat-tickets": SIBLINGS,
    "GET /internal/chat-tickets/{ticket_id}": SIBLINGS,
    "POST /internal/attachments": SIBLINGS,
    "GET /internal/channels/{channel_id}": SIBLINGS,
    "GET /internal/attachments/{attachment_id}": SIBLINGS,
    "GET /internal/watches/{ticket_id}": SIBLINGS,
    "GET /internal/search": SIBLINGS,
    "POST /internal/rebuild": SIBLINGS,
}
OPERATOR: dict[str, Row] = {
    **_rows("/admin/tenants", "tenant_id", reads=OPERATORS, writes=OPERATORS, only="GET POST GET1 DELETE"),
    "PATCH /admin/tenants/{tenant_id}": OPERATORS,
    **_rows(
        "/admin/tenants/{tenant_id}/keys", "key_id", reads=OPERATORS, writes=OPERATORS, only="GET POST GET1 DELETE"
    ),
    "POST /admin/search/rebuild": OPERATORS,
}
SURFACES = {
    "messenger": MESSENGER,
    "workflow": WORKFLOW,
    "envelope": ENVELOPE,
    "entity": ENTITY,
    "internal": INTERNAL,
    "operator": OPERATOR,
}
WHO_MAY = {f"{surface} {name}": row for surface, table in SURFACES.items() for name, row in table.items()}

# An admin may not do this whatever is said; another customer's 404 is in the table of the roles.
CUSTOMERS_ALONE = "messenger POST /tickets/{ticket_id}/csat"


def who_may_do(operation: Operation) -> str:
    """Somebody whose request is looked at."""
    return "customer" if operation.name == CUSTOMERS_ALONE else "admin"


# What a customer may say in a body, one by one; any other field of the route is an agent's.
CUSTOMERS_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "messenger POST /tickets": {
        **{"text": "x", "subject": "x", "priority": "high", "kind": "task", "channel": "virtual"},
        **{"first_name": "Bo", "username": "bo", "ticket_type_id": "{type}", "contact_id": "{contact}"},
        "custom_fields": [{"id": "{field}", "value": "red"}],
    },
    "messenger PATCH /tickets/{ticket_id}": {"status": "closed"},
    "messenger PATCH /tickets/{ticket_id}/status": {"status": "closed"},
    "messenger POST /tickets/{ticket_id}/reply": {"text": "x", "attachments": []},
    "messenger POST /tickets/{ticket_id}/customer-reply": {"text": "x"},
    "messenger POST /tickets/{ticket_id}/csat": {"rating": 5, "comment": "x"},
    "workflow POST /tickets": {
        **{"subject": "x", "description": "x", "contactId": "{contact}", "priority": "high"},
        "customFields": [{"id": "{field}", "value": "red"}],
    },
    "workflow PATCH /tickets/{ticket_id}": {"status": "closed"},
    "workflow POST /tickets/{ticket_id}/close": {"resolution": "It works again"},
    "workflow POST /tickets/{ticket_id}/reply": {"body": "x", "attachments": []},
    "envelope POST /tickets": {
        **{"subject": "x", "priority": "high", "type": "task", "requesterName": "Bo"},
        **{"requesterEmail": "bo@example.com", "customFields": [{"id": "{field}", "value": "red"}]},
    },
    "envelope PUT /tickets/{ticket_id}": {"status": "closed"},
    "entity POST /tickets": {
        **{"subject": "x", "description": "x", "priority": "high", "channel": "web", "categoryId": "{type}"},
        **{"contactName": "Bo", "contactEmail": "bo@example.com"},
    },
    "entity PATCH /tickets/{ticket_id}": {"status": "closed"},
    "entity POST /tickets/{ticket_id}/messages": {"body": "x", "attachments": []},
}

# What makes no sense alone.
TOGETHER: Mapping[str, Mapping[str, Any]] = {
    "chat_id": {"channel": "telegram"},
    "channel_id": {"channel": "telegram", "chat_id": 7},
}


def outcomes(operation: Operation) -> dict[str, int]:
    """The status that each role is answered with, 200 for any that is good. Raises LookupError for a new route."""
    return dict(zip(ROLES, WHO_MAY[operation.name], strict=True))
