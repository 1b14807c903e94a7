"""One mail server and one pair of processes for all; each test has a tenant and addresses of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.integration.emails.system import Party, PostSystem
from tests.support import fake_mail
from tests.support.fake_mail import Mailroom
from tests.support.servers import BackingServers


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def mailroom() -> AsyncIterator[Mailroom]:
    async with fake_mail.running() as room:
        yield room


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def post(
    servers: BackingServers, mailroom: Mailroom, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[PostSystem]:
    async with PostSystem(servers, directory=tmp_path_factory.mktemp("emails"), room=mailroom) as running:
        yield running


@pytest.fixture
def admin(post: PostSystem) -> Party:
    """The admin of a tenant that nobody has used yet."""
    return Party(post)
