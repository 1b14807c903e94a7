"""What the services hear of the caller."""

import jwt
import pytest

from gateway.api.signing import Signer
from gateway.domain.principal import Principal
from shared.errors import Unauthorized
from shared.identity import Caller, sign, verify
from shared.ids import new_id
from shared.vocabulary import Role, Scope, Surface

SECRET = "an-identity-secret-of-32-characters!"
AGENT = str(new_id())


def principal(name: str = "Бот «1»") -> Principal:
    return Principal(
        tenant_id=str(new_id()), key_id=str(new_id()), role=Role.AGENT, scopes=(Scope.READ,), name=name, agent_id=AGENT
    )


def test_a_service_reads_what_the_gateway_has_signed() -> None:
    asked = principal()
    caller = verify(Signer(SECRET).sign(asked, surface=Surface.MESSENGER, request_id='odd"id'), secret=SECRET)
    assert caller == Caller(
        tenant_id=asked.tenant_id,
        key_id=asked.key_id,
        role="agent",
        scopes=("read:helpdesk",),
        name=asked.name,
        surface="messenger",
        request_id='odd"id',
        agent_id=AGENT,
    )


def test_each_request_is_signed_with_its_own_id() -> None:
    signer, asked = Signer(SECRET), principal()
    tokens = [signer.sign(asked, surface=Surface.MESSENGER, request_id=number) for number in ("1", "2")]
    assert [verify(token, secret=SECRET).request_id for token in tokens] == ["1", "2"]


def test_a_principal_that_changed_is_told_anew() -> None:
    signer, before = Signer(SECRET), principal("before")
    after = Principal(before.tenant_id, before.key_id, Role.ADMIN, (Scope.READ, Scope.WRITE), "after")
    signer.sign(before, surface=Surface.MESSENGER, request_id="1")
    caller = verify(signer.sign(after, surface=Surface.MESSENGER, request_id="2"), secret=SECRET)
    assert (caller.name, caller.role, caller.agent_id) == ("after", "admin", None)


def test_an_identity_lasts_a_minute_and_is_an_ordinary_jws() -> None:
    caller = Caller(str(new_id()), "agent", ("read:helpdesk",), "n", "messenger", "r")
    token = sign(caller, secret=SECRET)
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    claims = jwt.decode(token, SECRET, algorithms=["HS256"])
    assert "key_id" not in claims
    assert verify(token, secret=SECRET) == caller


def test_another_secret_signs_nothing_that_counts() -> None:
    with pytest.raises(Unauthorized):
        verify(Signer("x" * 32).sign(principal(), surface=Surface.MESSENGER, request_id="1"), secret=SECRET)
