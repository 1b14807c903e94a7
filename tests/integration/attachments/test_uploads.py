"""A file goes in and comes out as it was, and nothing else of it does."""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.attachments.house import MIB, House, Party, refused
from tests.support.eventually import eventually

BOUNDARY = "x1y2"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
HEAD = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'.encode()
END = f"\r\n--{BOUNDARY}--\r\n".encode()


async def test_an_upload_says_what_is_stored(admin: Party) -> None:
    answer = await admin.send(b"\x89PNG\x00\xff", name="C:\\photos\\Снимок 1.PNG", content_type="Image/PNG; a=b")
    assert answer.status_code == 201
    file = answer.json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", file.pop("created_at"))
    assert file == {
        "id": file["id"],
        "name": "Снимок 1.PNG",
        "content_type": "image/png",
        "size": 6,
        "url": f"/v1/helpdesk/attachments/{file['id']}",
    }


async def test_a_download_brings_the_same_bytes_and_no_browser_runs_them(admin: Party) -> None:
    content = bytes(range(256)) * 3000
    file = await admin.upload(content, name="Снимок (1); 100%.png", content_type="image/png")
    answer = await admin.ask("GET", file["url"].removeprefix("/v1/helpdesk"))
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "private"
    name = "%D0%A1%D0%BD%D0%B8%D0%BC%D0%BE%D0%BA%20%281%29%3B%20100%25.png"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


@pytest.mark.parametrize(
    ("name", "content_type", "served"),
    [
        ("a.html", "text/html", "application/octet-stream"),
        ("a.svg", "image/svg+xml", "application/octet-stream"),
        ("a.xhtml", "application/xhtml+xml", "application/octet-stream"),
        ("a.xml", "text/xml", "application/octet-stream"),
        ("a.txt", "text/plain", "text/plain"),
        ("a.pdf", "application/pdf", "application/pdf"),
        ("a", "application/made-up", "application/octet-stream"),
    ],
)
async def test_what_a_browser_could_run_is_served_as_mere_bytes(
    admin: Party, name: str, content_type: str, served: str
) -> None:
    file = await admin.upload(b"<script>alert(1)</script>", name=name, content_type=content_type)
    answer = await admin.fetch(file)
    assert file["content_type"] == content_type
    assert answer.headers["content-type"] == served
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_head_says_the_same_without_the_bytes(admin: Party) -> None:
    file = await admin.upload(b"0123456789")
    got, answer = await admin.fetch(file), await admin.ask("HEAD", f"/attachments/{file['id']}")
    assert (answer.status_code, answer.content) == (200, b"")
    own = {"x-request-id", "date", "ratelimit-remaining", "ratelimit-reset"}
    assert {k: v for k, v in answer.headers.items() if k not in own} == {
        k: v for k, v in got.headers.items() if k not in own
    }


async def test_a_part_is_had_by_its_range(admin: Party) -> None:
    content = bytes(range(256)) * 4096
    file = await admin.upload(content)
    for asked, first, last in [
        ("bytes=0-0", 0, 0),
        ("bytes=262143-262144", 262143, 262144),
        ("bytes=500000-", 500000, len(content) - 1),
        ("bytes=-5", len(content) - 5, len(content) - 1),
    ]:
        answer = await admin.fetch(file, Range=asked)
        assert (answer.status_code, answer.content) == (206, content[first : last + 1])
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(content)}"
    beyond = await admin.fetch(file, Range=f"bytes={len(content)}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(content)}")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("setup.EXE", "application/octet-stream"),
        ("photo.jpg.scr ", "image/jpeg"),
        ("a.exe.", "text/plain"),
        ("a.exe:b", "text/plain"),
        ("a.txt", "application/x-msdownload"),
        ("a.txt", "APPLICATION/X-SH; charset=utf-8"),
        ("a.txt", "text"),
        ("a.txt", "text/plain/x"),
        ("..", "text/plain"),
        ("x" * 256, "text/plain"),
    ],
)
async def test_a_file_that_is_not_taken_leaves_nothing(
    house: House, admin: Party, name: str, content_type: str
) -> None:
    refused(await admin.send(b"Hello", name=name, content_type=content_type), 422, field="file")
    assert await house.kept_of(admin.tenant_id) == (0, 0)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (HEAD + END, 422, "file"),
        (HEAD.replace(b'"file"', b'"photo"') + b"Hello" + END, 422, "file"),
        (HEAD.replace(b'; filename="a.txt"', b"") + b"Hello" + END, 422, "file"),
        (HEAD.replace(b"a.txt", b"a\x1b.txt") + b"Hello" + END, 422, "file"),
        (HEAD + b"Hello\r\n" + HEAD + b"Hello" + END, 422, "file"),
        (HEAD + b"x" * 600_000 + b"\r\n" + HEAD + b"Hello" + END, 422, "file"),
        (f"--{BOUNDARY}--\r\n".encode(), 422, "file"),
        (HEAD + b"Hello", 400, None),
        (HEAD + b"x" * 600_000, 400, None),
        (b"Hello", 400, None),
        (b"", 400, None),
        (HEAD.replace(b"\r\n\r\n", b"\r\nX: " + b"x" * 5000 + b"\r\n\r\n") + b"Hello" + END, 400, None),
    ],
)
async def test_a_form_that_is_not_right_is_refused_and_leaves_nothing(
    house: House, admin: Party, body: bytes, status: int, field: str | None
) -> None:
    refused(await admin.ask("POST", "/attachments", content=body, headers=FORM), status, field=field)
    assert await house.kept_of(admin.tenant_id) == (0, 0)


