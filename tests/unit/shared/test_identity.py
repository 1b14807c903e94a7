"""The signed header that names a caller: only the secret's owner can make one, for a minute, and whole."""

from dataclasses import replace
from time import time
from typing import Any
from uuid import UUID

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Forbidden, Unauthorized
from shared.identity import LIFETIME_SECONDS, Caller, sign, verify
from shared.vocabulary import Role, Scope, Surface

SECRET = "0123456789abcdef0123456789abcdef"
CALLER = Caller(
    tenant_id=str(UUID(int=1)),
    role=Role.AGENT,
    scopes=(Scope.READ, Scope.WRITE),
    name="Ada's key",
    surface=Surface.MESSENGER,
    request_id="r-1",
    key_id=str(UUID(int=2)),
    agent_id=str(UUID(int=3)),
)


def claims(**changed: Any) -> dict[str, Any]:
    whole = jwt.decode(sign(CALLER, secret=SECRET), SECRET, algorithms=["HS256"])
    return {name: value for name, value in (whole | changed).items() if value is not None}


def encoded(payload: dict[str, Any], *, secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(payload, secret, algorithm=algorithm)


@given(st.text(), st.text(min_size=1), st.none() | st.uuids().map(str), st.sampled_from(list(Role)))
def test_a_caller_is_read_back_whole(name: str, request_id: str, contact_id: str | None, role: Role) -> None:
    caller = replace(CALLER, name=name, request_id=request_id, contact_id=contact_id, role=role)
    assert verify(sign(caller, secret=SECRET), secret=SECRET) == caller


def test_an_identity_is_good_for_a_minute() -> None:
    assert 0 <= time() + LIFETIME_SECONDS - claims()["exp"] <= 2


def test_one_made_with_another_secret_is_refused() -> None:
    with pytest.raises(Unauthorized):
        verify(sign(CALLER, secret=SECRET[::-1]), secret=SECRET)


def test_one_that_is_past_its_time_is_refused() -> None:
    with pytest.raises(Unauthorized):
        verify(encoded(claims(exp=int(time()) - 1)), secret=SECRET)


def test_one_that_never_expires_is_refused() -> None:
    with pytest.raises(Unauthorized):
        verify(encoded(claims(exp=None)), secret=SECRET)


def test_one_without_a_signature_is_refused() -> None:
    with pytest.raises(Unauthorized):
        verify(encoded(claims(), secret="", algorithm="none"), secret=SECRET)


def test_one_signed_in_another_way_is_refused() -> None:
    with pytest.raises(Unauthorized):
        verify(encoded(claims(), secret=SECRET * 2, algorithm="HS512"), secret=SECRET * 2)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_that_was_changed_anywhere_is_refused(part: int) -> None:
    parts = sign(CALLER, secret=SECRET).split(".")
    middle = len(parts[part]) // 2
    parts[part] = parts[part][:middle] + ("A" if parts[part][middle] != "A" else "B") + parts[part][middle + 1 :]
    with pytest.raises(Unauthorized):
        verify(".".join(parts), secret=SECRET)


@pytest.mark.parametrize(
    "changed",
    [
        {"tenant_id": None},
        {"tenant_id": "acme"},
        {"tenant_id": 7},
        {"role": "owner"},
        {"surface": "telnet"},
        {"scopes": None},
        {"scopes": 7},
        {"request_id": None},
        {"agent_id": "ada"},
        {"contact_id": "bob"},
        {"more": "than we know"},
    ],
)
def test_one_that_is_not_whole_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        verify(encoded(claims(**changed)), secret=SECRET)


@given(st.text(max_size=80))
def test_anything_else_in_the_header_is_refused(text: str) -> None:
    with pytest.raises(Unauthorized):
        verify(text, secret=SECRET)


@pytest.mark.parametrize(
    ("caller", "more", "code"),
    [
        (replace(CALLER, scopes=(Scope.READ,)), {}, "missing_scope"),
        (replace(CALLER, role=Role.CUSTOMER), {"agent_only": True}, "missing_role"),
        (CALLER, {"admin_only": True}, "missing_role"),
    ],
)
def test_a_missing_scope_or_role_is_forbidden(caller: Caller, more: dict[str, bool], code: str) -> None:
    with pytest.raises(Forbidden) as refused:
        caller.require(Scope.WRITE, **more)
    assert refused.value.code == code


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
def test_who_has_scope_and_role_passes(role: Role) -> None:
    replace(CALLER, role=role).require(Scope.WRITE, agent_only=True, admin_only=role is Role.ADMIN)
