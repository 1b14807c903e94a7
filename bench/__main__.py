"""Every benchmark, one after the other: `python -m bench`."""

import subprocess
import sys

EVERY = (
    "hop",
    "create",
    "read",
    "events",
    "webhooks",
    "scale",
    "growth",
    "stats",
    "footprint",
    "outbox",
    "search",
    "timers",
    "messengers",
)


def main() -> None:
    for name in EVERY:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)


if __name__ == "__main__":
    main()
