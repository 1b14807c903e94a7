"""Which worker runs a file of tests: files that share a stack go to the same one, so that each stack starts once."""

from collections import Counter

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped]  # it ships no types
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it ships no types
from xdist.workermanage import WorkerController  # type: ignore[import-untyped]  # it ships no types

# What takes longest begins first, so that no worker is left alone with it.
LONGEST = (
    "tests/faults",
    "tests/integration/tickets",
    "tests/integration/notifications",
    "tests/integration/gateway",
    "tests/e2e",
    "tests/integration/security",
    "tests/integration/routing",
    "tests/integration/inbound",
    "tests/integration/webhooks",
    "tests/integration/sla",
)


class ByHouse(LoadFileScheduling):  # type: ignore[misc]  # what it inherits has no types
    """A worker stays in a directory until no file of it waits, then goes to one that nobody is in, if there is any."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self._houses: dict[WorkerController, str] = {}

    def _assign_work_unit(self, node: WorkerController) -> None:
        waiting = Counter(house_of(path) for path in self.workqueue)
        house = self._houses.get(node, "")
        if house not in waiting:
            house = self._next(waiting)
        self._houses[node] = house
        path = next(path for path in self.workqueue if house_of(path) == house)
        self.workqueue.move_to_end(path, last=False)
        super()._assign_work_unit(node)

    def _next(self, waiting: Counter[str]) -> str:
        empty = waiting.keys() - self._houses.values()
        for house in LONGEST:
            if house in empty:
                return house
        return max(sorted(empty or waiting), key=lambda house: waiting[house])


def house_of(path: str) -> str:
    """The directory whose fixtures the tests of a file share."""
    parts = path.split("/")
    return "/".join(parts[: 3 if parts[1:2] == ["integration"] else 2])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Take the place of `--dist loadfile`."""
    return ByHouse(config, log) if config.getoption("dist") == "loadfile" else None
