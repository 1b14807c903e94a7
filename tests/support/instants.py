"""The instants between one thing that a process does outside itself and the next, at each of which it may die."""

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Instants:
    """Counts the instants between one thing done and the next, and dies at one of them; `last` is its name."""

    fatal: int | None = None
    passed: int = 0
    last: str = ""
    died: asyncio.Event = field(default_factory=asyncio.Event)

    async def pass_by(self, name: str) -> None:
        """Go on, or never again."""
        self.passed += 1
        self.last = name
        if self.passed == self.fatal:
            self.died.set()
            await asyncio.Event().wait()


class Watched:
    """Another object, each of whose asynchronous calls has an instant before and one after it."""

    def __init__(self, watched: object, *, instants: Instants, **instead: object) -> None:
        self._watched = watched
        self._instants = instants
        self._instead = instead

    def __getattr__(self, name: str) -> Any:
        if name in self._instead:
            return self._instead[name]
        found = getattr(self._watched, name)
        return self._passing(name, found) if inspect.iscoroutinefunction(found) else found

    def _passing(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        async def called(*args: Any, **named: Any) -> Any:
            await self._instants.pass_by(f"before {name}")
            answer = await call(*args, **named)
            await self._instants.pass_by(f"after {name}")
            return answer

        return called
