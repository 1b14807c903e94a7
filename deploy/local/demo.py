"""The demo tenant and its keys: made through the operator's API, remembered in demo.json."""

import json
from pathlib import Path
from typing import TypedDict

import httpx

from deploy.local.private_file import write_private

_PATIENCE_SECONDS = 10.0
# What each key of demo.json is: its role, and the prefix by which a surface knows it.
KEYS = {
    "admin": {"name": "Demo admin", "role": "admin", "prefix": "zn_live_"},
    "agent": {"name": "Demo agent", "role": "agent", "prefix": "hd_live_"},
    "entity": {"name": "Demo entity", "role": "admin", "prefix": "ak_"},
}


class Demo(TypedDict):
    """What demo.json says."""

    base_url: str
    operator_token: str
    tenant_id: str
    keys: dict[str, str]


def open_demo(path: Path, *, base_url: str, operator_token: str) -> Demo:
    """Return the demo tenant with working keys and write it to `path` (mode 0600).

    The tenant and keys that the file names are used again as far as they still work, the rest is made anew.
    Raises httpx.HTTPError where the gateway does not do its part.
    """
    operator = {"Authorization": f"Bearer {operator_token}"}
    with httpx.Client(base_url=base_url, timeout=_PATIENCE_SECONDS, verify=False) as gateway:
        tenant_id, keys = _remembered(path)
        if not tenant_id or not _tenant_stands(gateway, operator=operator, tenant_id=tenant_id):
            tenant_id, keys = make_tenant(gateway, operator=operator, name="Demo"), {}
        working = {name: key for name, key in keys.items() if name in KEYS and _key_works(gateway, key=key)}
        for name in KEYS.keys() - working.keys():
            working[name] = make_key(gateway, operator=operator, tenant_id=tenant_id, key=KEYS[name])
    demo = Demo(
        base_url=base_url,
        operator_token=operator_token,
        tenant_id=tenant_id,
        keys={name: working[name] for name in KEYS},
    )
    write_private(path, json.dumps(demo, indent=2) + "\n")
    return demo


def make_tenant(gateway: httpx.Client, *, operator: dict[str, str], name: str) -> str:
    """Make a tenant and return its id. Raises httpx.HTTPError."""
    answer = gateway.post("/admin/tenants", headers=operator, json={"name": name}).raise_for_status()
    return str(answer.json()["id"])


def make_key(gateway: httpx.Client, *, operator: dict[str, str], tenant_id: str, key: dict[str, str]) -> str:
    """Make a key (`name`, `role`, `prefix`) for a tenant and return it. Raises httpx.HTTPError."""
    answer = gateway.post(f"/admin/tenants/{tenant_id}/keys", headers=operator, json=key).raise_for_status()
    return str(answer.json()["key"])


def _remembered(path: Path) -> tuple[str, dict[str, str]]:
    try:
        demo = json.loads(path.read_text())
        return str(demo["tenant_id"]), {str(name): str(key) for name, key in demo["keys"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}  # no file, or none that we wrote: a new tenant takes its place


def _tenant_stands(gateway: httpx.Client, *, operator: dict[str, str], tenant_id: str) -> bool:
    answer = gateway.get(f"/admin/tenants/{tenant_id}", headers=operator)
    if answer.is_client_error and answer.status_code in (400, 404, 422):
        return False
    answer.raise_for_status()
    return True


def _key_works(gateway: httpx.Client, *, key: str) -> bool:
    headers = {"Authorization": f"Bearer {key}"}
    answer = gateway.get("/v1/helpdesk/tickets", params={"limit": 1}, headers=headers)
    if answer.status_code in (401, 403):
        return False
    if answer.status_code != 429:
        answer.raise_for_status()
    return True
