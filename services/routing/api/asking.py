"""Who asks, once they have shown what they may: the type of a route's parameter, found out before what is asked."""

from typing import Annotated

from shared.http.asked import Asked
from shared.http.door import current_caller
from shared.identity import Caller
from shared.vocabulary import Scope


def _reader() -> Caller:
    """An agent or admin who may read."""
    caller = current_caller()
    caller.require(Scope.READ, agent_only=True)
    return caller


def _configurer() -> Caller:
    """An admin who may write."""
    caller = current_caller()
    caller.require(Scope.WRITE, admin_only=True)
    return caller


Reader = Annotated[Caller, Asked(_reader)]
Configurer = Annotated[Caller, Asked(_configurer)]
