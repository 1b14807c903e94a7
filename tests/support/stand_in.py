"""A program in the place of a service, for tests of what starts and stops services: GET answers its own process id.

It listens on the port in HELPDESK_<NAME>_PORT, for the NAME in STAND_IN_FOR. With STAND_IN_DIES=1 it ends at once
with 3, with STAND_IN_STUBBORN=1 it ignores SIGTERM, and it always has a child of its own.
"""

import os
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with the ids of this process and of its child."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{os.getpid()} {child.pid}".encode())


if __name__ == "__main__":
    if os.environ.get("STAND_IN_DIES"):
        print("no reason to live", flush=True)
        sys.exit(3)
    if os.environ.get("STAND_IN_STUBBORN"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen(["sleep", "600"])
    port = int(os.environ[f"HELPDESK_{os.environ['STAND_IN_FOR'].upper()}_PORT"])
    HTTPServer(("127.0.0.1", port), _Handler).serve_forever()
