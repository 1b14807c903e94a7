"""Places in an order, and the words that an order goes through."""

from services.tickets.domain.order import Order, Place, SortBy, place_of
from shared.vocabulary import Priority, Status
from tests.unit.tickets.builders import OPENED, TICKET_ID, ticket


def test_statuses_go_by_progress_and_priorities_by_urgency() -> None:
    assert Order(SortBy.STATUS, descending=False).ranks == (
        Status.NEW,
        Status.IN_PROGRESS,
        Status.PENDING,
        Status.RESOLVED,
        Status.CLOSED,
    )
    assert Order(SortBy.PRIORITY).ranks == (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
    assert Order(SortBy.UPDATED_AT).ranks == Order().ranks == ()


def test_a_place_has_the_value_that_the_order_is_by() -> None:
    one = ticket(status=Status.PENDING, priority=Priority.HIGH)
    values = {SortBy.CREATED_AT: None, SortBy.UPDATED_AT: OPENED, SortBy.STATUS: Status.PENDING}
    for by, value in {**values, SortBy.PRIORITY: Priority.HIGH}.items():
        assert place_of(one, order=Order(by)) == Place(TICKET_ID, value)
