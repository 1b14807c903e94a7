"""W3C Trace Context: taken where it is valid, made where it is not, handed on, and never told to the caller."""

import json
import re
from typing import Any

import httpx
import pytest

from shared.ids import new_id
from tests.integration.gateway.door import TICKETS, Gateway
from tests.integration.gateway.echo import Heard
from tests.support.eventually import eventually

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
MADE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00")


async def heard(gateway: Gateway, *headers: tuple[str, str]) -> Heard:
    """What the service was sent."""
    given = [*(await gateway.bearer()).items(), *headers]
    answer = await gateway.client.get(TICKETS, headers=given)
    assert answer.status_code == 200
    assert not {"traceparent", "tracestate"} & set(answer.headers)
    return gateway.echo.heard[-1]


async def test_a_valid_trace_goes_on_with_its_state(gateway: Gateway) -> None:
    sent = await heard(gateway, ("traceparent", GIVEN), ("tracestate", "a=1"), ("tracestate", "b=2"))
    assert (sent.header("traceparent"), sent.header("tracestate")) == (GIVEN, "a=1,b=2")


async def test_a_later_version_is_read_as_far_as_it_is_known(gateway: Gateway) -> None:
    sent = await heard(gateway, ("traceparent", f"cc{GIVEN[2:]}-what-the-future-holds"))
    assert sent.header("traceparent") == GIVEN


@pytest.mark.parametrize(
    "parents",
    [
        [],
        [""],
        ["rubbish"],
        [GIVEN.upper()],
        [GIVEN + "-more"],
        [GIVEN + "0"],
        [GIVEN[:-1]],
        ["ff" + GIVEN[2:]],
        ["00-" + "0" * 32 + "-00f067aa0ba902b7-01"],
        ["00-4bf92f3577b34da6a3ce929d0e0e4736-" + "0" * 16 + "-01"],
        ["cc" + GIVEN[2:] + "more"],
        [GIVEN, GIVEN],
    ],
)
async def test_any_other_begins_a_new_trace_without_a_state(gateway: Gateway, parents: list[str]) -> None:
    sent = await heard(gateway, *(("traceparent", parent) for parent in parents), ("tracestate", "a=1"))
    assert MADE.fullmatch(sent.header("traceparent") or "")
    assert sent.header("tracestate") is None


async def test_a_state_beyond_its_length_is_left_out(gateway: Gateway) -> None:
    sent = await heard(gateway, ("traceparent", GIVEN), ("tracestate", "a=" + "x" * 600))
    assert (sent.header("traceparent"), sent.header("tracestate")) == (GIVEN, None)


async def test_the_trace_stands_in_the_log_and_is_carried_to_a_sibling(gateway: Gateway) -> None:
    shown = await gateway.key(role="admin")
    headers = {"Authorization": f"Bearer {shown['key']}", "traceparent": GIVEN, "X-Request-Id": "traced-1"}
    body = {"name": "x", "role": "agent", "agent_id": str(new_id())}
    answer: httpx.Response = await gateway.client.post("/v1/helpdesk/keys", json=body, headers=headers)
    assert answer.status_code == 201
    assert gateway.echo.heard[-1].header("traceparent") == GIVEN

    def lines() -> list[dict[str, Any]]:
        log = gateway.stack.process("gateway").log.read_text()
        return [json.loads(line) for line in log.splitlines() if '"traced-1"' in line]

    (line,) = await eventually(lines, what="the line is written")
    assert line["traceparent"] == GIVEN
