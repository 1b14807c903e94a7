"""Who a key stands for, and what it may do at all."""

from dataclasses import dataclass
from datetime import datetime

from shared.errors import Forbidden
from shared.vocabulary import Role, Scope

DEFAULT_SCOPES: dict[Role, tuple[Scope, ...]] = {
    Role.ADMIN: (Scope.READ, Scope.WRITE, Scope.ADMIN),
    Role.AGENT: (Scope.READ, Scope.WRITE),
    Role.CUSTOMER: (Scope.READ, Scope.WRITE),
}
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Principal:
    """What is known of the caller once its key is: never the key itself. Ids are texts, as they travel on."""

    tenant_id: str
    key_id: str
    role: Role
    scopes: tuple[Scope, ...]
    name: str
    agent_id: str | None = None
    contact_id: str | None = None
    expires_at: datetime | None = None

    def expired(self, *, at: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at

    def allow(self, method: str) -> None:
        """Raise Forbidden where the key lacks the scope that the method needs whatever the address."""
        needed = Scope.WRITE if method in WRITES else Scope.READ
        if needed not in self.scopes:
            raise Forbidden(f"This key lacks the scope {needed.value}.", code="missing_scope")

    def administer(self) -> None:
        """Raise Forbidden for all but an admin whose key has the admin's scope."""
        if self.role is not Role.ADMIN:
            raise Forbidden("Only an admin may do this.", code="missing_role")
        if Scope.ADMIN not in self.scopes:
            raise Forbidden(f"This key lacks the scope {Scope.ADMIN.value}.", code="missing_scope")
