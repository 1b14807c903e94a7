"""What a routing rule does to a ticket: only untouched fields, once, and never to one that is closed."""

from dataclasses import replace

import pytest

from services.tickets.domain.changes import Changes, Routing
from services.tickets.domain.ticket import Ticket
from shared.vocabulary import Priority, Status
from tests.unit.tickets.builders import ADA, BOB, CREW, RULE, at_rest, minutes, ticket

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
    assert ROUTING.applied_to(closed) == replace(closed, routed_by=RULE)


def test_a_rule_that_wants_nothing_changes_no_field() -> None:
    before = ticket()
    assert Routing(rule=RULE).applied_to(before) == replace(before, routed_by=RULE)


def test_a_rule_never_brings_more_tags_than_a_ticket_may_have() -> None:
    full = ticket(tags=tuple(f"tag {number}" for number in range(19)))
    tags = Routing(rule=RULE, tags=("vip", "late")).applied_to(full).tags
    assert len(tags) == 20
    assert tags[-1] == "vip"
