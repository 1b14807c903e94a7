"""Who asks, found out before anybody looks at what they ask: a customer hears 403 of an agent's route, whatever they
send."""

from typing import Annotated

from fastapi import Depends

from services.tickets.api import callers
from services.tickets.domain.actor import Actor
from shared.identity import Caller


async def _viewer() -> Actor:
    return callers.viewer()


async def _author() -> Actor:
    return callers.author()


async def _writer() -> Actor:
    return callers.writer()


async def _reader() -> Caller:
    return callers.reader()


Viewer = Annotated[Actor, Depends(_viewer)]
Author = Annotated[Actor, Depends(_author)]
Writer = Annotated[Actor, Depends(_writer)]
Reader = Annotated[Caller, Depends(_reader)]
