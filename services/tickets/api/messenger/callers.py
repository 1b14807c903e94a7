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
    return _actor(caller)


def anyone(scope: Scope) -> Actor:
    """Whoever has the scope, customers too: those are the contact of their key."""
    caller = current_caller()
    caller.require(scope)
    return _actor(caller)


def _actor(caller: Caller) -> Actor:
    customer = caller.role == Role.CUSTOMER
    kind, named = (ActorType.CUSTOMER, caller.contact_id) if customer else (ActorType.AGENT, caller.agent_id)
    return Actor(caller.tenant, kind, UUID(named) if named else None, caller.name, caller.key_id)
