"""One address may bring files; every other keeps to a mebibyte and to the same few seconds."""

import pytest

from gateway.domain.bodies import Allowances

MIB = 1024 * 1024
ALLOWANCES = Allowances(largest_file=20 * MIB, seconds=3.0)


def test_an_upload_may_be_a_little_larger_than_the_largest_file() -> None:
    allowed = ALLOWANCES.of("POST", "/v1/helpdesk/attachments")
    assert 20 * MIB < allowed.bytes < 21 * MIB
    assert allowed.seconds > 3.0
    assert allowed.silence == 3.0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/helpdesk/attachments"),
        ("post", "/v1/helpdesk/attachments"),
        ("POST", "/v1/helpdesk/attachments/x"),
        ("POST", "/v1/helpdesk/Attachments"),
        ("POST", "/v1/helpdesk/tickets"),
    ],
)
def test_anything_else_is_ordinary(method: str, path: str) -> None:
    assert ALLOWANCES.of(method, path) == (MIB, 3.0, 3.0)
