"""A system that may be hurt, on servers apart from those of other tests; and a line of figures for each experiment."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import pytest_asyncio

from tests.faults.harness.ground import Ground, ground
from tests.support.servers import BackingServers, bring_backing_servers

FIGURES: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.fixture(scope="package")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackingServers]:
    """MongoDB and RabbitMQ for this directory alone; an experiment leaves them running."""
    brought = bring_backing_servers(tmp_path_factory.mktemp("hurt"))
    yield brought
    brought.stop()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def place(servers: BackingServers, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ground]:
    """The whole product, for one experiment after the other."""
    async with ground(servers, tmp_path_factory.mktemp("ground")) as running:
        yield running


@pytest.fixture
def show(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keeps a line for the end of the run."""
    lines = request.config.stash.setdefault(FIGURES, [])
    return lines.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
