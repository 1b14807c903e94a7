"""Tickets' own fixtures: one process for all of its tests, and a tenant for each."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.tickets.desk import Desk
from tests.integration.tickets.system import TicketsSystem
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def tickets(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TicketsSystem]:
    """One process of tickets; tests that hurt it make a system of their own."""
    async with TicketsSystem(servers, directory=tmp_path_factory.mktemp("tickets")) as system:
        yield system


@pytest.fixture
def desk(tickets: TicketsSystem) -> Desk:
    """The helpdesk of a tenant that nobody has used yet, with an admin's key."""
    return Desk(tickets)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mortal(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """A helpdesk whose process can be killed at a certain point."""
    async with TicketsSystem(servers, directory=tmp_path_factory.mktemp("mortal"), mortal=True) as system:
        yield Desk(system)
