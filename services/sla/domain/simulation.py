"""What other terms would do to the tickets that are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.sla.domain.terms import Terms
from services.sla.domain.ticket import Seen
from services.sla.domain.watch import Watch
from shared.vocabulary import SlaTarget


@dataclass(frozen=True, slots=True)
class Breaches:
    """How many tickets are past a deadline; `any` counts a ticket once."""

    first_response: int = 0
    resolution: int = 0
    any: int = 0

    def __add__(self, other: "Breaches") -> "Breaches":
        return Breaches(
            self.first_response + other.first_response, self.resolution + other.resolution, self.any + other.any
        )


NONE = Breaches()


@dataclass(frozen=True, slots=True)
class Simulation:
    """`tickets` were looked at, which are not all that are open where it is not `complete`."""

    tickets: int = 0
    now: Breaches = NONE
    then: Breaches = NONE
    complete: bool = True


def breaches(watches: Iterable[Watch[Seen]], terms: Terms, *, at: datetime) -> Breaches:
    """Those of the tickets if these terms had held from the start."""
    total = NONE
    for watch in watches:
        if watch.ticket is not None:
            total += _breaches_of(watch, terms, at=at)
    return total


def _breaches_of(watch: Watch[Seen], terms: Terms, *, at: datetime) -> Breaches:
    assert watch.ticket is not None
    drawn = watch.drawn(terms.promise(watch.ticket.priority))
    reckonings = {target: drawn.reckoning(target) for target in SlaTarget}
    past = {target: reckoning is not None and reckoning.breached(at) for target, reckoning in reckonings.items()}
    return Breaches(
        first_response=int(past[SlaTarget.FIRST_RESPONSE]),
        resolution=int(past[SlaTarget.RESOLUTION]),
        any=int(any(past.values())),
    )
