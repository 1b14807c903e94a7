"""What a busy receiver may say of when to come back, and what of it is sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.webhooks.clients.retry_after import read_retry_after
from tests.unit.webhooks.builders import AT, attempted, delivery, later, said


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 120 ", 120.0),
        ("0", 0.0),
        ("1000000000", 1e9),
        ("Sun, 01 Mar 2026 09:01:30 GMT", 90.0),
        ("Sun, 01 Mar 2026 10:01:30 +0100", 90.0),
        ("Sun, 01 Mar 2026 09:01:30 -0000", 90.0),
        ("Sun, 01 Mar 2026 08:00:00 GMT", 0.0),
        ("-1", None),
        ("1e9", None),
        ("1.5", None),
        ("١٢", None),
        ("soon", None),
        ("", None),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", None),
        (None, None),
    ],
)
def test_seconds_and_dates_are_read_and_all_else_is_nothing(header: str | None, seconds: float | None) -> None:
    assert read_retry_after(header, now=AT) == seconds


@given(st.text(max_size=60) | st.from_regex(r"[A-Z][a-z]{2}, \d{1,20} [A-Z][a-z]{2} \d{1,9} \d+:\d+:\d+ [+-]?\w+"))
def test_no_header_breaks_a_delivery(header: str) -> None:
    seconds = read_retry_after(header, now=AT)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize("header", ["1000000000", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_is_left_alone_for_longer_than_a_day(header: str) -> None:
    seconds = read_retry_after(header, now=AT)
    assert attempted(delivery(), said(503, retry_after_seconds=seconds)).next_attempt_at == later(86_400)
