"""Who tries too many different keys from one address, and for how long that counts."""

from gateway.store.guesses import Guesses


def after(*guesses: tuple[str, bytes], limit: int = 3, at: float = 0.0) -> Guesses:
    noted = Guesses(limit=limit, clock=lambda: at)
    for address, guess in guesses:
        noted.note(address, guess)
    return noted


def test_an_address_is_closed_once_it_has_tried_so_many_different_keys() -> None:
    tried = [("192.0.2.1", bytes([number])) for number in range(3)]
    assert after(*tried[:2]).closed_for("192.0.2.1") == 0
    assert after(*tried, at=10.0).closed_for("192.0.2.1") == 50
    assert after(*tried).closed_for("192.0.2.2") == 0


def test_the_same_wrong_key_again_is_no_other_guess() -> None:
    assert after(*[("192.0.2.1", b"1")] * 100).closed_for("192.0.2.1") == 0


def test_addresses_of_one_ipv6_network_are_one() -> None:
    noted = after(*((f"2001:db8:1:2::{number}", bytes([number])) for number in range(3)))
    assert noted.closed_for("2001:db8:1:2:ffff::9") > 0
    assert noted.closed_for("2001:db8:1:3::1") == 0


def test_a_new_minute_forgets() -> None:
    now = [59.0]
    noted = Guesses(limit=1, clock=lambda: now[0])
    noted.note("192.0.2.1", b"1")
    assert noted.closed_for("192.0.2.1") == 1
    now[0] = 60.0
    assert noted.closed_for("192.0.2.1") == 0


def test_a_limit_of_zero_is_none() -> None:
    assert after(*(("192.0.2.1", bytes([number])) for number in range(9)), limit=0).closed_for("192.0.2.1") == 0
