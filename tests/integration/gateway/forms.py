"""The form that each surface gives an error, and one address of each: what tests of the gateway's own answers share."""

from dataclasses import dataclass
from typing import Any

import httpx

from shared.vocabulary import Surface


@dataclass(frozen=True)
class Door:
    """One way to the tickets: the surface that answers there, and the prefix of the keys that it wants."""

    surface: Surface
    path: str
    prefix: str = "hd_live_"

    def query(self, tenant_id: str) -> dict[str, str]:
        """What the surface needs beside the key."""
        return {"entityId": tenant_id} if self.surface is Surface.ENTITY else {}


DOORS = [
    Door(Surface.MESSENGER, "/v1/helpdesk/tickets"),
    Door(Surface.WORKFLOW, "/api/helpdesk/tickets"),
    Door(Surface.ENVELOPE, "/helpdesk/api/v1/tickets"),
    Door(Surface.ENVELOPE, "/api/v1/tickets"),
    Door(Surface.ENTITY, "/api/helpdesk/tickets", prefix="ak_"),
]
CODES = {401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 413: "PAYLOAD_TOO_LARGE", 429: "RATE_LIMITED"}


def is_error_of(surface: Surface, answer: httpx.Response, *, status: int) -> str:
    """Hold the answer to the surface's form of an error; returns what it says."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    said = body.pop("error")
    if surface is Surface.MESSENGER:
        assert body.pop("request_id") == answer.headers["x-request-id"]
    assert body == {}
    if surface is Surface.ENTITY:
        assert isinstance(said, str)
        return said
    if surface is Surface.ENVELOPE and status in CODES:
        assert said["code"] == CODES[status]
    assert said["code"].isupper() == (surface is Surface.ENVELOPE)
    return str(said["message"])
