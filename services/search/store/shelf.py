"""Where the index lies on disk: one directory, owned by one process, with a file for each tenant.

<directory>/lock            held by the process whose index it is
<directory>/format-<n>/     everything of this format; another format's directory is removed
    complete                everything that tickets holds has been read once
    <tenant>.<build>.db     the tenant's index; a rebuild makes the next build and removes the last
    <tenant>.<build>.part   a build that is not whole yet
    <tenant>.gone           the tenant was deleted
"""

import fcntl
import shutil
from pathlib import Path
from typing import TextIO
from uuid import UUID

from services.search.store.schema import FORMAT
from shared.log import get_logger

log = get_logger()


class Shelf:
    """Waits, for as long as it takes, until no other process has the directory; opened, it is this process's."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(directory / "lock")
        self._folder = directory / f"format-{FORMAT}"
        for other in directory.glob("format-*"):
            if other != self._folder:
                shutil.rmtree(other)
        self._folder.mkdir(exist_ok=True)
        self._current: dict[UUID, Path] = {}
        self._tidy()

    @property
    def complete(self) -> bool:
        return (self._folder / "complete").exists()

    def declare_complete(self) -> None:
        (self._folder / "complete").touch()

    def tenants(self) -> set[UUID]:
        return set(self._current)

    def current(self, tenant_id: UUID) -> Path | None:
        """The tenant's file, where there is one."""
        return self._current.get(tenant_id)

    def part(self, tenant_id: UUID) -> Path:
        """The path of the tenant's next build, with nothing there."""
        current = self.current(tenant_id)
        part = self._folder / f"{tenant_id.hex}.{_build(current) + 1 if current else 1}.part"
        remove(part)
        return part

    def adopt(self, tenant_id: UUID, part: Path) -> Path:
        """The tenant's file from now on, made of a build that is whole and closed; the one before is removed."""
        before, whole = self.current(tenant_id), part.with_suffix(".db")
        part.rename(whole)
        self._current[tenant_id] = whole
        if before is not None:
            remove(before)
        return whole

    def forget(self, tenant_id: UUID) -> None:
        """Remove the tenant's file for good."""
        (self._folder / f"{tenant_id.hex}.gone").touch()
        path = self._current.pop(tenant_id, None)
        if path is not None:
            remove(path)

    def gone(self, tenant_id: UUID) -> bool:
        return (self._folder / f"{tenant_id.hex}.gone").exists()

    def close(self) -> None:
        """Leave the directory to the next process."""
        self._lock.close()

    def _tidy(self) -> None:
        """Take up the newest build of each tenant; remove older ones, and those that are not whole."""
        for part in self._folder.glob("*.part"):
            remove(part)
        for path in sorted(self._folder.glob("*.db"), key=_build):
            tenant_id = UUID(path.name.partition(".")[0])
            if before := self._current.get(tenant_id):
                remove(before)
            self._current[tenant_id] = path


def remove(path: Path) -> None:
    """Remove a database file and what the engine keeps beside it; whoever has it open goes on reading it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _build(path: Path) -> int:
    return int(path.name.split(".")[1])


def _locked(path: Path) -> TextIO:
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log.warning("another process has the index: standing by", lock=str(path))
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock
