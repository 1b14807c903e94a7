"""The gateway refuses to start where its door would stand open."""

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationError

from gateway.settings import GatewaySettings

SECRET = SecretStr("an-identity-secret-of-32-characters!")
KEY = SecretStr(Fernet.generate_key().decode())


def settings(token: str, **fields: str) -> GatewaySettings:
    given = {"operator_token": SecretStr(token), "identity_secret": SECRET, "encryption_key": KEY, **fields}
    return GatewaySettings(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "short",
        "fifteen-charact",
        "changeme",
        "change-me-change-me",
        "CHANGEME-1234567890",
        "operator-token-please",
        "the-default-token-0",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "with a space in it ok",
        "пароль-пароль-пароль",
    ],
)
def test_a_weak_operators_token_is_refused(token: str) -> None:
    with pytest.raises(ValidationError):
        settings(token)


def test_a_random_token_is_taken_and_never_shown() -> None:
    taken = settings("q8Zr1-vT0_kW3nLx7Yb2")
    assert taken.operator_token.get_secret_value() == "q8Zr1-vT0_kW3nLx7Yb2"
    assert "q8Zr1" not in repr(taken)


def test_a_service_may_have_several_addresses() -> None:
    services = settings("q8Zr1-vT0_kW3nLx7Yb2", tickets_url="http://a:1/, http://b:2").services()
    assert services["tickets"] == ("http://a:1", "http://b:2")
    assert services["sla"] == ("http://127.0.0.1:8103",)


def test_tenants_are_limited_only_where_keys_are() -> None:
    assert settings("q8Zr1-vT0_kW3nLx7Yb2").tenant_limit == 30_000
    assert settings("q8Zr1-vT0_kW3nLx7Yb2", rate_limit_per_minute="0").tenant_limit == 0
    assert settings("q8Zr1-vT0_kW3nLx7Yb2", tenant_rate_limit_per_minute="0").tenant_limit == 0
