"""Which request an `Idempotency-Key` names: one of a tenant, a method and a path."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from starlette.types import Scope

from shared.errors import Conflict, Invalid, Problem

HEADER = b"idempotency-key"
SHOWN = "Idempotency-Key"
LONGEST = 255


class KeyReused(Invalid):
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        said = "This key was used for another request."
        super().__init__(Problem(SHOWN, said), message=said)


class StillRunning(Conflict):
    code = "request_running"
    retry_after_seconds = 1

    def __init__(self) -> None:
        super().__init__("The first request with this key has not been answered yet; try again.")


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose request it is; `rights` is all of the principal that what they may be answered depends on."""

    tenant_id: UUID
    rights: str


def given_keys(scope: Scope) -> list[bytes]:
    """The keys of a request as they came: none but for a POST that has one."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return []
    return [value for name, value in scope["headers"] if name == HEADER]


def checked(keys: list[bytes]) -> bytes:
    """The one key. Raises Invalid where it is empty, too long, or one of several."""
    if len(keys) != 1 or not 0 < len(keys[0].decode("utf-8", "replace")) <= LONGEST:
        raise Invalid.field(SHOWN, f"A request has one key, of 1 to {LONGEST} characters.")
    return keys[0]


def name_of(scope: Scope, *, key: bytes) -> bytes:
    """What tells the request from all others of its tenant: 32 bytes of its key, method and path."""
    path: str = scope["path"]
    return sha256(b"\0".join((scope["method"].encode(), path.encode(), key))).digest()
