"""Servers that may be hurt, apart from those of other tests; and a line of figures for each experiment."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.support.servers import BackingServers, bring_backing_servers

FIGURES: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.fixture(scope="package")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackingServers]:
    """MongoDB and RabbitMQ for this directory alone; an experiment leaves them running."""
    brought = bring_backing_servers(tmp_path_factory.mktemp("hurt"))
    yield brought
    brought.stop()


@pytest.fixture
def scale() -> float:
    """How much longer than the short form an experiment goes on: HELPDESK_FAULTS_SCALE."""
    return float(os.environ.get("HELPDESK_FAULTS_SCALE", "1"))


@pytest.fixture
def rate() -> float:
    """Writes a second: HELPDESK_FAULTS_RATE."""
    return float(os.environ.get("HELPDESK_FAULTS_RATE", "100"))


@pytest.fixture
def seed() -> int:
    """What the instants of faults are drawn from: HELPDESK_FAULTS_SEED."""
    return int(os.environ.get("HELPDESK_FAULTS_SEED", "1"))


@pytest.fixture
def show(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keeps a line for the end of the run."""
    lines = request.config.stash.setdefault(FIGURES, [])
    return lines.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
