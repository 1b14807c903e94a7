"""One address may bring files; every other keeps to a mebibyte and to half a minute."""

import pytest

from gateway.domain.bodies import ORDINARY, Allowances

MIB = 1024 * 1024


def test_an_upload_may_be_a_little_larger_than_the_largest_file() -> None:
    allowed = Allowances(largest_file=20 * MIB).of("POST", "/v1/helpdesk/attachments")
    assert 20 * MIB < allowed.bytes < 21 * MIB
    assert allowed.seconds > ORDINARY.seconds
    assert allowed.silence == ORDINARY.silence


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
    assert Allowances(largest_file=20 * MIB).of(method, path) is ORDINARY
    assert ORDINARY.bytes == MIB
