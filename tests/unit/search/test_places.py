"""Promises of where tickets stand in the index, and of how lists are cut from it."""

from uuid import UUID

import pytest

from services.search.domain.places import first_place, last_place, newest

MILLISECOND = 1_790_000_000_000


def ticket_id(*, ms: int, rest: int) -> UUID:
    return UUID(int=((MILLISECOND + ms) << 80) | (7 << 76) | (2 << 62) | rest)


def row(ticket: UUID, *, place: int = 0) -> tuple[int, bytes]:
    return first_place(ticket) + place, ticket.bytes


OLD, NEW = ticket_id(ms=0, rest=9), ticket_id(ms=1, rest=1)
TWIN_LOW, TWIN_HIGH = ticket_id(ms=2, rest=1), ticket_id(ms=2, rest=2)


def test_later_tickets_stand_after_earlier_ones_and_each_millisecond_has_room() -> None:
    assert last_place(OLD) < first_place(NEW)
    assert last_place(OLD) - first_place(OLD) == 2**21 - 1


@pytest.mark.parametrize("strange", [UUID(int=0), UUID(int=2**128 - 1)])
def test_an_id_of_another_kind_has_a_place_that_the_engine_can_hold(strange: UUID) -> None:
    assert 0 <= first_place(strange) <= last_place(strange) < 2**63


def test_within_a_millisecond_ids_go_by_themselves_whatever_came_first() -> None:
    came = [row(TWIN_LOW, place=1), row(TWIN_HIGH), row(NEW), row(OLD)]
    assert newest(came, after=None, limit=10) == [TWIN_HIGH, TWIN_LOW, NEW, OLD]
    assert newest(came, after=None, limit=1) == [TWIN_HIGH]
    assert newest(came, after=TWIN_HIGH, limit=2) == [TWIN_LOW, NEW]


def test_a_ticket_that_matches_many_times_is_found_once() -> None:
    came = [row(NEW, place=2), row(NEW, place=1), row(NEW), row(OLD)]
    assert newest(came, after=None, limit=2) == [NEW, OLD]


def test_no_more_is_read_than_the_page_needs() -> None:
    came = iter([row(NEW), row(OLD), row(OLD, place=-1)])
    assert newest(came, after=None, limit=1) == [NEW]
    assert len(list(came)) == 1
