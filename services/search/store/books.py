"""Every tenant's files as they are written: one thread's business alone."""

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from services.search.domain.entry import Entry
from services.search.store import schema
from services.search.store.shelf import Shelf, remove
from services.search.store.writing import copy_tombstones, write
from shared.errors import Unavailable
from shared.log import get_logger

log = get_logger()

MOST_OPEN = 64


@dataclass(frozen=True, slots=True)
class _Build:
    path: Path
    connection: sqlite3.Connection


class Books:
    """The current file of each tenant, and the build that is to take its place where there is one."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._open: OrderedDict[UUID, sqlite3.Connection] = OrderedDict()
        self._builds: dict[UUID, _Build] = {}

    def put(self, entries: Sequence[Entry]) -> list[Exception | None]:
        """Store entries of any tenants, one commit for each tenant: None for what is stored, else Unavailable.

        What comes for a tenant that is gone is let go.
        """
        by_tenant: dict[UUID, list[Entry]] = {}
        for entry in entries:
            by_tenant.setdefault(entry.tenant_id, []).append(entry)
        outcomes = {tenant_id: self._put(tenant_id, its) for tenant_id, its in by_tenant.items()}
        return [outcomes[entry.tenant_id] for entry in entries]

    def _put(self, tenant_id: UUID, entries: Sequence[Entry]) -> Exception | None:
        try:
            if not self._shelf.gone(tenant_id):
                self.add(tenant_id, entries)
                write(self._current(tenant_id), entries)
        except sqlite3.Error as error:
            return Unavailable(f"the index cannot be written: {error!r}")
        return None

    def begin(self, tenant_id: UUID) -> None:
        """Begin a build, which from now on takes what the current file takes."""
        part = self._shelf.part(tenant_id)
        build = self._builds[tenant_id] = _Build(part, schema.create(part))
        if self._shelf.current(tenant_id) is not None:
            try:
                copy_tombstones(self._current(tenant_id), build.connection)
            except sqlite3.DatabaseError as error:
                log.warning("the old index cannot be read", tenant_id=str(tenant_id), error=repr(error))

    def add(self, tenant_id: UUID, entries: Sequence[Entry]) -> None:
        """Write into the tenant's build alone, where there is one."""
        if tenant_id in self._builds:
            write(self._builds[tenant_id].connection, entries)

    def finish(self, tenant_id: UUID) -> None:
        """Put the build in the current file's place; a tenant that is gone has none any more."""
        if build := self._builds.pop(tenant_id, None):
            build.connection.close()
            self._close(tenant_id)
            self._shelf.adopt(tenant_id, build.path)

    def abandon(self, tenant_id: UUID) -> None:
        if build := self._builds.pop(tenant_id, None):
            build.connection.close()
            remove(build.path)

    def forget(self, tenant_id: UUID) -> None:
        self.abandon(tenant_id)
        self._close(tenant_id)
        self._shelf.forget(tenant_id)

    def close(self) -> None:
        for tenant_id in list(self._builds):
            self.abandon(tenant_id)
        for tenant_id in list(self._open):
            self._close(tenant_id)
        self._shelf.close()

    def _current(self, tenant_id: UUID) -> sqlite3.Connection:
        if tenant_id not in self._open:
            self._open[tenant_id] = schema.open_for_writing(self._shelf.current(tenant_id) or self._first(tenant_id))
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(tenant_id)
        return self._open[tenant_id]

    def _first(self, tenant_id: UUID) -> Path:
        part = self._shelf.part(tenant_id)
        schema.create(part).close()
        return self._shelf.adopt(tenant_id, part)

    def _close(self, tenant_id: UUID) -> None:
        if connection := self._open.pop(tenant_id, None):
            connection.close()
