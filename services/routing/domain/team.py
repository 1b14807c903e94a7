"""Teams that give their tickets to their members, and how they choose: in turn, or whoever has the fewest open ones."""

from collections.abc import Iterator, MutableMapping, Set
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# How many others are named in case that the chosen one has gone meanwhile.
MOST_ALTERNATES = 9


class Assignment(StrEnum):
    """How a team's tickets find their agent; a team that is gone assigns to nobody."""

    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"

    @property
    def chooses(self) -> bool:
        return self is not Assignment.MANUAL


@dataclass(frozen=True, slots=True)
class Team:
    """As routing knows it; `last` is the member who had the last turn."""

    id: UUID
    tenant_id: UUID
    name: str
    members: tuple[UUID, ...]
    assignment: Assignment
    last: UUID | None = None

    @property
    def counts_load(self) -> bool:
        return self.assignment is Assignment.LEAST_LOADED


@dataclass(frozen=True, slots=True)
class Choice:
    """The member who gets a ticket, who would have been next, best first, and why; nobody where no member is active."""

    agent: UUID | None
    alternates: tuple[UUID, ...]
    reason: str


def choices(team: Team, *, active: Set[UUID], loads: MutableMapping[UUID, int]) -> Iterator[Choice]:
    """One choice after the other. `loads` are the members' open tickets: each choice adds to them, for all teams."""
    present = [member for member in team.members if member in active]
    last = team.last
    while True:
        if not present:
            yield Choice(None, (), f'team "{team.name}": no member is active')
            continue
        first, *others = _by_preference(team, present=present, loads=loads, last=last)
        reason = _reason(team, first, present=present, load=loads[first])
        # Before anybody asks for the next: that may be another team with the same agent.
        loads[first] += 1
        last = first
        yield Choice(first, tuple(others[:MOST_ALTERNATES]), reason)


def _by_preference(
    team: Team, *, present: list[UUID], loads: MutableMapping[UUID, int], last: UUID | None
) -> list[UUID]:
    """In turn after whoever was last; where load counts, the turn decides between equals."""
    place = team.members.index(last) + 1 if last in team.members else 0
    turn = [member for member in (*team.members[place:], *team.members[:place]) if member in present]
    if team.counts_load:
        return sorted(turn, key=lambda member: loads[member])
    return turn


def _reason(team: Team, agent: UUID, *, present: list[UUID], load: int) -> str:
    if team.counts_load:
        return f'team "{team.name}": least loaded, {load} open'
    return f'team "{team.name}": round robin, {ordinal(present.index(agent) + 1)} of {len(present)}'


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
