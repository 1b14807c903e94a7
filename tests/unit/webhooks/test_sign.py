"""Signatures as Standard Webhooks has them."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from services.webhooks.clients.receivers import sign

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1_614_265_330, UTC)


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        ('{"test": 2432232314}', "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ('{"test": "héllo ✓"}', "v1,D7fUbCWjZC9h5rowG0Yk/9tkllTzrb/GuzFHtIMJpmo="),
    ],
)
def test_the_upstream_vector_comes_out(body: str, signature: str) -> None:
    signed = sign(body.encode(), webhook_id=MESSAGE, secrets=[SECRET], at=AT)
    assert signed == {"webhook-id": MESSAGE, "webhook-timestamp": "1614265330", "webhook-signature": signature}


def test_each_live_secret_signs() -> None:
    now = datetime.now(UTC)
    older = "whsec_" + b64encode(b"o" * 32).decode()
    signed = sign(b'{"a":1}', webhook_id=MESSAGE, secrets=[SECRET, older], at=now)
    assert len(signed["webhook-signature"].split(" ")) == 2
    for secret in (SECRET, older):
        assert Webhook(secret).verify(b'{"a":1}', signed) == {"a": 1}


def test_the_fraction_of_a_second_does_not_matter() -> None:
    exact = sign(b"{}", webhook_id=MESSAGE, secrets=[SECRET], at=AT)
    assert sign(b"{}", webhook_id=MESSAGE, secrets=[SECRET], at=AT.replace(microsecond=999_000)) == exact
