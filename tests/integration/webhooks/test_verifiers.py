"""What the worker sends, as the published verifiers of two languages judge it, and what they refuse."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import EmptyWebhookSecretError

from services.webhooks.clients.receivers import sign
from tests.integration.webhooks.system import WebhooksSystem
from tests.support.node_verifier import Case, NodeVerifier
from tests.support.receiver import VERIFIED, Receiver, verdict
from tests.support.ticket_events import created

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHERS = ["whsec_" + b64encode(letter * 32).decode() for letter in (b"a", b"b", b"c")]
BODY = '{"test": "héllo ✓"}'.encode()

Verify = Callable[[Sequence[Case]], list[str]]


def in_python(cases: Sequence[Case]) -> list[str]:
    return [_in_python(each) for each in cases]


def _in_python(one: Case) -> str:
    try:
        return verdict(one.headers, one.body, secret=one.secret)
    except EmptyWebhookSecretError as refusal:
        return str(refusal)


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Verify:
    return NodeVerifier.install(tmp_path_factory.mktemp("node")).verdicts


@pytest.fixture(params=["python", "node"])
def verify(request: pytest.FixtureRequest) -> Verify:
    found: Verify = in_python if request.param == "python" else request.getfixturevalue("in_node")
    return found


def signed(*secrets: str, seconds: float = 0) -> dict[str, str]:
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return sign(BODY, webhook_id="msg_1", secrets=secrets or [SECRET], at=at)


def case(headers: Mapping[str, str], *, body: bytes = BODY, secret: str = SECRET) -> Case:
    return Case(secret, headers, body)


async def test_what_the_worker_sends_is_verified(webhooks: WebhooksSystem, receiver: Receiver, in_node: Verify) -> None:
    owner = webhooks.admin()
    endpoint = await owner.add(receiver)
    newer = (await owner.call("POST", f"/{endpoint['id']}/rotate-secret")).json()["secret"]
    await webhooks.publish(created(owner.tenant_id, subject="Wo bleibt mein Päckchen? ✓ \U0001f4e6"))
    await owner.settled(endpoint, status="delivered")
    [request] = receiver.received()
    cases = [Case(secret, request.headers, request.body) for secret in (endpoint["secret"], newer)]
    forged = Case(newer, request.headers, request.body.replace(b"ticket", b"tickst", 1))
    for verify in (in_node, in_python):
        *found, refused = verify([*cases, forged])
        assert found == [VERIFIED] * 2
        assert "No matching signature" in refused


def test_each_live_secret_is_enough(verify: Verify) -> None:
    headers = signed(*OTHERS[:2], SECRET, OTHERS[2])
    assert len(headers["webhook-signature"].split(" ")) == 4
    cases = [case(headers, secret=secret) for secret in (SECRET, *OTHERS)]
    assert verify([*cases, case(signed(SECRET))]) == [VERIFIED] * 5


def test_a_secret_that_lost_its_padding_on_the_way_still_verifies(verify: Verify) -> None:
    assert verify([case(signed(OTHERS[0]), secret=OTHERS[0].rstrip("="))]) == [VERIFIED]


def test_a_time_that_is_five_minutes_off_still_holds_and_no_more(verify: Verify) -> None:
    # A busy machine takes its time between signing and verifying.
    near = [case(signed(seconds=seconds)) for seconds in (-240, 295)]
    far = [case(signed(seconds=seconds)) for seconds in (-302, 420)]
    assert verify(near) == [VERIFIED] * 2
    assert all("timestamp" in refused for refused in verify(far))


def test_what_is_not_signed_by_the_secret_is_refused(verify: Verify) -> None:
    good = signed()
    version, _, signature = good["webhook-signature"].partition(",")
    altered = f"{version},{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    cases = [
        case({**good, "webhook-signature": altered}),
        case({**good, "webhook-signature": f"v2,{signature}"}),
        case({**good, "webhook-id": "msg_2"}),
        case({**good, "webhook-timestamp": str(int(good["webhook-timestamp"]) - 1)}),
        case(good, body=BODY + b" "),
        case(good, secret=OTHERS[0]),
        *(case({name: value for name, value in good.items() if name != missing}) for missing in good),
        case(good, secret=""),
    ]
    found = verify(cases)
    assert len(found) == 10
    assert VERIFIED not in found
