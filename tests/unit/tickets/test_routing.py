"""What a routing rule does to a ticket: only untouched fields, once, and never to one that is closed."""

from dataclasses import replace

import pytest

from services.tickets.domain.changes import Changes
from services.tickets.domain.routing import Routing, TeamChoice
from services.tickets.domain.ticket import Routed, Ticket
from shared.vocabulary import Priority, Status
from tests.unit.tickets.builders import ADA, BOB, CREW, RULE, at_rest, minutes, ticket

RECORDED = Routed(RULE, f'rule "{RULE.name}"')
ROUTING = Routing(rule=RULE, assignee=ADA, team=CREW, priority=Priority.URGENT, tags=("vip",))


def routed_fields(subject: Ticket) -> tuple[object, ...]:
    return subject.assignee, subject.team, subject.priority, subject.tags


def test_a_rule_sets_what_nobody_has_changed() -> None:
    routed = ROUTING.applied_to(ticket(tags=("first",)))
    assert routed_fields(routed) == (ADA, CREW, Priority.URGENT, ("first", "vip"))
    assert routed.routed_by == RULE


def test_a_rules_assignment_does_not_start_the_ticket() -> None:
    assert ROUTING.applied_to(ticket()).status is Status.NEW


def test_what_a_rule_set_does_not_count_as_touched() -> None:
    assert ROUTING.applied_to(ticket()).touched == frozenset()


def test_a_rule_applies_once() -> None:
    routed = ROUTING.applied_to(ticket())
    other = Routing(rule=replace(RULE, name="Another"), assignee=BOB, priority=Priority.LOW)
    assert other.applied_to(routed) is routed
    assert ROUTING.applied_to(routed) is routed


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (Changes(assignee=BOB), (BOB, CREW, Priority.URGENT, ("vip",))),
        (Changes(priority=Priority.LOW), (ADA, CREW, Priority.LOW, ("vip",))),
        (Changes(add_tags=("mine",)), (ADA, CREW, Priority.URGENT, ("mine",))),
        (Changes(subject="Other"), (ADA, CREW, Priority.URGENT, ("vip",))),
    ],
)
def test_a_rule_leaves_alone_what_somebody_changed(change: Changes, kept: tuple[object, ...]) -> None:
    assert routed_fields(ROUTING.applied_to(change.applied_to(ticket(), at=minutes(1)))) == kept


def test_a_field_that_was_emptied_by_somebody_stays_empty() -> None:
    emptied = Changes(tags=()).applied_to(ticket(tags=("first",)), at=minutes(1))
    assert ROUTING.applied_to(emptied).tags == ()


def test_a_closed_ticket_only_remembers_the_rule() -> None:
    closed = at_rest(Status.CLOSED)
    assert ROUTING.applied_to(closed) == replace(closed, routed_by=RULE, routed=RECORDED)


def test_a_rule_that_wants_nothing_changes_no_field() -> None:
    before = ticket()
    assert Routing(rule=RULE).applied_to(before) == replace(before, routed_by=RULE, routed=RECORDED)


def test_a_rule_never_brings_more_tags_than_a_ticket_may_have() -> None:
    full = ticket(tags=tuple(f"tag {number}" for number in range(19)))
    tags = Routing(rule=RULE, tags=("vip", "late")).applied_to(full).tags
    assert len(tags) == 20
    assert tags[-1] == "vip"


CHOSEN = TeamChoice(CREW, ADA, "round robin, 1st of 2", of_sequence=4)


def test_a_team_gives_a_ticket_of_its_own_to_whom_it_chose() -> None:
    given = CHOSEN.applied_to(ticket(team=CREW, touched=frozenset({"team", "assignee"})))
    assert (given.assignee, given.routed_by, given.status) == (ADA, None, Status.NEW)
    assert given.routed == Routed(None, "round robin, 1st of 2", 4)


@pytest.mark.parametrize(
    "subject",
    [
        ticket(team=BOB),
        ticket(),
        ticket(team=CREW, assignee=BOB),
        replace(at_rest(Status.CLOSED), team=CREW),
        ticket(team=CREW, routed=Routed(None, "an earlier delivery of the same", 4)),
        ticket(team=CREW, routed=Routed(None, "a later choice", 7)),
    ],
)
def test_a_choice_is_nothing_to_a_ticket_that_has_moved_on(subject: Ticket) -> None:
    assert CHOSEN.applied_to(subject) is subject


def test_a_team_that_has_nobody_says_so_and_keeps_the_ticket() -> None:
    kept = TeamChoice(CREW, None, "no member is active", of_sequence=1).applied_to(ticket(team=CREW))
    assert (kept.team, kept.assignee) == (CREW, None)
    assert kept.routed == Routed(None, "no member is active", 1)


@pytest.mark.parametrize(("touched", "assignee"), [(frozenset[str](), ADA), (frozenset({"team"}), None)])
def test_whom_a_rules_team_chose_comes_with_that_team_alone(touched: frozenset[str], assignee: object) -> None:
    wanted = Routing(rule=RULE, assignee=ADA, team=CREW, chosen_by=CREW)
    assert wanted.applied_to(ticket(touched=touched)).assignee == assignee


def test_a_rule_that_comes_late_leaves_whom_another_team_has_chosen_since() -> None:
    chosen = CHOSEN.applied_to(ticket(team=CREW))
    late = Routing(rule=RULE, assignee=BOB, priority=Priority.URGENT).applied_to(chosen)
    assert (late.assignee, late.priority, late.routed, late.routed_by) == (ADA, Priority.URGENT, chosen.routed, RULE)
