"""What the services say of themselves, asked every second, so that `/readyz` answers at once."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import aiohttp
from pydantic import BaseModel, ValidationError

from shared.log import get_logger

log = get_logger()

EVERY_SECONDS = 1.0
ANSWER_SECONDS = 2.0
NO_ANSWER = {"answers": False}


class Readyz(BaseModel):
    """The body of a service's `/readyz`."""

    ready: bool
    checks: dict[str, bool]


class ServiceReadiness:
    """Keeps what each address of each service last said."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        services: Mapping[str, Sequence[str]],
        needed: str,
        own: Mapping[str, Callable[[], bool]],
    ) -> None:
        """`needed` is the service without which this door serves nothing; `own` are this process's checks."""
        self._session = session
        self._addresses = {
            (service if len(urls) == 1 else f"{service}-{number}"): (service, url)
            for service, urls in services.items()
            for number, url in enumerate(urls, start=1)
        }
        self._needed = needed
        self._own = own
        self._ready = dict.fromkeys(self._addresses, False)
        self._said: dict[str, dict[str, bool]] = dict.fromkeys(self._addresses, NO_ANSWER)

    @property
    def checks(self) -> dict[str, bool]:
        """This process's own checks, and whether one process of the needed service is ready."""
        ready = any(self._ready[name] for name, (service, _) in self._addresses.items() if service == self._needed)
        return {name: works() for name, works in self._own.items()} | {self._needed: ready}

    @property
    def door(self) -> bool:
        checks = self.checks
        return checks["mongo"] and checks[self._needed]

    @property
    def system(self) -> dict[str, dict[str, bool]]:
        return self._said

    async def run(self) -> None:
        """Ask all, every second, until cancelled."""
        while True:
            await asyncio.gather(*(self._ask(name, url) for name, (_, url) in self._addresses.items()))
            await asyncio.sleep(EVERY_SECONDS)

    async def _ask(self, name: str, url: str) -> None:
        try:
            async with self._session.get(f"{url}/readyz", timeout=aiohttp.ClientTimeout(ANSWER_SECONDS)) as answer:
                said = Readyz.model_validate_json(await answer.read())
        except (aiohttp.ClientError, TimeoutError, OSError, ValidationError) as error:
            if self._said[name] is not NO_ANSWER:
                log.warning("service away", service_name=name, error=type(error).__name__)
            self._ready[name], self._said[name] = False, NO_ANSWER
        else:
            self._ready[name], self._said[name] = said.ready, {"ready": said.ready, **said.checks}
