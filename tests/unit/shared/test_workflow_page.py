"""A numbered page says how many there are, and whether there are more than were counted."""

import pytest

from shared.dialects.workflow import page_meta


@pytest.mark.parametrize(("total", "limit", "pages"), [(0, 20, 0), (1, 20, 1), (56, 20, 3), (60, 20, 3), (61, 20, 4)])
def test_the_last_page_may_be_short(total: int, limit: int, pages: int) -> None:
    meta = page_meta(1, limit, total=total, is_lower_bound=False)
    assert meta == {"total": total, "page": 1, "limit": limit, "totalPages": pages}


def test_a_lower_bound_is_told_as_one() -> None:
    meta = page_meta(2, 20, total=10_000, is_lower_bound=True)
    assert meta == {"total": 10_000, "page": 2, "limit": 20, "totalPages": 500, "totalIsLowerBound": True}
