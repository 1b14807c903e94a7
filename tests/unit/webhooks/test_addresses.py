"""Which addresses a webhook may reach."""

from ipaddress import ip_network

import pytest

from services.webhooks.domain.addresses import AddressPolicy

# fmt: off
REFUSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:0:53aa::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "ff02::1",
]
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.0.1.1",
    "2606:4700::1111", "2a00:1450:4001::1",
]
# fmt: on


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not AddressPolicy().permits(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_permitted(address: str) -> None:
    assert AddressPolicy().permits(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "2130706433", "1.1.1.1/32", "2606:4700::1111%1"])
def test_what_is_no_plain_address_is_refused(text: str) -> None:
    assert not AddressPolicy(allowed=(ip_network("0.0.0.0/0"), ip_network("::/0"))).permits(text)


def test_the_operator_opens_a_network_and_no_other() -> None:
    policy = AddressPolicy(allowed=(ip_network("127.0.0.0/8"), ip_network("fd00:1::/64")))
    assert policy.permits("127.0.0.1")
    assert policy.permits("fd00:1::5")
    assert not policy.permits("10.0.0.1")
    assert not policy.permits("::1")
    assert not policy.permits("::ffff:127.0.0.1")


def test_one_refused_address_among_several_refuses_the_name() -> None:
    assert AddressPolicy().refused(["1.1.1.1", "10.0.0.1"]) == "10.0.0.1"
    assert AddressPolicy().refused(["1.1.1.1", "8.8.8.8"]) is None
