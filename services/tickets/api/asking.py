"""Who asks, as tickets' use-cases know them, once they have shown what they may.

Each is the type of a route's parameter: it is found out before anybody looks at what is asked, so that a customer hears
403 of an agent's route, whatever they send.
"""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from services.tickets.domain.actor import Actor
from shared.errors import Forbidden
from shared.http.asked import Asked
from shared.http.door import current_caller, current_headers
from shared.http.preconditions import expected_versions
from shared.identity import Caller
from shared.vocabulary import ActorType, Role, Scope


def _reader() -> Caller:
    """An agent or admin who may read what customers do not see: the directory, the settings."""
    caller = current_caller()
    caller.require(Scope.READ, agent_only=True)
    return caller


def _configurer() -> Caller:
    """An admin who may write."""
    caller = current_caller()
    caller.require(Scope.WRITE, admin_only=True)
    return caller


def _auditor() -> Caller:
    """An admin who may read."""
    caller = current_caller()
    caller.require(Scope.READ, admin_only=True)
    return caller


def _viewer() -> Actor:
    """Whoever may read tickets; a customer sees their own."""
    caller = current_caller()
    caller.require(Scope.READ)
    return _actor(caller)


def _agent_viewer() -> Actor:
    """An agent or admin who may read tickets."""
    caller = current_caller()
    caller.require(Scope.READ, agent_only=True)
    return _actor(caller)


def _writer() -> Actor:
    """An agent or admin who may write."""
    caller = current_caller()
    caller.require(Scope.WRITE, agent_only=True)
    return _building(caller)


def _author() -> Actor:
    """Whoever may write to tickets; a customer to their own."""
    caller = current_caller()
    caller.require(Scope.WRITE)
    return _building(caller)


def _customer() -> Actor:
    """A customer who may write; what is asked of them, nobody answers in their place."""
    caller = current_caller()
    caller.require(Scope.WRITE)
    if caller.role != Role.CUSTOMER:
        raise Forbidden("Only a customer may do this.", code="missing_role")
    return _building(caller)


def _building(caller: Caller) -> Actor:
    """The actor of a write, which may build on what the caller has seen of a ticket. Raises Malformed."""
    return replace(_actor(caller), expects=expected_versions(current_headers().getlist("if-match")))


def _actor(caller: Caller) -> Actor:
    """The author of what the caller writes: a customer's contact, the agent of a key, else the key's name."""
    if caller.role != Role.CUSTOMER:
        return Actor(caller.tenant, ActorType.AGENT, _id(caller.agent_id), caller.name, caller.key_id)
    if caller.contact_id is None:
        raise Forbidden("This key belongs to no contact.", code="missing_contact")
    return Actor(caller.tenant, ActorType.CUSTOMER, UUID(caller.contact_id), caller.name, caller.key_id)


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


Reader = Annotated[Caller, Asked(_reader)]
Configurer = Annotated[Caller, Asked(_configurer)]
Auditor = Annotated[Caller, Asked(_auditor)]
Viewer = Annotated[Actor, Asked(_viewer)]
AgentViewer = Annotated[Actor, Asked(_agent_viewer)]
Writer = Annotated[Actor, Asked(_writer)]
Author = Annotated[Actor, Asked(_author)]
Customer = Annotated[Actor, Asked(_customer)]
