"""Makes a lone mongod a replica set of one node, as compose's first job: `python -m deploy.initiate HOST:PORT`."""

import sys
from time import monotonic, sleep

from deploy.local.replica_set import become_primary

PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.5


def main() -> None:
    member = sys.argv[1]
    host, _, port = member.partition(":")
    until = monotonic() + PATIENCE_SECONDS
    while not become_primary(host=host, port=int(port), member=member):
        if monotonic() > until:
            sys.exit(f"{member} did not become a primary within {PATIENCE_SECONDS} seconds")
        sleep(PAUSE_SECONDS)
    print(f"{member} is a writable primary")


if __name__ == "__main__":
    main()
