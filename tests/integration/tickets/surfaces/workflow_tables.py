"""Workflow's routes and fields, as tables that its tests walk through."""

from tests.integration.tickets.desk import Json

LISTED = {
    *("id", "ticketNumber", "subject", "status", "priority", "contact", "assignee", "team", "sla"),
    *("createdAt", "updatedAt"),
}
SHOWN = LISTED | {"description", "tags", "resolution", "customFields"}
MESSAGE = {"id", "authorType", "authorName", "body", "internal", "attachments", "createdAt"}

# Every route about one ticket, with a body that it takes.
OF_A_TICKET: list[tuple[str, str, Json | None]] = [
    ("GET", "", None),
    ("PATCH", "", {"status": "closed"}),
    ("POST", "/assign", {"assigneeId": None}),
    ("POST", "/reply", {"body": "Hello"}),
    ("POST", "/close", None),
    ("POST", "/reopen", None),
]
