"""Promises of the tests' own tools: waiting says why it failed, the receiver judges and answers as told."""

from datetime import UTC, datetime

import httpx
import pytest
from standardwebhooks import Webhook

from tests.support.eventually import eventually
from tests.support.receiver import NO_SECRET, VERIFIED, Answer, Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def _signed(body: str, *, secret: str = SECRET) -> dict[str, str]:
    now = datetime.now(UTC)
    signature = Webhook(secret).sign("msg_1", now, body)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}


async def test_eventually_returns_the_first_truthy_value() -> None:
    values = iter([0, None, "here"])
    assert await eventually(lambda: next(values), every=0.001) == "here"


async def test_eventually_says_what_did_not_happen_and_what_the_last_attempt_raised() -> None:
    async def refused() -> bool:
        raise ConnectionError("nobody there")

    with pytest.raises(AssertionError, match=r"the door opens did not happen within 0\.05 s.*nobody there"):
        await eventually(refused, within=0.05, every=0.01, what="the door opens")


def test_the_receiver_records_requests_and_judges_signatures(receiver: Receiver) -> None:
    receiver.trust("/hook", secret=SECRET)
    httpx.post(f"{receiver.url}/hook?a=1", content=b'{"n": 1}', headers=_signed('{"n": 1}'), verify=False)
    httpx.post(f"{receiver.url}/hook", content=b'{"n": 2}', headers=_signed('{"n": 1}'), verify=False)
    httpx.post(f"{receiver.url}/other", content=b"{}", verify=False)

    good, forged = receiver.received("/hook")
    assert (good.verdict, good.body, good.query) == (VERIFIED, b'{"n": 1}', "a=1")
    assert "WebhookVerificationError" in forged.verdict
    assert [one.verdict for one in receiver.received("/other")] == [NO_SECRET]


def test_the_receiver_judges_what_came_before_it_knew_the_secret(receiver: Receiver) -> None:
    httpx.post(f"{receiver.url}/hook", content=b"{}", headers=_signed("{}"), verify=False)
    receiver.trust("/hook", secret=SECRET)
    assert [one.verdict for one in receiver.received()] == [VERIFIED]


def test_the_receiver_answers_as_scripted_and_stays_with_the_last_answer(receiver: Receiver) -> None:
    receiver.script("/hook", Answer(status=503, headers={"Retry-After": "7"}), Answer(status=204))
    answers = [httpx.post(f"{receiver.url}/hook", verify=False) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 204, 204]
    assert answers[0].headers["Retry-After"] == "7"


def test_a_scripted_delay_holds_the_answer_back(receiver: Receiver) -> None:
    receiver.script("/hook", Answer(delay=5))
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{receiver.url}/hook", timeout=0.2, verify=False)
    assert len(receiver.received("/hook")) == 1
