"""`python -m bench.trivial PORT`: a service that does nothing but answer, to measure what stands before it."""

import sys
from typing import Any

import uvicorn

ANSWER = b'{"tickets":[],"next_cursor":null}'
READY = b'{"service":"trivial","ready":true,"checks":{}}'


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Reads what is sent and answers 200 with a short JSON body."""
    while (await receive()).get("more_body", False):
        pass
    body = READY if scope["path"] == "/readyz" else ANSWER
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        timeout_keep_alive=75,
        server_header=False,
        date_header=False,
    )
