"""What a JSON body may not be, whoever asks for it, and that finding out costs little."""

import json
from time import process_time

import pytest

from shared.errors import Malformed
from shared.http.json_bodies import check_json, declares_json

MIB = 1024 * 1024
DEEP = b'{"a":[' * 16 + b"1" + b"]}" * 16


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"\xef\xbb\xbf{}",
        b'{"a": [1, -2.5e3, "x", null, true]}',
        b'{"a": {"b": 1}, "c": {"b": 1}}',
        DEEP,
        b"[" * 32 + b"]" * 32,
        b'{"text": "' + b"[{" * 30_000 + b'"}',
        json.dumps({"text": '{"a": [' * 9_000}).encode(),
        json.dumps({"text": 'back\\slash "quoted" \\" [' * 100}).encode(),
        json.dumps({"rows": [{"id": n, "tags": [[]]} for n in range(3_000)]}).encode(),
        json.dumps({str(n): n for n in range(1_000)}).encode(),
    ],
)
def test_what_has_one_meaning_passes(body: bytes) -> None:
    check_json(body)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"no",
        b"{} {}",
        b"\xff",
        "{}".encode("utf-16"),
        b'{"a": 1, "a": 2}',
        b'{"a": 1, "\\u0061": 2}',
        b'{"x": [{"a": 1, "a": 1}]}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": -1e400}',
        b"[" * 33 + b"]" * 33,
        b'{"b": [], "a": ' + DEEP + b"}",
        b'{"s": "]]]]", "a": ' + DEEP + b"}",
        json.dumps({str(n): n for n in range(1_001)}).encode(),
    ],
)
def test_what_has_two_or_none_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        check_json(body)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * MIB,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"[" + b"[]," * (MIB // 3 - 2) + b"[]]",
        (b"[" * 33 + b"]" * 33) * (MIB // 66),
        b"{" + b",".join(b'"%d":1' % number for number in range(90_000)) + b"}",
        b'{"a":' + b"9" * MIB + b"}",
        b'{"a":"' + b"\\" * MIB,
    ],
    ids=["opened only", "deep arrays", "deep objects", "wide", "towers", "many names", "a long number", "backslashes"],
)
def test_a_costly_body_is_refused_quickly(body: bytes) -> None:
    started = process_time()
    with pytest.raises(Malformed):
        check_json(body)
    assert process_time() - started < 0.05


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ([(b"content-type", b"application/json")], True),
        ([(b"content-type", b"Application/Problem+JSON; charset=utf-8")], True),
        ([(b"content-type", b"text/plain"), (b"content-type", b"application/json")], True),
        ([(b"content-length", b"2")], True),
        ([(b"transfer-encoding", b"chunked")], True),
        ([(b"content-type", b""), (b"content-type", b"text/plain"), (b"content-length", b"2")], True),
        ([(b"content-type", b"text/plain"), (b"content-length", b"2")], False),
        ([(b"content-length", b"0")], False),
        ([], False),
    ],
)
def test_a_body_counts_as_json_where_it_says_so_or_says_nothing(headers: list[tuple[bytes, bytes]], said: bool) -> None:
    scope = {"headers": headers}
    assert declares_json(scope) is said
    assert not said or any(name == b"content-type" and b"json" in value.lower() for name, value in scope["headers"])
