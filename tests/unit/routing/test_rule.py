"""Rules: all keys of a condition must hold, any word of a list is enough, and a match says why."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.routing.domain.rule import Action, Condition, NewTicket, Rule, first_match
from shared.vocabulary import Channel

AT = datetime(2026, 3, 1, tzinfo=UTC)
PAYMENTS = UUID(int=7)
SEEN = NewTicket(Channel.TELEGRAM, "Where is my ORDER?", "It is late.", PAYMENTS)


def rule(condition: Condition, *, number: int = 1, order_index: int = 0) -> Rule:
    return Rule(UUID(int=number), UUID(int=100), f"Rule {number}", condition, Action(), order_index, AT, AT)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition(channel=Channel.TELEGRAM), True),
        (Condition(channel=Channel.MAX), False),
        (Condition(ticket_type_id=PAYMENTS), True),
        (Condition(ticket_type_id=UUID(int=8)), False),
        (Condition(subject_contains=("refund", "order")), True),
        (Condition(subject_contains=("late",)), False),
        (Condition(text_contains=("LATE",)), True),
        (Condition(channel=Channel.TELEGRAM, subject_contains=("refund",)), False),
        (Condition(channel=Channel.TELEGRAM, subject_contains=("order",), text_contains=("late",)), True),
    ],
)
def test_a_condition_holds_where_all_its_keys_do(condition: Condition, holds: bool) -> None:
    assert condition.holds(SEEN) is holds
    assert all(check.holds for check in condition.checks(SEEN)) is holds


def test_of_several_rules_the_lowest_index_is_first_and_then_the_older() -> None:
    every = Condition(channel=Channel.TELEGRAM)
    late, older, newer = rule(every, number=1, order_index=5), rule(every, number=2), rule(every, number=3)
    assert first_match([newer, late, older], SEEN) == older
    assert first_match([newer, late], SEEN) == newer
    assert first_match([rule(Condition(channel=Channel.MAX))], SEEN) is None


def test_a_channel_that_is_not_said_meets_no_condition_on_it() -> None:
    assert not Condition(channel=Channel.TELEGRAM).holds(replace(SEEN, channel=None))


def test_a_match_says_what_was_found() -> None:
    found = rule(Condition(channel=Channel.TELEGRAM, subject_contains=("refund", "Order")))
    assert found.why(SEEN) == 'rule "Rule 1": channel is telegram, subject contains "Order"'
