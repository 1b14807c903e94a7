"""The command line of the local system: `python -m deploy.local run`."""

import argparse
import os
import sys

from deploy.local.errors import LocalError
from deploy.local.run import run


def main() -> int:
    """Do what the command line says; 0 after a clean stop, 1 where the system could not be brought up."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="bring up servers, services and a demo tenant, until Ctrl-C")
    running.add_argument("--with-parent", action="store_true", help="stop when the calling process is gone")
    arguments = parser.parse_args()
    try:
        run(parent=os.getppid() if arguments.with_parent else None)
    except LocalError as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
