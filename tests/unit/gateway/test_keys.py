"""API keys: their look, their digests, their scopes, and whom they may stand for."""

import re
from datetime import timedelta

import pytest

from gateway.domain.key import Digester, Prefix, check_binding, looks_like_a_key, new_key, scopes_for
from gateway.domain.principal import DEFAULT_SCOPES, Principal
from shared.clock import utc_now
from shared.errors import Forbidden, Invalid
from shared.ids import new_id
from shared.vocabulary import Role, Scope


def principal(**fields: object) -> Principal:
    known = {"tenant_id": "t", "key_id": "k", "role": Role.AGENT, "scopes": DEFAULT_SCOPES[Role.AGENT], "name": "n"}
    return Principal(**{**known, **fields})  # type: ignore[arg-type]  # the builder's defaults are of the right types


@pytest.mark.parametrize("prefix", Prefix)
def test_a_key_is_its_prefix_and_43_url_safe_characters(prefix: Prefix) -> None:
    key = new_key(prefix)
    assert re.fullmatch(rf"{prefix}[A-Za-z0-9_-]{{43}}", key)
    assert looks_like_a_key(key)
    assert new_key(prefix) != key


@pytest.mark.parametrize("text", ["", "zn_live_", "xx_live_" + "a" * 43, "ak_" + "a" * 31, "ak_" + "a" * 42 + "!"])
def test_what_is_no_key_is_not_looked_up(text: str) -> None:
    assert not looks_like_a_key(text)


def test_a_digest_depends_on_the_key_and_on_the_secret_alone() -> None:
    here, there = Digester.from_secret("a" * 32), Digester.from_secret("b" * 32)
    assert here.digest("ak_1") == Digester.from_secret("a" * 32).digest("ak_1")
    assert len({here.digest("ak_1"), here.digest("ak_2"), there.digest("ak_1")}) == 3
    assert b"ak_1" not in here.digest("ak_1")


def test_a_role_has_its_scopes_unless_fewer_are_asked_for() -> None:
    assert scopes_for(Role.ADMIN, asked=None) == (Scope.READ, Scope.WRITE, Scope.ADMIN)
    assert scopes_for(Role.AGENT, asked=(Scope.READ, Scope.READ)) == (Scope.READ,)


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER])
def test_a_role_cannot_have_more_than_its_scopes(role: Role) -> None:
    with pytest.raises(Invalid) as refusal:
        scopes_for(role, asked=(Scope.READ, Scope.ADMIN))
    assert [problem.field for problem in refusal.value.problems] == ["scopes"]


@pytest.mark.parametrize(
    ("role", "agent", "contact", "field"),
    [
        (Role.CUSTOMER, False, False, "contact_id"),
        (Role.CUSTOMER, True, True, "agent_id"),
        (Role.AGENT, False, True, "contact_id"),
        (Role.ADMIN, True, True, "contact_id"),
    ],
)
def test_only_a_customers_key_stands_for_a_contact(role: Role, agent: bool, contact: bool, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_binding(role, agent_id=new_id() if agent else None, contact_id=new_id() if contact else None)
    assert [problem.field for problem in refusal.value.problems] == [field]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_key_that_may_only_read_writes_nothing(method: str) -> None:
    reader = principal(scopes=(Scope.READ,))
    reader.allow("GET")
    with pytest.raises(Forbidden) as refusal:
        reader.allow(method)
    assert refusal.value.code == "missing_scope"


def test_a_key_without_the_read_scope_reads_nothing() -> None:
    writer = principal(scopes=(Scope.WRITE,))
    writer.allow("POST")
    with pytest.raises(Forbidden):
        writer.allow("HEAD")


def test_a_key_expires_at_its_time_and_not_before() -> None:
    now = utc_now()
    assert principal(expires_at=now).expired(at=now)
    assert not principal(expires_at=now + timedelta(milliseconds=1)).expired(at=now)
    assert not principal().expired(at=now)
