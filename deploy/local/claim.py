"""One system at a time on one data directory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import LocalError


@contextmanager
def claimed(data: Path) -> Iterator[None]:
    """Hold the data directory, made if missing, for this process alone; a death of any kind lets it go.

    Raises LocalError, naming the holder, where another process has it.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = data / "run.lock"
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            holder = path.read_text().strip() or "unknown"
            raise LocalError(
                f"the system already runs on {data} (process {holder}): "
                "stop that one, or set HELPDESK_DATA_DIR and HELPDESK_GATEWAY_PORT to others"
            ) from cause
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
