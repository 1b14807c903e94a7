"""Which MongoDB and RabbitMQ the system uses: those given, those that run, else servers of our own."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local.amqp import lets_in
from deploy.local.engine import Engine
from deploy.local.mongo import MongoServer
from deploy.local.ports import free_port
from deploy.local.rabbit import RabbitServer

# Not the servers' usual ports: two clones on one machine must not take one another's broker for the machine's.
MONGO_PORT = 27117
AMQP_PORT = 5772
RUNNING_BROKER = "amqp://guest:guest@127.0.0.1:5672/"


@dataclass(frozen=True)
class Servers:
    """Where both servers are; `engines` are those that we started and must stop."""

    mongo_url: str
    amqp_url: str
    engines: tuple[Engine, ...] = ()

    def stop(self) -> None:
        """Stop the servers of our own, both at once."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda engine: engine.stop(), self.engines))


def bring_servers(*, data: Path, logs: Path, environment: Mapping[str, str]) -> Servers:
    """Return servers that take writes, started with their data under `data` unless `environment` gives their URLs.

    Raises LocalError where that is impossible; nothing that was started is left running then.
    """
    mongo_url, amqp_url = environment.get("HELPDESK_MONGO_URL"), environment.get("HELPDESK_AMQP_URL")
    if not amqp_url and lets_in(RUNNING_BROKER):
        amqp_url = RUNNING_BROKER
    engines: list[Engine] = []
    if not mongo_url:
        engines.append(own_mongo(data=data, logs=logs, port=free_port(preferred=MONGO_PORT)))
        mongo_url = engines[-1].url
    if not amqp_url:
        engines.append(own_rabbit(data=data, logs=logs, port=free_port(preferred=AMQP_PORT)))
        amqp_url = engines[-1].url
    start_all(engines)
    return Servers(mongo_url, amqp_url, tuple(engines))


def own_mongo(*, data: Path, logs: Path, port: int | None = None) -> MongoServer:
    """Return a MongoDB server, not yet started, with its data under `data`."""
    return MongoServer(data=data / "mongo", log=logs / "mongod.log", port=port)


def own_rabbit(*, data: Path, logs: Path, port: int | None = None) -> RabbitServer:
    """Return a broker, not yet started, with its data under `data`."""
    return RabbitServer(data=data / "rabbitmq", log=logs / "rabbitmq.log", port=port)


def start_all(engines: Sequence[Engine]) -> None:
    """Start them at the same time and return when all take writes; if one fails, all are stopped."""
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda engine: engine.start(), engines))
    except BaseException:
        for engine in engines:
            engine.stop()
        raise
