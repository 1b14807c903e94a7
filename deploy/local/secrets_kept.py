"""The secrets that a local system needs and nobody gave: made once, kept with its data."""

import base64
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.private_file import write_private

NAMES = ("HELPDESK_OPERATOR_TOKEN", "HELPDESK_IDENTITY_SECRET", "HELPDESK_ENCRYPTION_KEY")


def new_secret() -> str:
    """Return 32 random bytes as url-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def secrets_for(environment: Mapping[str, str], *, data: Path) -> dict[str, str]:
    """Return the secret settings: those of `environment` first, the rest from `<data>/secrets.json`, made if missing.

    Raises LocalError where that file cannot be read: making new ones would lock what is stored away for good.
    """
    path = data / "secrets.json"
    kept = _read(path) if path.exists() else {}
    missing = [name for name in NAMES if not environment.get(name) and not kept.get(name)]
    if missing:
        kept = {**kept, **{name: new_secret() for name in missing}}
        write_private(path, json.dumps(kept, indent=2) + "\n")
    return {name: environment.get(name) or kept[name] for name in NAMES}


def _read(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text())
    except (OSError, ValueError) as cause:
        raise LocalError(f"{path} cannot be read ({cause}): mend it, or start with another data directory") from cause
    if not isinstance(kept, dict):
        raise LocalError(f"{path} holds no secrets: mend it, or start with another data directory")
    return kept
