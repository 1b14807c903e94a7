"""What a request may change in one go: statuses in messenger's words, assignment, tags, and what counts as touched."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.tickets.api.messenger.bodies import status_command, status_wish
from services.tickets.domain.changes import KEEP, Changes
from services.tickets.domain.ticket import Ref, Ticket
from shared.errors import Invalid
from shared.vocabulary import Priority, Status
from tests.unit.tickets.builders import ADA, BOB, CREW, at_rest, minutes, ticket


def after(before: Ticket, **fields: object) -> Ticket:
    return Changes(**fields).applied_to(before, at=minutes(5))  # type: ignore[arg-type]  # fields by name


def said(before: Ticket, word: str) -> Ticket:
    """The ticket after somebody set its status to a word of messenger's."""
    wanted = status_command(word)
    return after(before, status=wanted.status, open_again=wanted.open_again)


@pytest.mark.parametrize("status", [Status.PENDING, Status.RESOLVED, Status.CLOSED])
def test_open_takes_up_what_rests(status: Status) -> None:
    assert said(at_rest(status), "open").status is Status.IN_PROGRESS


@pytest.mark.parametrize("status", [Status.NEW, Status.IN_PROGRESS])
def test_open_leaves_the_rest_as_it_is(status: Status) -> None:
    before = at_rest(status)
    assert said(before, "open") == before


@pytest.mark.parametrize("status", [Status.PENDING, Status.RESOLVED])
def test_waiting_leaves_what_shows_as_waiting(status: Status) -> None:
    before = at_rest(status)
    assert said(before, "waiting") == before


@pytest.mark.parametrize("status", [Status.NEW, Status.IN_PROGRESS, Status.CLOSED])
def test_waiting_makes_anything_else_pending(status: Status) -> None:
    assert said(at_rest(status), "waiting").status is Status.PENDING


@pytest.mark.parametrize(("word", "status"), [("new", Status.NEW), ("closed", Status.CLOSED)])
@pytest.mark.parametrize("before", list(Status))
def test_any_status_can_be_set_from_any_other(before: Status, word: str, status: Status) -> None:
    assert said(at_rest(before), word).status is status


def test_an_assignment_starts_a_new_ticket() -> None:
    assigned = after(ticket(), assignee=ADA)
    assert (assigned.assignee, assigned.status) == (ADA, Status.IN_PROGRESS)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.NEW])
def test_an_assignment_moves_only_a_new_ticket(status: Status) -> None:
    assert after(at_rest(status), assignee=ADA).status is status


def test_assigning_to_the_agent_whom_a_rule_chose_starts_the_ticket() -> None:
    routed = ticket(assignee=ADA)
    assert after(routed, assignee=ADA).status is Status.IN_PROGRESS


def test_taking_the_agent_away_starts_nothing() -> None:
    assert after(ticket(assignee=ADA), assignee=None).status is Status.NEW


def test_a_team_alone_starts_nothing() -> None:
    given = after(ticket(), team=CREW)
    assert (given.team, given.status) == (CREW, Status.NEW)


@pytest.mark.parametrize("word", ["new", "waiting", "closed"])
def test_a_status_in_the_same_request_wins_over_the_assignment(word: str) -> None:
    wish = status_wish(word)
    both = after(ticket(), assignee=ADA, status=wish)
    assert (both.assignee, both.status) == (ADA, wish.status)


def test_what_is_not_given_stays() -> None:
    before = at_rest(Status.RESOLVED)
    assert after(before) == before


def test_a_value_that_the_ticket_has_changes_and_touches_nothing() -> None:
    before = ticket(team=CREW, tags=("vip",))
    assert after(before, team=CREW, tags=("vip",), priority=before.priority, subject=before.subject) == before


def test_the_same_agent_under_a_new_name_is_no_change() -> None:
    before = replace(at_rest(Status.IN_PROGRESS), assignee=ADA, touched=frozenset({"assignee"}))
    assert after(before, assignee=Ref(ADA.id, "Ada Lovelace")) == before


def test_the_same_team_under_a_new_name_is_no_change() -> None:
    before = ticket(team=CREW)
    assert after(before, team=Ref(CREW.id, "The crew")) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("assignee", BOB), ("team", CREW), ("priority", Priority.HIGH), ("tags", ("vip",)), ("add_tags", ("vip",))],
)
def test_what_somebody_changes_is_touched(field: str, value: object) -> None:
    assert after(ticket(), **{field: value}).touched == {field.removeprefix("add_")}


def test_what_is_changed_back_stays_touched() -> None:
    there = after(ticket(), priority=Priority.HIGH)
    assert after(there, priority=Priority.NORMAL).touched == {"priority"}


def test_fields_that_no_rule_sets_are_not_noted() -> None:
    assert after(ticket(), subject="Other", ticket_type_id=UUID(int=5)).touched == frozenset()


def test_tags_are_added_and_removed_once_and_in_their_order() -> None:
    before = ticket(tags=("b", "a"))
    assert after(before, add_tags=("c", "a")).tags == ("b", "a", "c")
    assert after(before, remove_tags=("b", "x")).tags == ("a",)


def test_twenty_tags_fit_and_one_more_names_the_field() -> None:
    full = ticket(tags=tuple(f"tag {number}" for number in range(19)))
    assert len(after(full, add_tags=("last",)).tags) == 20
    with pytest.raises(Invalid) as refused:
        after(full, add_tags=("last", "one more"))
    assert [problem.field for problem in refused.value.problems] == ["tags"]


def test_keep_is_not_none() -> None:
    assert after(ticket(assignee=ADA), assignee=KEEP).assignee == ADA
