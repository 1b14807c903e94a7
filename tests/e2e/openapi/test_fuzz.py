"""A fuzzer that the API document drives finds no 5xx, and no answer that the document does not have.

`HELPDESK_TEST_FUZZ_SECONDS` is how long it looks, in all (10); `HELPDESK_TEST_FUZZ_SEED` where it begins.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.support.api_document import Json, aimed, operations, read_document, strict
from tests.support.stack import Stack, Tenant

# The command stands beside the interpreter that has the package.
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
SECONDS = int(os.environ.get("HELPDESK_TEST_FUZZ_SECONDS", "10"))
SEED = os.environ.get("HELPDESK_TEST_FUZZ_SEED", "1")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# What one run may need beyond its time: for starting, and for its last requests.
SLACK_SECONDS = 60


@pytest_asyncio.fixture
async def ids(admin: httpx.AsyncClient) -> dict[str, list[str]]:
    """One thing of each kind, by the names that parameters and fields have for its id."""

    async def made(path: str, body: dict[str, Any]) -> list[str]:
        answer = await admin.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return [str(answer.json()["id"])]

    agent = await made("/agents", {"name": "Ann", "email": "ann@example.com"})
    team = await made("/teams", {"name": "First line"})
    contact = await made("/contacts", {"name": "Olga"})
    kind = await made("/ticket-types", {"name": "Payments"})
    tickets = [(await made("/tickets", {"text": "Broken"}))[0] for _ in range(3)]
    rule = {"name": "All", "condition": {"channel": "max"}, "action": {"add_tag": "a"}}
    return {
        "ticket_id": tickets,
        "ticket_ids": tickets,
        **dict.fromkeys(("agent_id", "assigned_to", "assigneeId", "assignedTo", "assign_to"), agent),
        **dict.fromkeys(("team_id", "teamId"), team),
        **dict.fromkeys(("contact_id", "contactId"), contact),
        **dict.fromkeys(("ticket_type_id", "categoryId"), kind),
        "field_id": await made("/custom-fields", {"name": "Seats", "type": "number"}),
        "canned_id": await made("/canned-responses", {"title": "Hi", "text": "Hello"}),
        "view_id": await made("/saved-views", {"name": "New", "filter": {"status": "new"}}),
        "rule_id": await made("/routing-rules", rule),
        "endpoint_id": await made("/webhooks", {"url": "https://127.0.0.1/", "events": ["*"], "enabled": False}),
    }


async def test_an_admins_key_gets_only_documented_answers(
    helpdesk: Stack, tenant: Tenant, ids: dict[str, list[str]], tmp_path: Path
) -> None:
    document = without("operator", aimed(read_document(), ids=ids, speaks="workflow"))
    await fuzz(helpdesk, document, key=tenant.admin, share=0.5, folder=tmp_path)


async def test_an_entitys_key_gets_only_documented_answers(
    helpdesk: Stack, tenant: Tenant, ids: dict[str, list[str]], tmp_path: Path
) -> None:
    document = only("entity", aimed(read_document(), ids=ids, speaks="entity", entity=tenant.id))
    await fuzz(helpdesk, document, key=tenant.entity, share=0.2, folder=tmp_path)


async def test_the_operator_gets_only_documented_answers(helpdesk: Stack, tenant: Tenant, tmp_path: Path) -> None:
    document = only("operator", aimed(read_document(), ids={"tenant_id": [tenant.id]}, speaks="workflow"))
    await fuzz(helpdesk, document, key=helpdesk.operator_token, share=0.1, folder=tmp_path)


async def test_nobody_gets_only_documented_answers(helpdesk: Stack, tmp_path: Path) -> None:
    await fuzz(helpdesk, read_document(), key=None, share=0.2, folder=tmp_path)


async def test_every_operation_wants_a_key(helpdesk: Stack) -> None:
    async with httpx.AsyncClient(base_url=helpdesk.base_url, verify=False) as nobody:
        for path, method, _ in operations(read_document()):
            answer = await nobody.request(method, path.replace("{", "").replace("}", ""))
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), f"{method} {path}"


def only(tag: str, document: Json) -> Json:
    return _where(document, lambda operation: tag in operation["tags"])


def without(tag: str, document: Json) -> Json:
    return _where(document, lambda operation: tag not in operation["tags"])


def _where(document: Json, keep: Any) -> Json:
    kept = {
        path: {method: operation for method, operation in item.items() if keep(operation)}
        for path, item in document["paths"].items()
    }
    return {**document, "paths": {path: item for path, item in kept.items() if item}}


async def fuzz(helpdesk: Stack, document: Json, *, key: str | None, share: float, folder: Path) -> None:
    """Let schemathesis ask what the document allows, and what it does not; `share` is of all the time there is."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(strict(document)))
    seconds = max(5, round(SECONDS * share))
    options = ["--max-time", str(seconds), "--seed", SEED, "--checks", ",".join(CHECKS)]
    options += ["--phases", "examples,coverage,fuzzing", "--max-examples", "20", "--continue-on-failure"]
    options += ["--suppress-health-check", "all", "--warnings", "off", "--no-color", "--request-timeout", "15"]
    options += ["-H", f"Authorization: Bearer {key}"] if key else []
    running = await asyncio.create_subprocess_exec(
        str(SCHEMATHESIS),
        "run",
        str(path),
        "--url",
        helpdesk.base_url,
        *options,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(running.communicate(), timeout=seconds + SLACK_SECONDS)
    finally:
        if running.returncode is None:
            running.kill()
    assert running.returncode == 0, said.decode()


async def test_an_undocumented_answer_does_not_go_unnoticed(helpdesk: Stack, tmp_path: Path) -> None:
    document = only("operator", read_document())
    for _, _, operation in operations(document):
        del operation["responses"]["401"]
    with pytest.raises(AssertionError, match="Undocumented status code"):
        await fuzz(helpdesk, document, key=None, share=0, folder=tmp_path)
