"""What requests and answers carry beside their bodies: headers, and the words for query parameters."""

from deploy.openapi.schemas import Json, plain
from shared.vocabulary import Surface

UUID_OR_PREFIXED: Json = {
    "type": "string",
    "pattern": "^(tkt_)?[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    "description": "`tkt_` and 32 hex digits, or a UUID.",
}
PARAMETERS: Json = {
    "RequestId": {
        "name": "X-Request-Id",
        "in": "header",
        "description": "Names this request in logs and events; made where it is absent. Returned with every answer.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes it safe to send the request again: the first answer is kept for 24 hours and comes back "
        "with `Idempotent-Replayed: true`. Best a random UUID, a new one for each new request.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` of the ticket that the change builds on; 412 where it has another version by now.",
        "schema": {"type": "string", "pattern": r'^(\*|"[0-9]{1,15}(-[0-9a-f]{16})?")$'},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of what has been seen; 304 while nothing of it has changed.",
        "schema": {"type": "string", "pattern": r'^(\*|"[0-9]{1,15}(-[0-9a-f]{16})?")$'},
    },
    "EntityHeader": {
        "name": "x-entity-id",
        "in": "header",
        "description": "The key's tenant, where neither query nor body names it. Only with a key that begins with "
        "`ak_`: any other is refused.",
        "schema": {"type": "string", "format": "uuid"},
    },
    "EntityQuery": {
        "name": "entityId",
        "in": "query",
        "description": "The key's tenant. Only with a key that begins with `ak_`: any other is refused.",
        "schema": {"type": "string", "format": "uuid"},
    },
}
RETURNED: Json = {
    "X-Request-Id": {"description": "The request's id.", "schema": {"type": "string"}},
    "ETag": {"description": "The version of the ticket, for `If-Match`.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "Always `Bearer`.", "schema": {"type": "string"}},
    "Link": {"description": "The next page: `<address>; rel=next`.", "schema": {"type": "string"}},
}

# An id in url-safe base64, whose last character has four bits to spare.
CURSOR = "^[A-Za-z0-9_-]{21}[AQgw]$"
QUERY: dict[str, str] = {
    "action": "What was done to what: `agent.created`, `settings.updated`, `key.revoked`.",
    "actor": "The agent or the key that did it.",
    "after": "Goes on behind this: what the page before answered with.",
    "assigned_to": "Tickets of this agent.",
    "assigneeId": "Tickets of this agent.",
    "assignee_id": "`usr_` and 32 hex digits, or a UUID.",
    "channel": "Tickets from there.",
    "contactId": "Tickets of this customer.",
    "contact_id": "Tickets of this customer.",
    "created_from": "Not before this moment.",
    "created_to": "Not after this moment.",
    "cursor": "`next_cursor` of the page before.",
    "email": "Just this address, in any case.",
    "event": "Deliveries of this event.",
    "external_id": "The name that your own system has for the ticket.",
    "from": "Not before this moment or day, in UTC.",
    "limit": "How many to answer with at most.",
    "overdueSla": "Whether a deadline has passed unmet.",
    "page": "From 1; a page beyond the end is empty.",
    "page_size": "How many to answer with at most.",
    "priority": "Tickets of this priority.",
    "search": "A part of the subject or name, in any case.",
    "sort_by": "Statuses and priorities sort by progress and urgency.",
    "sort_order": "Ties are in the order of creation.",
    "status": "In this status.",
    "tag": "Tickets with this tag.",
    "teamId": "Tickets of this team.",
    "team_id": "Tickets of this team.",
    "ticket_type_id": "Tickets of this type.",
    "to": "Not after this moment or day, in UTC.",
    "types": "Names of events, with commas between them.",
    "format": "In whose words the events are told: one of the formats of webhooks.",
    "view": "A saved view; what is given beside it wins over its own filter.",
}


def read(parameter: Json, *, surface: str) -> Json:
    """The parameter with words, and with the type that a reader of the address can give it."""
    if parameter["in"] == "path":
        # Ids in a path are read leniently, so that an unknown one is not found rather than wrong.
        uuid = {"type": "string", "format": "uuid"}
        return {**parameter, "schema": UUID_OR_PREFIXED if surface == Surface.ENVELOPE else uuid}
    said = QUERY.get(parameter["name"])
    schema = _without_null(plain(parameter["schema"]))
    if parameter["name"] == "cursor":
        schema["pattern"] = CURSOR
    return {**parameter, **({"description": said} if said else {}), "schema": schema}


def _without_null(schema: Json) -> Json:
    """No address can say null: what is absent is left out."""
    choices = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if not choices:
        return schema
    rest = {name: said for name, said in schema.items() if name != "anyOf"}
    return {**rest, **choices[0]} if len(choices) == 1 else {**rest, "anyOf": choices}
