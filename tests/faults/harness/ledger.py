"""Every acknowledged write, on disk before the next one is sent on its lane."""

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    CREATE = "create"
    REPLY = "reply"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Write:
    """A write that was answered 2xx: whose, what it made, and the ticket's version where the answer tells it.

    `mark` is what the client wrote into it and into nothing else.
    """

    kind: Kind
    tenant: str
    ticket: str
    message: str | None = None
    version: int | None = None
    mark: str | None = None


class Ledger:
    """A line of JSON for each write, synced to the disk one by one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("a", buffering=1, encoding="utf-8")
        self.count = 0

    def acknowledged(self, write: Write) -> None:
        self._file.write(json.dumps(asdict(write)) + "\n")
        os.fdatasync(self._file.fileno())
        self.count += 1

    def writes(self) -> list[Write]:
        """What the disk has."""
        rows = [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]
        return [Write(**{**row, "kind": Kind(row["kind"])}) for row in rows]

    def close(self) -> None:
        self._file.close()
