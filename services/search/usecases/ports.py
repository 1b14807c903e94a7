"""What the use-cases of search need from the outside."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.search.domain.entry import Entry, Page
from services.search.domain.query import Query


class Fresh(Protocol):
    """A tenant's index while it is made anew."""

    async def add(self, entries: Sequence[Entry]) -> None: ...


class Index(Protocol):
    """The engine: every call concerns one tenant, and finds nothing of another's."""

    @property
    def complete(self) -> bool:
        """Whether everything that tickets holds has been read since the index was empty."""

    def tenants(self) -> set[UUID]:
        """Those of whom there is anything in the index."""

    async def put(self, entry: Entry) -> None:
        """Return when the entry is stored. A repeat changes nothing, and an older entry overrules no newer one.

        Raises Unavailable where it cannot be stored now.
        """

    async def search(self, query: Query) -> list[UUID]:
        """Ids of tickets, newest first. Raises Unavailable where the tenant's index is still being made."""

    def anew(self, tenant_id: UUID) -> AbstractAsyncContextManager[Fresh]:
        """An empty index that takes the tenant's entries beside the one that is there, and its place at the end.

        What goes wrong in between leaves the one that is there.
        """

    async def declare_complete(self) -> None: ...

    async def forget_tenant(self, tenant_id: UUID) -> None:
        """Purge the tenant's index, and take no more entries of the tenant's."""


class Tickets(Protocol):
    """What tickets holds. Each call waits for as long as tickets is away."""

    async def tenants(self) -> set[UUID]:
        """The tenants that have tickets."""

    async def page(self, tenant_id: UUID, *, after: UUID | None) -> Page: ...


class Wishes(Protocol):
    """Rebuilds that somebody wants."""

    def ask(self, tenant_id: UUID | None) -> None:
        """Want one tenant's index made anew, or all."""

    async def next(self) -> UUID | None:
        """The next one, once there is one."""


@dataclass(frozen=True, slots=True)
class Ports:
    index: Index
    tickets: Tickets
    wishes: Wishes
