"""Which MongoDB and RabbitMQ the tests use: URLs given, containers, or binaries of this machine."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.local.servers import own_mongo, own_rabbit
from tests.support.containers import docker_answers, mongo_container, rabbit_container

CHOICES = ("urls", "containers", "local")


class Server(Protocol):
    """A server that tests may hurt: it keeps its port and its data through every restart."""

    url: str

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def restart(self) -> None: ...


class GivenServer:
    """A server of somebody else: used, never started, stopped or hurt."""

    def __init__(self, url: str) -> None:
        """Use the server at `url`."""
        self.url = url

    def start(self) -> None:
        """Do nothing: it runs."""

    def stop(self) -> None:
        """Do nothing: it is not ours."""

    def kill(self) -> None:
        """Refuse."""
        self._refuse()

    def pause(self) -> None:
        """Refuse."""
        self._refuse()

    def resume(self) -> None:
        """Refuse."""
        self._refuse()

    def restart(self) -> None:
        """Refuse."""
        self._refuse()

    def _refuse(self) -> None:
        raise AssertionError("faults need a server of our own: run with HELPDESK_TEST_SERVERS=local or =containers")


@dataclass(frozen=True)
class BackingServers:
    """The MongoDB (a replica set) and the RabbitMQ of a test session."""

    mongo: Server
    rabbit: Server

    def start(self) -> None:
        """Start both at once; returns when both take writes."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda server: server.start(), (self.mongo, self.rabbit)))

    def stop(self) -> None:
        """Stop both, whatever state a test left them in."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda server: server.stop(), (self.mongo, self.rabbit)))


def bring_backing_servers(directory: Path) -> BackingServers:
    """Return started servers with whatever they write in `directory`.

    HELPDESK_TEST_SERVERS (urls, containers, local) forces a way. Without it each server is the one whose URL is given,
    else a container if a Docker engine answers and has the image, else a binary of this machine.
    Raises what the last way raises.
    """
    failure: Exception | None = None
    for way in _ways():
        servers: BackingServers | None = None
        try:
            servers = _WAYS[way](directory)
            servers.start()
            return servers
        except Exception as cause:  # a way that does not work here gives way to the next, and says so
            print(f"test servers: '{way}' does not work here: {cause}", file=sys.stderr)
            failure = cause
            if servers is not None:
                servers.stop()
    raise failure or AssertionError("no way to bring test servers")


def _ways() -> list[str]:
    forced = os.environ.get("HELPDESK_TEST_SERVERS")
    if forced:
        assert forced in CHOICES, f"HELPDESK_TEST_SERVERS is one of {CHOICES}, not {forced}"
        return [forced]
    if os.environ.get("HELPDESK_MONGO_URL") and os.environ.get("HELPDESK_AMQP_URL"):
        return ["urls"]
    return ["containers", "local"] if docker_answers() else ["local"]


def _given() -> BackingServers:
    return BackingServers(
        mongo=GivenServer(os.environ["HELPDESK_MONGO_URL"]), rabbit=GivenServer(os.environ["HELPDESK_AMQP_URL"])
    )


def _local(directory: Path) -> BackingServers:
    return BackingServers(
        mongo=_given_or("MONGO", lambda: own_mongo(data=directory, logs=directory / "logs")),
        rabbit=_given_or("AMQP", lambda: own_rabbit(data=directory, logs=directory / "logs")),
    )


def _containers() -> BackingServers:
    return BackingServers(mongo=_given_or("MONGO", mongo_container), rabbit=_given_or("AMQP", rabbit_container))


def _given_or(name: str, make: Callable[[], Server]) -> Server:
    url = os.environ.get(f"HELPDESK_{name}_URL")
    return GivenServer(url) if url and not os.environ.get("HELPDESK_TEST_SERVERS") else make()


_WAYS: dict[str, Callable[[Path], BackingServers]] = {
    "urls": lambda _: _given(),
    "containers": lambda _: _containers(),
    "local": _local,
}
