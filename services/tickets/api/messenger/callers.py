"""The caller of a request as tickets' use-cases know them."""

from uuid import UUID

from services.tickets.domain.actor import Actor
from shared.http.door import current_caller
from shared.identity import Caller
from shared.vocabulary import ActorType, Role, Scope


def reader() -> Caller:
    """An agent or admin who may read; customers' keys have no door here yet."""
    caller = current_caller()
    caller.require(Scope.READ, agent_only=True)
    return caller


def configurer() -> Caller:
    """An admin who may write."""
    caller = current_caller()
    caller.require(Scope.WRITE, admin_only=True)
    return caller


def writer() -> Actor:
    """An agent or admin who may write, as the author of what they write: the agent of the key, else its name."""
    caller = current_caller()
    caller.require(Scope.WRITE, agent_only=True)
    kind = ActorType.CUSTOMER if caller.role == Role.CUSTOMER else ActorType.AGENT
    return Actor(caller.tenant, kind, UUID(caller.agent_id) if caller.agent_id else None, caller.name)
