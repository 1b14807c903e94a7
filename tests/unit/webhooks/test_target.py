"""Which URLs a webhook can have."""

import pytest

from services.webhooks.domain.target import BadUrl, Target, read_target

REFUSED = [
    "",
    "example.com/hook",
    "//example.com/hook",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "ws://example.com/",
    "javascript:alert(1)",
    "http://",
    "http:///path",
    "http://user:pass@example.com/",
    "http://user@example.com/",
    "http://b.com\\@127.0.0.1/",
    "http://b.com#@127.0.0.1/",
    "http://example.com/#part",
    "http://example.com/a b",
    "http://example.com/\t",
    "http://example.com/\r\nX-Evil: 1",
    "http://exam\nple.com/",
    "http://example.com/\x00",
    "http://example.com/" + "a" * 10_000,
    "http://ex\u0430mple.com/",
    "http://127\u30020\u30020\u30021/",
    "http://\u2460\u2461\u2466.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:127.0.0.1]x/",
    "http://-example.com/",
    "http://exa..mple.com/",
    "http://" + "a" * 64 + ".com/",
    "http://example.com:0/",
    "http://example.com:65536/",
    "http://example.com:port/",
    "http://example.com:/",
    *(f"http://example.com:{port}/" for port in (22, 25, 3306, 5672, 6379, 27017)),
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_plain_http_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        read_target(url)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.com", Target("https", "example.com", 443, "/")),
        ("HTTPS://Example.COM/Hook?a=1&b=%20", Target("https", "example.com", 443, "/Hook?a=1&b=%20")),
        ("http://example.com:8080/", Target("http", "example.com", 8080, "/")),
        ("http://xn--e1afmkfd.example/", Target("http", "xn--e1afmkfd.example", 80, "/")),
        ("http://my_service.internal./x", Target("http", "my_service.internal.", 80, "/x")),
        ("http://10.0.0.1/", Target("http", "10.0.0.1", 80, "/")),
        ("http://[2606:4700:0::1111]:8443/", Target("http", "2606:4700::1111", 8443, "/")),
    ],
)
def test_a_plain_url_is_taken_apart(url: str, target: Target) -> None:
    assert read_target(url) == target


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://example.com/", "example.com"),
        ("http://example.com:443/", "example.com:443"),
        ("http://[2606:4700::1111]:8443/", "[2606:4700::1111]:8443"),
    ],
)
def test_the_host_header_leaves_out_the_usual_port(url: str, authority: str) -> None:
    assert read_target(url).authority == authority


def test_a_refusal_does_not_repeat_the_url() -> None:
    with pytest.raises(BadUrl) as refusal:
        read_target("http://user:hunter2@example.com/")
    assert "hunter2" not in str(refusal.value)
