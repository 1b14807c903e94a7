"""All that the envelope surface answers."""

from collections.abc import Callable

from fastapi import APIRouter

from services.tickets.usecases.ports import Ports

ROUTES: tuple[Callable[[Ports], APIRouter], ...] = ()
