"""Every acknowledged write, on disk as soon as it is acknowledged."""

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

FSYNC_EVERY = 20


class Kind(StrEnum):
    CREATE = "create"
    REPLY = "reply"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Write:
    """A write that was answered 2xx: what it made, and the ticket's version where the answer tells it."""

    kind: Kind
    ticket: str
    message: str | None = None
    version: int | None = None


class Ledger:
    """A line of JSON for each write; the file is flushed with every line and synced with every twentieth."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("a", buffering=1, encoding="utf-8")
        self.count = 0

    def acknowledged(self, write: Write) -> None:
        self._file.write(json.dumps(asdict(write)) + "\n")
        self.count += 1
        if self.count % FSYNC_EVERY == 0:
            os.fsync(self._file.fileno())

    def writes(self) -> list[Write]:
        """What the disk has."""
        os.fsync(self._file.fileno())
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [Write(**{**json.loads(line), "kind": Kind(json.loads(line)["kind"])}) for line in lines]

    def close(self) -> None:
        self._file.close()
