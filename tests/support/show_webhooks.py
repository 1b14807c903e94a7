"""Shows webhooks as they come: `python -m tests.support.show_webhooks [PORT] [SECRET]`, until Ctrl-C."""

import json
import sys
import time

from tests.support.receiver import Received, Receiver

PORT = 8090
LOOK_EVERY_SECONDS = 0.2


def line(request: Received) -> str:
    """What a person wants to know of one webhook."""
    try:
        event = json.loads(request.body)["type"]
    except (ValueError, KeyError, TypeError):
        event = "no webhook of ours"
    return f"{event:24} {request.headers.get('webhook-id', '-')}  signature: {request.verdict}"


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    with Receiver(port=port) as receiver:
        if len(sys.argv) > 2:
            receiver.trust("/hook", secret=sys.argv[2])
        print(f"waiting for webhooks at {receiver.url}/hook", flush=True)
        shown = 0
        while True:
            for request in receiver.received()[shown:]:
                print(line(request), flush=True)
                shown += 1
            time.sleep(LOOK_EVERY_SECONDS)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
