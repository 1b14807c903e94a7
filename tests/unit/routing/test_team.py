"""Teams choose in turn or by load, only among the active, and say why."""

from collections import Counter
from dataclasses import replace
from itertools import islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.team import Assignment, Choice, Team, choices, ordinal

ADA, BOB, CY = (UUID(int=number) for number in (1, 2, 3))
CREW = Team(UUID(int=9), UUID(int=100), "Crew", (ADA, BOB, CY), Assignment.ROUND_ROBIN)
QUIET = replace(CREW, assignment=Assignment.LEAST_LOADED)
ALL = frozenset(CREW.members)


def chosen(
    team: Team, count: int, *, active: frozenset[UUID] = ALL, loads: dict[UUID, int] | None = None
) -> list[Choice]:
    return list(islice(choices(team, active=active, loads=loads or dict.fromkeys(team.members, 0)), count))


def agents(made: list[Choice]) -> list[UUID | None]:
    return [choice.agent for choice in made]


def test_turns_go_round_from_whoever_was_last() -> None:
    assert agents(chosen(CREW, 4)) == [ADA, BOB, CY, ADA]
    assert agents(chosen(replace(CREW, last=ADA), 2)) == [BOB, CY]
    assert agents(chosen(replace(CREW, last=UUID(int=77)), 1)) == [ADA]


def test_the_inactive_are_passed_over_also_as_the_last() -> None:
    assert agents(chosen(replace(CREW, last=ADA), 3, active=frozenset({ADA, CY}))) == [CY, ADA, CY]
    assert agents(chosen(replace(CREW, last=BOB), 2, active=frozenset({ADA, CY}))) == [CY, ADA]


def test_a_choice_names_who_would_be_next_and_says_why() -> None:
    first = chosen(CREW, 1)[0]
    assert (first.alternates, first.reason) == ((BOB, CY), 'team "Crew": round robin, 1st of 3')
    least = chosen(QUIET, 1, loads={ADA: 4, BOB: 2, CY: 3})[0]
    assert (least.agent, least.alternates) == (BOB, (CY, ADA))
    assert least.reason == 'team "Crew": least loaded, 2 open'


def test_equals_are_taken_in_turn() -> None:
    assert agents(chosen(replace(QUIET, last=ADA), 4)) == [BOB, CY, ADA, BOB]


@pytest.mark.parametrize("team", [CREW, QUIET])
@pytest.mark.parametrize("members", [(), (ADA,)])
def test_a_team_without_an_active_member_chooses_nobody_and_says_so(team: Team, members: tuple[UUID, ...]) -> None:
    nobody = chosen(replace(team, members=members), 2, active=frozenset())
    assert nobody == [Choice(None, (), 'team "Crew": no member is active')] * 2


@given(
    size=st.integers(1, 8),
    inactive=st.sets(st.integers(0, 7), max_size=6),
    last=st.integers(0, 9),
    count=st.integers(1, 60),
)
def test_turns_of_the_active_differ_by_at_most_one(size: int, inactive: set[int], last: int, count: int) -> None:
    members = tuple(UUID(int=number) for number in range(size))
    active = frozenset(member for member in members if member.int not in inactive)
    taken = Counter(agents(chosen(replace(CREW, members=members, last=UUID(int=last)), count, active=active)))
    if active:
        assert set(taken) <= active
        assert max(taken.values()) - min(taken[member] for member in active) <= 1


@given(loads=st.lists(st.integers(0, 9), min_size=1, max_size=6), count=st.integers(1, 60))
def test_nobody_is_given_a_ticket_while_another_has_fewer(loads: list[int], count: int) -> None:
    members = tuple(UUID(int=number) for number in range(len(loads)))
    held = dict(zip(members, loads, strict=True))
    for choice in chosen(replace(QUIET, members=members), count, active=frozenset(members), loads=dict(held)):
        assert choice.agent is not None
        assert held[choice.agent] == min(held.values())
        held[choice.agent] += 1


def test_places_are_said_as_people_say_them() -> None:
    said = ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "102nd", "113th"]
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 102, 113)] == said


def test_what_one_team_gives_counts_at_once_for_another_with_the_same_agent() -> None:
    loads = dict.fromkeys(CREW.members, 0)
    one, other = (choices(replace(QUIET, members=(ADA, agent)), active=ALL, loads=loads) for agent in (BOB, CY))
    assert [next(one).agent, next(other).agent, next(one).agent, loads[ADA]] == [ADA, CY, BOB, 1]
