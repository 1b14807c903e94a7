"""A whole run of the harness: experiments one after the other, each on the system that it needs."""

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.faults.harness.ground import TWO_OF_EACH, ground
from tests.faults.harness.outcome import Outcome
from tests.faults.harness.trial import Apart, Experiment, Site, conduct, conduct_apart
from tests.support.servers import BackingServers, bring_backing_servers

Say = Callable[[Outcome], None]


@dataclass(frozen=True)
class Turn:
    """An experiment with the seed of its schedule, and how much longer than usual it goes on."""

    experiment: Experiment | Apart
    seed: int
    scale: float


async def take_turns(turns: Sequence[Turn], *, directory: Path, rate: float, say: Say) -> list[Outcome]:
    """The outcomes in their order; after a failure the next experiment gets servers and a system of its own."""
    outcomes: list[Outcome] = []
    while len(outcomes) < len(turns):
        folder = directory / f"from-{len(outcomes)}"
        with _servers(folder) as servers:
            async with aclosing(_taken(turns[len(outcomes) :], servers, directory=folder, rate=rate)) as taken:
                async for outcome in taken:
                    outcomes.append(outcome)
                    say(outcome)
                    if not outcome.passed:
                        break
    return outcomes


async def _taken(
    turns: Sequence[Turn], servers: BackingServers, *, directory: Path, rate: float
) -> AsyncGenerator[Outcome, None]:
    """One outcome after the other; those that need the same system have it one after the other."""
    for number, (kind, group) in enumerate(groupby(turns, key=_system_of)):
        folder = directory / f"system-{number}"
        if kind == "apart":
            for place, turn in enumerate(group):
                assert isinstance(turn.experiment, Apart)
                site = Site(servers, folder / str(place), turn.seed, turn.scale)
                yield await conduct_apart(turn.experiment, site)
            continue
        async with ground(servers, folder, copies=TWO_OF_EACH if kind == "double" else None) as system:
            for turn in group:
                assert isinstance(turn.experiment, Experiment)
                yield await conduct(turn.experiment, system, rate=rate, seed=turn.seed, scale=turn.scale)


def _system_of(turn: Turn) -> str:
    if isinstance(turn.experiment, Apart):
        return "apart"
    return "double" if turn.experiment.two_of_each else "single"


@contextmanager
def _servers(directory: Path) -> Iterator[BackingServers]:
    directory.mkdir(parents=True, exist_ok=True)
    servers = bring_backing_servers(directory)
    try:
        yield servers
    finally:
        servers.stop()
