"""MongoDB and RabbitMQ as containers that testcontainers makes: the same faults as servers that are processes."""

from collections.abc import Callable

import docker  # type: ignore[import-untyped]  # it ships no types
from docker.errors import DockerException  # type: ignore[import-untyped]  # it ships no types
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from deploy.local.amqp import lets_in
from deploy.local.mongo import BRIEF_TRANSACTIONS
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.replica_set import NAME, become_primary
from deploy.local.waiting import wait_until

testcontainers_config.ryuk_disabled = True  # its clean-up container is one more image that may not be had
_START_SECONDS = 90.0
_STOP_SECONDS = 20


class ContainerServer:
    """A server in a container with a fixed port of this machine, so that a restart keeps its address."""

    def __init__(self, container: DockerContainer, *, url: str, ready: Callable[[], bool]) -> None:
        """Wrap a container, not yet started, that serves `url` once `ready` says so."""
        self.url = url
        self._container = container
        self._ready = ready
        self._made = False

    def start(self) -> None:
        """Make the container, or start the stopped one again; returns when it takes writes."""
        if self._made:
            self._container.get_wrapped_container().start()
        else:
            self._container.start()
            self._made = True
        wait_until(self._ready, within=_START_SECONDS, what=f"{self._container.image} takes writes")

    def stop(self) -> None:
        """Remove the container and its data."""
        if self._made:
            self._made = False
            self._container.stop()

    def kill(self) -> None:
        """End it as a crash would (SIGKILL); `start` brings it back with its data."""
        self._container.get_wrapped_container().kill()

    def pause(self) -> None:
        """Freeze it."""
        self._container.get_wrapped_container().pause()

    def resume(self) -> None:
        """Let it go on."""
        self._container.get_wrapped_container().unpause()

    def restart(self) -> None:
        """Stop it and start it again, with its data; returns when it takes writes."""
        self._container.get_wrapped_container().stop(timeout=_STOP_SECONDS)
        self.start()


def docker_answers() -> bool:
    """Say whether a Docker engine answers on this machine."""
    try:
        client = docker.from_env(timeout=5)
        try:
            return bool(client.ping())
        finally:
            client.close()
    except DockerException:
        return False


def mongo_container() -> ContainerServer:
    """Return MongoDB as a one-node replica set, not yet started."""
    port = free_port()
    container = DockerContainer("mongo:7").with_command(
        f"mongod --replSet {NAME} --bind_ip_all {' '.join(BRIEF_TRANSACTIONS)}"
    )
    return ContainerServer(
        container.with_bind_ports(27017, port),
        url=f"mongodb://{LOOPBACK}:{port}/?replicaSet={NAME}&directConnection=true",
        ready=lambda: become_primary(host=LOOPBACK, port=port, member=f"{LOOPBACK}:27017"),
    )


def rabbit_container() -> ContainerServer:
    """Return RabbitMQ, not yet started."""
    port = free_port()
    url = f"amqp://guest:guest@{LOOPBACK}:{port}/"
    container = DockerContainer("rabbitmq:4-management").with_bind_ports(5672, port)
    return ContainerServer(container, url=url, ready=lambda: lets_in(url))
