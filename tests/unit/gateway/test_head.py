"""What is taken from a request's headers, and what of them goes on."""

import pytest

from gateway.api.authorization import Operator, bearer
from gateway.api.head import Head
from gateway.api.headers import inbound, outbound
from gateway.store.guesses import Guesses
from shared.errors import RateLimited, Unauthorized


def head(*headers: tuple[bytes, bytes]) -> Head:
    return Head(list(headers))


def test_the_bearer_is_what_stands_after_the_scheme() -> None:
    assert bearer(head((b"host", b"x"), (b"authorization", b"Bearer ak_1"))) == "ak_1"


@pytest.mark.parametrize(
    "given",
    [
        [],
        [b""],
        [b"Bearer"],
        [b"Bearer "],
        [b"Bearer  ak_1"],
        [b"Bearer ak_1 "],
        [b"Bearer ak_1 ak_2"],
        [b"bearer ak_1"],
        [b"BEARER ak_1"],
        [b"Basic YTpi"],
        [b"ak_1"],
        ["Bearer ключ".encode()],
        [b"Bearer ak_1", b"Bearer ak_1"],
        [b"Bearer ak_1", b"Bearer ak_2"],
    ],
)
def test_an_odd_authorization_is_none(given: list[bytes]) -> None:
    assert bearer(head((b"host", b"x"), *((b"authorization", value) for value in given))) is None


def test_only_the_operators_token_opens_the_admin() -> None:
    operator = Operator("token-of-the-operator", guesses=Guesses(limit=0))
    operator.check(head((b"authorization", b"Bearer token-of-the-operator")), address="::1")
    for token in (b"token-of-the-operato", b"token-of-the-operator2", b"x"):
        with pytest.raises(Unauthorized):
            operator.check(head((b"authorization", b"Bearer " + token)), address="::1")


def test_who_guesses_tokens_is_no_longer_listened_to() -> None:
    operator = Operator("token-of-the-operator", guesses=Guesses(limit=3))
    for number in range(3):
        with pytest.raises(Unauthorized):
            operator.check(head((b"authorization", b"Bearer %d" % number)), address="::1")
    with pytest.raises(RateLimited):
        operator.check(head((b"authorization", b"Bearer token-of-the-operator")), address="::1")
    operator.check(head((b"authorization", b"Bearer token-of-the-operator")), address="198.51.100.1")


SCOPE = {"client": ("203.0.113.9", 1), "scheme": "http"}


def test_what_says_who_asks_or_how_the_hop_is_made_stays_outside() -> None:
    names = inbound(
        SCOPE,
        head=head(
            (b"host", b"help.example"),
            (b"x-helpdesk-identity", b"forged"),
            (b"x-helpdesk-anything", b"1"),
            (b"x-tenant-id", b"1"),
            (b"authorization", b"Bearer ak_1"),
            (b"cookie", b"a=b"),
            (b"connection", b"close, X-Secret-Hop"),
            (b"x-secret-hop", b"1"),
            (b"keep-alive", b"5"),
            (b"te", b"trailers"),
            (b"trailer", b"x"),
            (b"transfer-encoding", b"chunked"),
            (b"upgrade", b"h2c"),
            (b"proxy-authorization", b"x"),
            (b"proxy-connection", b"x"),
            (b"forwarded", b"for=1.2.3.4"),
            (b"x-forwarded-for", b"1.2.3.4"),
            (b"x-forwarded-user", b"root"),
            (b"x-request-id", b"theirs"),
            (b"traceparent", b"theirs"),
            (b"tracestate", b"theirs"),
            (b"content-length", b"3"),
        ),
    )
    assert names == [
        (b"x-forwarded-for", b"203.0.113.9"),
        (b"x-forwarded-host", b"help.example"),
        (b"x-forwarded-proto", b"http"),
    ]


def test_all_other_headers_go_on_as_they_are() -> None:
    given = [(b"accept-encoding", b"gzip, br"), (b"idempotency-key", b"\xff\xd0\xba"), (b"x-a", b"1"), (b"x-a", b"2")]
    assert inbound(SCOPE, head=head(*given))[:4] == given


def test_the_caller_sees_nothing_of_the_hop_behind_the_gateway() -> None:
    answered = outbound(
        [
            (b"Content-Type", b"application/json"),
            (b"ETag", b'"3"'),
            (b"Connection", b"keep-alive, X-Inner"),
            (b"X-Inner", b"1"),
            (b"Keep-Alive", b"75"),
            (b"Transfer-Encoding", b"chunked"),
            (b"Server", b"x"),
            (b"X-Request-Id", b"theirs"),
            (b"X-Helpdesk-Identity", b"x"),
            (b"traceparent", b"x"),
        ]
    )
    assert answered == [(b"content-type", b"application/json"), (b"etag", b'"3"')]
