"""Bodies of `/admin` and of a tenant's keys."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from gateway.domain.key import ApiKey, Prefix
from gateway.domain.tenant import Tenant
from gateway.usecases.issue_key import IssueKey
from shared.dialects.fields import Name, only_tab_and_line_breaks
from shared.events.envelope import rfc3339
from shared.http.changes import Changes, kept
from shared.http.documented import Row, Shown, page_of
from shared.vocabulary import Role, Scope

Description = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(only_tab_and_line_breaks)]


class TenantIn(BaseModel):
    name: Name
    description: Description | None = None


class TenantChanges(Changes):
    """Only what is given changes; a description of null takes it away."""

    name: Name = kept()
    description: Description | None = None


class RebuildIn(BaseModel):
    """Without `tenant_id` everybody's index is made anew."""

    tenant_id: UUID | None = None


class KeyIn(BaseModel):
    name: Name
    role: Role
    prefix: Prefix = Prefix.HELPDESK
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))] | None = None
    agent_id: UUID | None = None
    contact_id: UUID | None = None
    expires_at: AwareDatetime | None = None

    def to_domain(self) -> IssueKey:
        return IssueKey(
            name=self.name,
            role=self.role,
            prefix=self.prefix,
            scopes=tuple(self.scopes) if self.scopes is not None else None,
            agent_id=self.agent_id,
            contact_id=self.contact_id,
            expires_at=_whole_milliseconds(self.expires_at) if self.expires_at else None,
        )


def _whole_milliseconds(at: datetime) -> datetime:
    """In UTC and cut to what is stored, so that the first answer shows what all later ones will."""
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


class TenantShown(Row):
    """One organisation whose tickets nobody else sees."""

    name: str
    description: str | None


TenantPage = page_of("tenants", TenantShown)


class KeyShown(Row):
    """An API key without its text."""

    tenant_id: UUID
    name: str
    role: Role
    scopes: list[Scope]
    prefix: Prefix
    agent_id: UUID | None
    contact_id: UUID | None
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


KeyPage = page_of("keys", KeyShown)


class NewKeyShown(KeyShown):
    """A new key with its text, which is shown only here."""

    key: str


class RebuildShown(Shown):
    """The tenant whose index is being made anew, or `all`."""

    rebuilding: str


def tenant_out(tenant: Tenant) -> dict[str, Any]:
    return {
        "id": str(tenant.id),
        "name": tenant.name,
        "description": tenant.description,
        "created_at": rfc3339(tenant.created_at),
        "updated_at": rfc3339(tenant.updated_at),
    }


def key_out(key: ApiKey) -> dict[str, Any]:
    """A key without its text, which is shown once, by whoever issues it."""
    return {
        "id": str(key.id),
        "tenant_id": str(key.tenant_id),
        "name": key.name,
        "role": key.role.value,
        "scopes": [scope.value for scope in key.scopes],
        "prefix": key.prefix.value,
        "agent_id": str(key.agent_id) if key.agent_id else None,
        "contact_id": str(key.contact_id) if key.contact_id else None,
        "expires_at": rfc3339(key.expires_at) if key.expires_at else None,
        "revoked_at": rfc3339(key.revoked_at) if key.revoked_at else None,
        "last_used_at": rfc3339(key.last_used_at) if key.last_used_at else None,
        "created_at": rfc3339(key.created_at),
        "updated_at": rfc3339(key.updated_at),
    }
