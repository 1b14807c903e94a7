"""Waiting for what another process does, with a deadline and the last failure in the message."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar, overload

Value = TypeVar("Value")


@overload
async def eventually(
    check: Callable[[], Awaitable[Value]], *, within: float = 10.0, every: float = 0.05, what: str = ""
) -> Value: ...


@overload
async def eventually(
    check: Callable[[], Value], *, within: float = 10.0, every: float = 0.05, what: str = ""
) -> Value: ...


async def eventually(
    check: Callable[[], Awaitable[Value] | Value], *, within: float = 10.0, every: float = 0.05, what: str = ""
) -> Value:
    """Return the first truthy value of `check`, asked every `every` seconds for at most `within` seconds.

    An exception or a falsy value means 'not yet'. Raises AssertionError that says `what` did not come about, and what
    the last attempt raised or returned.
    """
    deadline = time.monotonic() + within
    last, attempts = "nothing", 0
    while True:
        attempts += 1
        try:
            async with asyncio.timeout(max(every, deadline - time.monotonic())):
                value = await _value(check)
            if value:
                return value
            last = f"returned {value!r}"
        except Exception as failure:  # every kind of failure may be that of a moment
            last = f"raised {type(failure).__name__}: {failure}"
        if time.monotonic() + every >= deadline:
            raise AssertionError(f"{what or 'it'} did not happen within {within:g} s; attempt {attempts} {last}")
        await asyncio.sleep(every)


async def _value(check: Callable[[], Awaitable[Value] | Value]) -> Value:
    value = check()
    return await value if inspect.isawaitable(value) else value