async def test_other_parts_are_read_over(admin: Party) -> None:
    other = HEAD.replace(b'"file"; filename="a.txt"', b'"comment"') + b"whatever\r\n"
    answer = await admin.ask("POST", "/attachments", content=other + HEAD + b"Hello\r\n" + other + END, headers=FORM)
    assert (answer.status_code, answer.json()["size"]) == (201, 5)
    assert (await admin.fetch(answer.json())).content == b"Hello"


async def test_a_body_that_is_no_form_is_of_the_wrong_type(admin: Party) -> None:
    refused(await admin.ask("POST", "/attachments", json={"file": "Hello"}), 415)
    refused(await admin.ask("POST", "/attachments", headers={"Content-Type": "multipart/form-data"}), 400)


async def test_twenty_mebibytes_pass_and_a_byte_more_does_not(house: House, admin: Party) -> None:
    content = (b"0123456789abcdef" * (20 * MIB // 16 + 1))[: 20 * MIB]
    file = await admin.upload(content)
    answer = await admin.fetch(file)
    assert file["size"] == len(answer.content) == 20 * MIB
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(content).digest()
    for body in (HEAD + content + b"x" + END, HEAD + content + b"x" * 100_000 + END):
        refused(await admin.ask("POST", "/attachments", content=body, headers=FORM), 413)
        refused(await admin.ask("POST", "/attachments", content=pieces(body), headers=FORM), 413)
    await eventually(lambda: only_the(house, admin, 80), what="what was refused is gone")


async def test_memory_does_not_grow_with_what_passes(house: House, admin: Party) -> None:
    content = b"x" * 20 * MIB
    file = await admin.upload(content)
    await admin.fetch(file)
    before = [peak(house, service) for service in ("gateway", "tickets")]
    await asyncio.gather(*(admin.upload(content) for _ in range(5)))
    await asyncio.gather(*(admin.fetch(file) for _ in range(5)))
    grown = [peak(house, service) - past for service, past in zip(("gateway", "tickets"), before, strict=True)]
    assert max(grown) < 32 * MIB, grown


async def test_nothing_but_an_upload_may_be_as_large(admin: Party) -> None:
    body = HEAD + b"x" * 2 * MIB + END
    for path in ("/tickets", "/attachments/", "/attachments/x", "/attachments/../tickets"):
        assert (await admin.ask("POST", path, content=body, headers=FORM)).status_code in {404, 413}
    refused(await admin.ask("PUT", "/attachments", content=body, headers=FORM), 413)


async def test_an_upload_that_breaks_off_leaves_nothing(house: House, admin: Party) -> None:
    address = house.gateway.client.base_url
    reader, writer = await asyncio.open_connection(address.host, address.port)
    lines = ["POST /v1/helpdesk/attachments HTTP/1.1", "Host: x", f"Authorization: Bearer {admin.key}"]
    lines += [f"Content-Type: {FORM['Content-Type']}", "Content-Length: 5000000"]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + HEAD + b"x" * MIB)
    await writer.drain()

    async def begun() -> bool:
        return (await house.kept_of(admin.tenant_id))[1] >= 2

    await eventually(begun, what="the first chunks are stored")
    writer.close()
    await eventually(lambda: only_the(house, admin, 0), what="the chunks are gone")
    assert not await reader.read()


async def only_the(house: House, admin: Party, chunks: int) -> bool:
    return await house.kept_of(admin.tenant_id) == (1 if chunks else 0, chunks)


def peak(house: House, service: str) -> int:
    """The most memory that a service's process has ever had, in bytes."""
    status = Path(f"/proc/{house.gateway.stack.process(service).pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


async def pieces(body: bytes) -> AsyncIterator[bytes]:
    """Without a length."""
    for start in range(0, len(body), MIB):
        yield body[start : start + MIB]
