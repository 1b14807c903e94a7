"""The API document and the page that shows it: for everybody, from the gateway alone."""

import re

import httpx
import pytest

from tests.integration.gateway.door import Gateway
from tests.support.api_document import FILE

PAGE = "/docs"


async def test_the_document_is_served_as_it_is_committed(gateway: Gateway) -> None:
    answer = await gateway.client.get("/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.content == FILE.read_bytes()


async def test_the_page_shows_the_document_with_nothing_from_elsewhere(gateway: Gateway) -> None:
    page = await gateway.client.get(PAGE)
    assert page.status_code == 200
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page.text, re.DOTALL)
    assert scripts
    assert [inline for _, inline in scripts if inline.strip()] == []
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert [source for source in sources if "//" in source] == []
    for source in sources:
        if not source.startswith("data:"):
            asset = await gateway.client.get(f"/{source}")
            assert asset.status_code == 200, source
            assert asset.headers["X-Content-Type-Options"] == "nosniff"
    assert "openapi.json" in (await gateway.client.get("/docs/start.js")).text


@pytest.mark.parametrize("path", [PAGE, "/docs/start.js", "/docs/swagger-ui-bundle.js", "/openapi.json"])
async def test_the_policy_lets_nothing_in_that_is_not_ours(gateway: Gateway, path: str) -> None:
    policy = (await gateway.client.get(path)).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert (rules["script-src"], rules["style-src"], rules["connect-src"]) == ("'self'", "'self'", "'self'")
    assert "unsafe" not in policy


async def test_what_is_not_there_is_not_found(gateway: Gateway) -> None:
    for path in ("/docs/", "/docs/nothing.js", "/redoc"):
        answer = await gateway.client.get(httpx.URL(str(gateway.client.base_url)).copy_with(raw_path=path.encode()))
        assert answer.status_code == 404, path
    assert (await gateway.client.post(PAGE)).status_code == 405
