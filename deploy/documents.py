"""Writes what is made from the source (settings, events, the API): `python -m deploy.documents`.

A test makes them anew and compares, so that none can say what is no longer so.
"""

import json
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic.json_schema import models_json_schema
from pydantic_core import PydanticUndefined

from deploy.openapi.document import openapi_document
from gateway.settings import GatewaySettings
from services.notifications.settings import NotificationsSettings
from services.routing.settings import RoutingSettings
from services.search.settings import SearchSettings
from services.sla.settings import SlaSettings
from services.tickets.settings import TicketsSettings
from services.webhooks.settings import WebhooksSettings
from shared.events.registry import EVENTS, SUBSCRIPTIONS
from shared.settings import ProcessSettings

ROOT = Path(__file__).parent.parent
MODELS: dict[str, type[ProcessSettings]] = {
    "gateway": GatewaySettings,
    "tickets": TicketsSettings,
    "routing": RoutingSettings,
    "sla": SlaSettings,
    "webhooks": WebhooksSettings,
    "notifications": NotificationsSettings,
    "search": SearchSettings,
}

SETTINGS_HEAD = """# Settings

All from the environment, read once when a process starts; every service has the same name for the same thing. Made by
`python -m deploy.documents` from the settings models; do not edit.

| name | default | who reads it | meaning |
|---|---|---|---|
"""


def settings_page() -> str:
    """The table of all settings, one row each, with the processes that read it."""
    rows: dict[str, tuple[FieldInfo, list[str]]] = {}
    for service, model in MODELS.items():
        for name, field in model.model_fields.items():
            rows.setdefault(name, (field, []))[1].append(service)
    return SETTINGS_HEAD + "".join(_row(name, *row) for name, row in sorted(rows.items()))


def _row(name: str, field: FieldInfo, services: list[str]) -> str:
    readers = "all" if len(services) == len(MODELS) else ", ".join(services)
    default = "required" if field.default is PydanticUndefined else _default(field.default)
    return f"| `HELPDESK_{name.upper()}` | {default} | {readers} | {field.description} |\n"


def _default(value: object) -> str:
    return f"`{value}`" if str(value) else "empty"


def events_document() -> str:
    """AsyncAPI 3.0: every event, its schema, and who consumes it."""
    _, schema = models_json_schema(
        [(model, "serialization") for model in EVENTS.values()], ref_template="#/components/schemas/{model}"
    )
    document: dict[str, Any] = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "helpdesk events",
            "version": "1",
            "description": "CloudEvents 1.0 in structured JSON mode on the topic exchange `<namespace>.events`; "
            "the routing key is the event's type.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {name: _channel(name) for name in sorted(EVENTS)},
        "operations": _operations(),
        "components": {"schemas": schema["$defs"]},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _channel(name: str) -> dict[str, Any]:
    model = EVENTS[name]
    message = {"name": name, "summary": model.__doc__, "payload": {"$ref": f"#/components/schemas/{model.__name__}"}}
    return {"address": name, "messages": {name: message}}


def _operations() -> dict[str, Any]:
    """One for each service and each event that its queue is bound to."""
    return {
        f"{service} receives {model.TYPE}": {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{model.TYPE}"},
            "bindings": {"amqp": {"ack": True}},
        }
        for service, models in SUBSCRIPTIONS.items()
        for model in models
    }


PAGES = {
    "docs/settings.md": settings_page,
    "docs/events.json": events_document,
    "gateway/openapi.json": openapi_document,
}


def main() -> None:
    for name, make in PAGES.items():
        (ROOT / name).write_text(make())


if __name__ == "__main__":
    main()
