"""RabbitMQ from the distribution's packages, for machines that have none."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import LocalError

_POLICY = Path("/usr/sbin/policy-rc.d")
_LOCK = Path(tempfile.gettempdir()) / "helpdesk-install.lock"
_HELP = "set HELPDESK_AMQP_URL to a broker of yours, or install RabbitMQ"


def install_rabbitmq(find: Callable[[], Path | None]) -> Path:
    """Install the rabbitmq-server package without starting its system broker, and return what `find` then finds.

    Raises LocalError where that needs another user or another system.
    """
    if shutil.which("apt-get") is None:
        raise LocalError(f"no RabbitMQ here, and no apt-get to install it with: {_HELP}")
    if os.geteuid() != 0:
        raise LocalError(f"no RabbitMQ here, and installing it needs root: {_HELP} (apt-get install rabbitmq-server)")
    with _one_at_a_time(), _no_service_starts():
        # Another process may have installed it while this one waited.
        if (found := find()) is not None:
            return found
        print("installing rabbitmq-server with apt-get", flush=True)
        _apt("update", "-qq")
        _apt("install", "-y", "-qq", "--no-install-recommends", "rabbitmq-server")
    found = find()
    if found is None:
        raise LocalError(f"rabbitmq-server was installed, but is not where it should be: {_HELP}")
    return found


def _apt(*arguments: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LocalError(f"apt-get {arguments[0]} failed: {_HELP}\n{done.stderr[-2000:]}")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait for whoever installs at this moment: apt would refuse, and one's start would see the other's half."""
    with _LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Hold the package's own broker back, by the file that Debian reads for that; an existing one is left as it is."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink(missing_ok=True)
