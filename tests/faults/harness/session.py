"""A whole run of the harness: experiments one after the other, each on the system that it needs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.harness.ground import TWO_OF_EACH, Ground, ground
from tests.faults.harness.outcome import Outcome
from tests.faults.harness.trial import Experiment, conduct
from tests.support.servers import BackingServers, bring_backing_servers

Say = Callable[[Outcome], None]


@dataclass(frozen=True)
class Turn:
    """An experiment with the seed of its schedule, and how much longer than usual it goes on."""

    experiment: Experiment
    seed: int
    scale: float


async def take_turns(turns: Sequence[Turn], *, directory: Path, rate: float, say: Say) -> list[Outcome]:
    """The outcomes in their order; after a failure the next experiment gets servers and a system of its own."""
    outcomes: list[Outcome] = []
    waiting = list(turns)
    while waiting:
        with _servers(directory / f"servers-{len(outcomes)}") as servers:
            await _go_on(waiting, outcomes, servers=servers, directory=directory, rate=rate, say=say)
    return outcomes


async def _go_on(
    waiting: list[Turn],
    outcomes: list[Outcome],
    *,
    servers: BackingServers,
    directory: Path,
    rate: float,
    say: Say,
) -> None:
    """Take turns until one fails, or all are taken."""
    while waiting:
        double = waiting[0].experiment.two_of_each
        async with AsyncExitStack() as rooms:
            folder = directory / f"system-{len(outcomes)}"
            copies = TWO_OF_EACH if double else None
            place: Ground = await rooms.enter_async_context(ground(servers, folder, copies=copies))
            while waiting and waiting[0].experiment.two_of_each == double:
                turn = waiting.pop(0)
                outcome = await conduct(turn.experiment, place, rate=rate, seed=turn.seed, scale=turn.scale)
                outcomes.append(outcome)
                say(outcome)
                if not outcome.passed:
                    return


@contextmanager
def _servers(directory: Path) -> Iterator[BackingServers]:
    directory.mkdir(parents=True, exist_ok=True)
    servers = bring_backing_servers(directory)
    try:
        yield servers
    finally:
        servers.stop()
