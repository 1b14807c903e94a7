"""API keys: what one looks like, how it is kept, and which ones may be made."""

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

from gateway.domain.principal import DEFAULT_SCOPES, Principal
from shared.errors import Invalid, Problem
from shared.vocabulary import Role, Scope

SECRET_BYTES = 32
DIGEST_BYTES = 32


class Prefix(StrEnum):
    """The reference calls its keys by these; each works on every surface."""

    MESSENGER = "zn_live_"
    ENTITY = "ak_"
    HELPDESK = "hd_live_"


_KEY = re.compile(rf"(?:{'|'.join(Prefix)})[A-Za-z0-9_-]{{32,64}}")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: its digest instead of its text."""

    id: UUID
    tenant_id: UUID
    name: str
    role: Role
    scopes: tuple[Scope, ...]
    prefix: Prefix
    digest: bytes = field(repr=False)
    created_at: datetime
    updated_at: datetime
    agent_id: UUID | None = None
    contact_id: UUID | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def principal(self) -> Principal:
        return Principal(
            tenant_id=str(self.tenant_id),
            key_id=str(self.id),
            role=self.role,
            scopes=self.scopes,
            name=self.name,
            agent_id=str(self.agent_id) if self.agent_id else None,
            contact_id=str(self.contact_id) if self.contact_id else None,
            expires_at=self.expires_at,
        )


@dataclass(frozen=True, slots=True)
class Digester:
    """Turns a key's text into what is stored and looked up: BLAKE2b with a key of our own, 32 bytes."""

    pepper: bytes = field(repr=False)

    @classmethod
    def from_secret(cls, secret: str) -> "Digester":
        """A digester whose key is derived from `secret`; with another secret no stored key matches any more."""
        return cls(blake2b(secret.encode(), digest_size=DIGEST_BYTES, person=b"helpdesk-apikey").digest())

    def digest(self, key: str) -> bytes:
        return blake2b(key.encode(), key=self.pepper, digest_size=DIGEST_BYTES).digest()


def new_key(prefix: Prefix) -> str:
    """A fresh key: the prefix and 43 url-safe characters (256 random bits)."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def looks_like_a_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def check_binding(role: Role, *, agent_id: UUID | None, contact_id: UUID | None) -> None:
    """A customer's key is bound to a contact and nobody else's is. Raises Invalid."""
    if role is Role.CUSTOMER and contact_id is None:
        raise Invalid.field("contact_id", "A customer's key needs the contact that it stands for.")
    if role is Role.CUSTOMER and agent_id is not None:
        raise Invalid.field("agent_id", "A customer's key cannot stand for an agent.")
    if role is not Role.CUSTOMER and contact_id is not None:
        raise Invalid.field("contact_id", "Only a customer's key stands for a contact.")


def scopes_for(role: Role, *, asked: tuple[Scope, ...] | None) -> tuple[Scope, ...]:
    """The scopes asked for, without repeats, or the role's own. Raises Invalid for one that the role cannot have."""
    if asked is None:
        return DEFAULT_SCOPES[role]
    if strays := [scope for scope in asked if scope not in DEFAULT_SCOPES[role]]:
        raise Invalid(*(Problem("scopes", f"The role {role} cannot have the scope {scope}.") for scope in strays))
    return tuple(dict.fromkeys(asked))
