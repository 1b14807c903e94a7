"""The `helpdesk` command against a real gateway."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.local.processes import ROOT
from tests.integration.gateway.door import TICKETS, Gateway


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def said(self) -> Any:
        return json.loads(self.out)


def known(gateway: Gateway) -> dict[str, str]:
    """What the command needs to know of the gateway."""
    return {"HELPDESK_PUBLIC_URL": gateway.stack.base_url, "HELPDESK_OPERATOR_TOKEN": gateway.stack.operator_token}


async def helpdesk(gateway: Gateway, *arguments: str, **environment: str) -> Ended:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway.cli", *arguments),
        cwd=ROOT,
        env={**known(gateway), **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 20.0)
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


async def test_tenants_and_keys_from_the_command_line(gateway: Gateway) -> None:
    made = await helpdesk(gateway, "tenants", "create", "Ünïcode & Co", "--description", "x")
    assert (made.code, made.said["name"]) == (0, "Ünïcode & Co")
    tenant = made.said["id"]
    assert (await helpdesk(gateway, "tenants", "show", tenant)).said == made.said
    changed = await helpdesk(gateway, "tenants", "update", tenant, "--name", "Renamed")
    assert (changed.said["name"], changed.said["description"]) == ("Renamed", "x")
    issue = ("keys", "create", "--tenant", tenant, "--role", "agent", "--prefix", "zn_live_", "--name", "Bot")
    key = (await helpdesk(gateway, *issue, "--scopes", "read:helpdesk", "--expires-at", "2100-01-01T00:00:00Z")).said
    assert (key["name"], key["scopes"], key["key"][:8]) == ("Bot", ["read:helpdesk"], "zn_live_")
    answer = await gateway.client.get(TICKETS, headers={"Authorization": f"Bearer {key['key']}"})
    assert answer.status_code == 200
    revoked = await helpdesk(gateway, "keys", "revoke", "--tenant", tenant, key["id"])
    assert (revoked.code, revoked.out) == (0, "")
    (listed,) = (await helpdesk(gateway, "keys", "list", "--tenant", tenant)).said["keys"]
    assert listed["revoked_at"] is not None
    assert (await helpdesk(gateway, "tenants", "delete", tenant)).code == 0
    assert len((await helpdesk(gateway, "tenants", "list", "--limit", "1")).said["tenants"]) <= 1


async def test_the_command_runs_from_anywhere(gateway: Gateway, tmp_path: Path) -> None:
    linked = tmp_path / "helpdesk"
    linked.symlink_to(ROOT / "bin" / "helpdesk")
    process = await asyncio.create_subprocess_exec(
        *(str(linked), "tenants", "list"),
        cwd=tmp_path,
        env={**os.environ, **known(gateway), "PY": sys.executable},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 20.0)
    assert (process.returncode, json.loads(out).keys()) == (0, {"tenants", "next_cursor"})


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (("tenants", "show", "../healthz"), {}, "There is nothing"),
        (("tenants", "create", ""), {}, "name: "),
        (("tenants", "list"), {"HELPDESK_OPERATOR_TOKEN": "wrong-wrong-wrong"}, "operator's token"),
        (("tenants", "list"), {"HELPDESK_PUBLIC_URL": "http://127.0.0.1:1"}, "does not answer"),
    ],
)
async def test_what_went_wrong_is_said_on_standard_error(
    gateway: Gateway, arguments: tuple[str, ...], environment: dict[str, str], message: str
) -> None:
    ended = await helpdesk(gateway, *arguments, **environment)
    assert (ended.code, ended.out) == (1, "")
    assert message in ended.err
