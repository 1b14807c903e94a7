"""`python -m bench.receiver PORT`: a receiver of webhooks that verifies, remembers when each came, and can hang.

POST /hook takes a delivery and POST /hang never answers one. PUT /secret sets the secret to verify by; GET /received
gives `[[path, webhook id, ticket id, seconds since the epoch]]` of all that were verified since the last asking, and
GET /refused how many were not.
"""

import asyncio
import json
import time
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from bench.serving import serve

HANG_SECONDS = 3_600


class Received:
    """What came so far."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, float]] = []
        self.refused = 0
        self.verifiers: dict[str, Webhook] = {}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Verify it by its path's secret, as a subscriber would."""
        try:
            said: Any = self.verifiers[path].verify(body, headers)
        except (WebhookVerificationError, KeyError):
            self.refused += 1
            return
        self.rows.append((path, headers["webhook-id"], said["data"]["ticket"]["id"], time.time()))


RECEIVED = Received()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers 200 with JSON, but for what is to hang."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    answer: object = {}
    path = str(scope["path"])
    if path.startswith("/hang"):
        await asyncio.sleep(HANG_SECONDS)
    elif path.startswith("/secret"):
        RECEIVED.verifiers[path.removeprefix("/secret")] = Webhook(body.decode())
    elif path == "/received":
        answer, RECEIVED.rows = RECEIVED.rows, []
    elif path == "/refused":
        answer = RECEIVED.refused
    else:
        RECEIVED.take(path, {name.decode(): value.decode() for name, value in scope["headers"]}, body)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


if __name__ == "__main__":
    serve(app)
