"""Promises of who shares a worker."""

import pytest

from tests.support.sharing import house_of


@pytest.mark.parametrize(
    ("path", "house"),
    [
        ("tests/integration/tickets/test_lists.py", "tests/integration/tickets"),
        ("tests/integration/tickets/surfaces/test_lives.py", "tests/integration/tickets"),
        ("tests/e2e/openapi/test_fuzz.py", "tests/e2e"),
        ("tests/unit/shared/test_ids.py", "tests/unit"),
        ("tests/test_walls.py", "tests/test_walls.py"),
    ],
)
def test_files_under_one_conftest_share_a_house(path: str, house: str) -> None:
    assert house_of(path) == house
