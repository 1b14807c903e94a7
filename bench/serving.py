"""How benchmarks' own services serve: `python -m MODULE PORT`, as plainly as uvicorn can."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn


def serve(app: Callable[[dict[str, Any], Any, Any], Awaitable[None]]) -> None:
    """Serve at the port that is the first argument, until stopped."""
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        server_header=False,
        date_header=False,
    )
