"""From a target to an address that may be reached: the one place where names are looked up."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from services.webhooks.domain.addresses import AddressPolicy
from services.webhooks.domain.target import BadUrl, Target

LOOK_UP_SECONDS = 5.0
GOOD_FOR_SECONDS = 5.0
MOST_KEPT = 10_000
# Look-ups block a thread each: threads of their own, so that a slow name server delays nothing else.
THREADS = ThreadPoolExecutor(16, thread_name_prefix="look-up")

LookUp = Callable[[str], Awaitable[Sequence[str]]]


async def system_look_up(host: str) -> Sequence[str]:
    """Every address of a name, in the order in which the system would try them. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(THREADS, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver:
    """Answers only with addresses that the policy permits; a name with a single one that it refuses has none.

    `own` is where the desk itself is reached: a webhook to there could tell of its own effects for ever.
    """

    def __init__(self, policy: AddressPolicy, *, look_up: LookUp = system_look_up, own: Target | None = None) -> None:
        self._policy = policy
        self._own = (own.host, own.port) if own else None
        self._look_up = look_up
        self._asked: dict[str, tuple[float, asyncio.Task[Sequence[str]]]] = {}

    async def check(self, target: Target) -> None:
        """Raises BadUrl where the host has no address, or one that must not be reached."""
        if (target.host, target.port) == self._own:
            raise BadUrl("leads back to this desk")
        if target.literal:
            self._permit([target.host])
        else:
            await self.of_name(target.host)

    async def of_name(self, host: str) -> Sequence[str]:
        """Where to connect to, the best first. Raises BadUrl."""
        found = await self._found(host)
        self._permit(found)
        return found

    def _permit(self, addresses: Sequence[str]) -> None:
        if self._policy.refused(addresses) is not None:
            raise BadUrl("leads to an address that is not public")

    async def _found(self, host: str) -> Sequence[str]:
        try:
            found = await asyncio.wait_for(asyncio.shield(self._ask(host)), timeout=LOOK_UP_SECONDS)
        except TimeoutError:
            raise BadUrl("has a host whose name could not be looked up in time") from None
        except (OSError, UnicodeError):
            raise BadUrl("has a host that does not resolve") from None
        if not found:
            raise BadUrl("has a host that does not resolve")
        return found

    def _ask(self, host: str) -> asyncio.Task[Sequence[str]]:
        """The look-up that is under way or a few seconds old, or else a new one."""
        now = monotonic()
        until, task = self._asked.get(host, (0.0, None))
        if task is not None and (now < until or not task.done()):
            return task
        if len(self._asked) >= MOST_KEPT:
            self._asked.clear()
        task = asyncio.ensure_future(self._look_up(host))
        task.add_done_callback(_seen)
        self._asked[host] = (now + GOOD_FOR_SECONDS, task)
        return task


def _seen(task: "asyncio.Task[Sequence[str]]") -> None:
    """A look-up that fails after everybody has stopped waiting is no news."""
    if not task.cancelled():
        task.exception()
