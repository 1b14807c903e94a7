"""`python -m bench.trivial PORT`: a service that does nothing but answer, to measure what stands before it."""

from typing import Any

from bench.serving import serve

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
    serve(app)
